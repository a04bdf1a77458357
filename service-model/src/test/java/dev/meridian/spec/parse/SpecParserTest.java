package dev.meridian.spec.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.spec.Goal;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.spec.Specs;
import dev.meridian.spec.TaskSpec;
import dev.meridian.spec.UnreachableSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecParserTest {

  @Test
  void readsEveryPartOfARealisticSpec() {
    PodSpec broker = Specs.kafka().pod("broker");
    TaskSpec server = broker.task("server");

    assertThat(broker.count()).isEqualTo(3);
    assertThat(broker.hostsFile()).isTrue();
    assertThat(broker.needs()).containsEntry("java", "[17,26)");
    assertThat(broker.backoff().factor()).isEqualTo(new BigDecimal("1.5"));
    assertThat(broker.unreachable()).isEqualTo(UnreachableSpec.NEVER);
    assertThat(server.goal()).isEqualTo(Goal.RUNNING);
    assertThat(server.killGracePeriod()).isEqualTo(Duration.ofSeconds(30));
    assertThat(server.env()).containsEntry("HEAP", "-Xmx512m").containsEntry("EXTRA", "");
    assertThat(server.configs().get("server")).isNotNull();
    assertThat(broker.allPorts())
        .extracting(port -> port.environmentName())
        .containsExactly("CLIENT_PORT", "PORT_INTERNAL", "PORT_CONTROLLER");
    assertThat(server.readinessCheck().orElseThrow().interval()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void keepsPodsTasksAndPlansInFileOrder() {
    ServiceSpec spec = Specs.cassandra();

    assertThat(spec.pod("node").tasks().keySet())
        .containsExactly("server", "init_keyspaces", "backup", "cleanup");
    assertThat(spec.plans().keySet()).containsExactly("deploy", "backup-s3", "once");
  }

  @Test
  void replacesAnUnreachablePodAfterFiveMinutesUnlessItHasVolumes() {
    assertThat(Specs.helloWorld().pod("hello").unreachable())
        .isEqualTo(UnreachableSpec.AFTER_FIVE_MINUTES);
    assertThat(Specs.cassandra().pod("node").unreachable()).isEqualTo(UnreachableSpec.NEVER);
  }

  @Test
  void namesPathLineColumnAndNearestKeyOfAnUnknownKey() {
    assertThat(
            Specs.problems(
                """
                name: a
                pods:
                  p:
                    count: 1
                    tasks:
                      t:
                        gaol: RUNNING
                        goal: RUNNING
                        cmd: run
                """))
        .containsExactly(
            "service.yml:7:9 pods.p.tasks.t.gaol: unknown key; did you mean \"goal\"?");
  }

  @Test
  void rejectsUnknownKeysInsideAPodToo() {
    assertThat(Specs.problems(pod("user: root", "")))
        .containsExactly("service.yml:5:5 pods.p.user: unknown key");
    assertThat(Specs.problems(pod("allow_decommission: true", "")))
        .singleElement()
        .asString()
        .endsWith("unknown key; did you mean \"allow-decommission\"?");
  }

  @Test
  void reportsAllProblemsOfAFileInItsOrder() {
    assertThat(Specs.problems("name: a__b\npods:\n  p:\n    count: -1\n    tasks: {}\nplanz: {}\n"))
        .hasSize(4)
        .satisfies(
            problems -> {
              assertThat(problems.get(0)).contains(":1:7 name: must not contain two underscores");
              assertThat(problems.get(1)).contains(":4:12 pods.p.count: must be a whole number");
              assertThat(problems.get(2)).contains(":5:12 pods.p.tasks: must not be empty");
              assertThat(problems.get(3))
                  .contains(":6:1 planz: unknown key; did you mean \"plans\"?");
            });
  }

  @Test
  void refusesAKeyThatIsGivenTwice() {
    assertThat(Specs.problems(pod("count: 2", "")))
        .containsExactly("service.yml:5:5 pods.p.count: is given twice; the first is on line 4");
  }

  @Test
  void saysWhereTextStopsBeingYaml() {
    assertThat(Specs.problems("name: a\npods: [\n"))
        .singleElement()
        .asString()
        .startsWith("service.yml:3:1: is not YAML");
    assertThat(Specs.problems("")).containsExactly("service.yml:1:1: the file is empty");
  }

  @Test
  void boundsWhatAliasesExpandTo() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(("*a" + (i - 1) + ", ").repeat(10)).append("]\n");
    }

    assertThat(Specs.problems(bomb.toString()))
        .singleElement()
        .asString()
        .contains("elements when its aliases are expanded");
  }

  @Test
  void boundsDepthAndFindsWhatContainsItself() {
    assertThat(Specs.problems("[".repeat(100_000)))
        .singleElement()
        .asString()
        .contains("nested deeper than");
    assertThat(Specs.problems("&a [*a]")).singleElement().asString().contains("contains itself");
  }

  @Test
  void checksEachKeyOfAPod() {
    refuses(pod("image: ''", ""), "pods.p.image: must not be empty");
    refuses(pod("placement: hostname:UNIQE", ""), "pods.p.placement: unknown operator UNIQE");
    refuses(pod("placement: '[[\"hostname\"]]'", ""), "has 1 entry");
    refuses(
        pod("networks: {dcos: {host-ports: [1], container-ports: [1]}}", ""),
        "no port can be mapped");
    refuses(
        pod("networks: {mesos-bridge: {host-ports: [1]}}", ""), "as many entries as host-ports");
    refuses(pod("networks: {other: }", ""), "warning: is not a known network");
    refuses(
        pod("rlimits: {RLIMIT_NOFIL: {soft: 1, hard: 1}}", ""), "did you mean \"RLIMIT_NOFILE\"?");
    refuses(pod("rlimits: {RLIMIT_NOFILE: {soft: 1}}", ""), "both be given or both left out");
    refuses(
        pod("rlimits: {RLIMIT_NOFILE: {soft: 2, hard: 1}}", ""), "soft: must not be above hard");
    refuses(pod("rlimits: {RLIMIT_NOFILE: {soft: 2, hard: -1}}", ""), "must be set on both");
    refuses(
        pod("host-volumes: {h: {host-path: etc, container-path: e, mode: RO}}", ""),
        "must be an absolute path");
    refuses(
        pod("host-volumes: {h: {host-path: /etc, container-path: ../e, mode: RO}}", ""),
        "inside the sandbox");
    refuses(
        pod("host-volumes: {h: {host-path: /etc, container-path: e, mode: RX}}", ""),
        "must be one of RW, RO");
    refuses(
        pod("external-volumes: {e: {type: NFS, driver-name: pxd, container-path: e}}", ""),
        "must be one of DOCKER");
    refuses(
        pod(
            "external-volumes: {e: {type: DOCKER, volume-name: v, driver-options: name=w, driver-name: pxd, container-path: e}}",
            ""),
        "give one of them");
    refuses(pod("secrets: {s: {env-key: A}}", ""), "pods.p.secrets.s.secret: is required");
    refuses(pod("secrets: {s: {secret: a/b, file: /etc/x}}", ""), "file: must be a path inside");
    refuses(
        pod("seccomp-unconfined: true\n    seccomp-profile-name: x", ""),
        "cannot be given together");
    refuses(pod("ipc-mode: SHARE_PARENT", ""), "must be one of PRIVATE");
    refuses(pod("backoff: {factor: 0.5}", ""), "factor: must be from 1 to 100");
    refuses(pod("unreachable: {replace-after: soon}", ""), "must be seconds or a duration");
    refuses(pod("needs: {java: '[24,17)'}", ""), "must be a range of releases");
    refuses(pod("needs: {jdk: 17}", ""), "pods.p.needs.jdk: unknown key");
    refuses(pod("discovery: host-file", ""), "did you mean \"hosts-file\"?");
    refuses(pod("volume: {path: a/b, type: ROOT, size: 1}", ""), "must be one name");
    refuses(pod("volume: {path: a, type: PATH, size: 1}", ""), "must be one of ROOT, MOUNT");
    refuses(pod("volume: {path: a, type: ROOT, size: 0}", ""), "size: must be a whole number");
    refuses(
        pod("volume: {path: a, type: ROOT, size: 1, profiles: [x]}", ""), "for MOUNT volumes only");
    refuses(pod("volume: {path: a, type: MOUNT, size: 1, profiles: [x, x]}", ""), "given twice");
    refuses(pod("uris: ['http://a b']", ""), "is not a URI");
    refuses(pod("resource-sets: {unused: {cpus: 1}}", ""), "no task uses unused");
  }

  @Test
  void checksEachKeyOfATask() {
    refuses(pod("", "goal: FINISHED"), "did you mean \"FINISH\"?");
    refuses(pod("", "cmd: ''"), "cmd: must not be empty");
    refuses(pod("", "cpus: 0"), "cpus: must be above 0");
    refuses(pod("", "memory: 0"), "memory: must be a whole number from 1 to");
    refuses(pod("", "memory: 1e9"), "memory: must be a whole number, but is \"1e9\"");
    refuses(pod("", "labels: a"), "is not of the form name:value");
    refuses(
        pod("", "configs: {c: {template: server.properties.mustach, dest: a}}"),
        "did you mean \"server.properties.mustache\"?");
    refuses(
        pod("", "configs: {c: {template: server.properties.mustache, dest: /a}}"),
        "dest: must be a path inside");
    refuses(
        pod(
            "",
            "configs: {c: {template: server.properties.mustache, dest: a}, d: {template: server.properties.mustache, dest: a}}"),
        "destination of another config");
    refuses(pod("", "resource-set: none"), "the pod has no resource set none");
    refuses(
        pod("resource-sets: {s: {cpus: 1}}", "resource-set: s\n        cpus: 1"),
        "cannot be given together");
    refuses(
        pod(
            "",
            "volume: {path: a, type: ROOT, size: 1}\n        volumes: {b: {path: b, type: ROOT, size: 1}}"),
        "together with volume");
    refuses(
        pod("volume: {path: a, type: ROOT, size: 1}", "volume: {path: a, type: ROOT, size: 1}"),
        "two volumes have the path a");
    refuses(
        pod("", "cpus: 2\n        resource-limits: {cpus: 1}"),
        "must be at least what is requested, 2");
    refuses(pod("", "ports: {a: {port: 80}, b: {port: 80}}"), "same number 80 as port a");
    refuses(pod("", "ports: {a: {port: 70000}}"), "from 0 to 65535");
    refuses(pod("", "ports: {a: {env-key: A}}"), "ports.a.port: is required");
    refuses(pod("", "ports: {a: {port: 80, ranges: [{begin: 1}]}}"), "not for a fixed one");
    refuses(
        pod("", "ports: {a: {port: 0, vip: {port: 1, prefix: b}}, b: {port: 0}}"),
        "another port's name");
    refuses(pod("", "health-check: {interval: 1}"), "health-check.cmd: is required");
    refuses(pod("", "health-check: {cmd: a, max-consecutive-failures: 0}"), "of at least 1");
    refuses(pod("", "readiness-check: {cmd: a, timeout: -1}"), "must be seconds");
    refuses(pod("", "kill-grace-period: 3601"), "at most 3600");
    refuses(
        pod("", "transport-encryption: [{name: a, type: PEM}]"), "must be one of TLS, KEYSTORE");
    refuses(pod("", "ipc-mode: SHARE_PARENT\n        shm-size: 1"), "parent's memory is shared");
    refuses(pod("", "discovery: {visibility: ALL}"), "must be one of FRAMEWORK, CLUSTER, EXTERNAL");
    refuses(pod("", "essential: maybe"), "must be true or false");
  }

  @Test
  void wantsAdvertisedPortsAndDiscoveryPrefixesOfTheirOwn() {
    String pods =
        """
        name: a
        pods:
          p: {count: 1, tasks: {t: {goal: RUNNING, cmd: a, ports: {x: {port: 0, advertise: true}}, discovery: {prefix: d}}}}
          q: {count: 1, tasks: {t: {goal: RUNNING, cmd: a, ports: {x: {port: 0, advertise: true}}, discovery: {prefix: d}}}}
        """;

    assertThat(Specs.problems(pods))
        .hasSize(2)
        .anySatisfy(
            problem -> assertThat(problem).contains("pods.q.tasks.t.ports.x: another advertised"))
        .anySatisfy(problem -> assertThat(problem).contains("prefix of a task of pod p already"));
  }

  @Test
  void checksPlans() {
    refusesPlan("pod: q", "there is no pod q");
    refusesPlan("pod: p, strategy: random", "must be one of serial, parallel, canary");
    refusesPlan("pod: p, steps: [{0: [[t]]}]", "neither an entry for pod 1 of p nor a default");
    refusesPlan("pod: p, steps: [{default: [[t]]}, {default: [[t]]}]", "given twice in this phase");
    refusesPlan("pod: p, steps: [{default: [[tt]]}]", "has no task \"tt\"; did you mean \"t\"?");
    refusesPlan("pod: p, steps: [{default: [t]}]", "must be a list of tasks");
    refusesPlan("pod: p, steps: [{default: [[]]}]", "must be a list of tasks");
    refusesPlan("pod: p, steps: [{first: [[t]]}]", "must be a pod index or \"default\"");
    refusesPlan("pod: p, steps: [{0: [[t]], 1: [[t]]}]", "exactly one key");
    refusesPlan("pod: p, steps: [{default: [[t]]}, {5: [[t]]}]", "for a pod that does not exist");
  }

  @Test
  void refusesAStepOfTasksThatShareAResourceSet() {
    String spec =
        """
        name: a
        pods:
          p:
            count: 1
            resource-sets: {s: {cpus: 1}}
            tasks:
              t: {goal: RUNNING, cmd: a, resource-set: s}
              u: {goal: ONCE, cmd: a, resource-set: s}
        """;

    refuses(spec, "tasks t and u share the resource set s");
    refuses(
        spec + "plans: {deploy: {phases: {x: {pod: p, steps: [{default: [[t, u]]}]}}}}\n",
        "tasks t and u share the resource set s");
    assertThat(
            Specs.problems(
                spec
                    + "plans: {deploy: {phases: {x: {pod: p, steps: [{default: [[u], [t]]}]}}}}\n"))
        .isEmpty();
  }

  @Test
  void pointsIntoTheTemplateThatTheYamlCameFrom() {
    String template = "name: a\n{{#OFF}}\nx: 1\ny: 2\n{{/OFF}}\npodz: {}\n";
    var rendered = SpecTemplate.render("svc.yml", template, java.util.Map.of());
    var parsed =
        SpecParser.parse(
            "svc.yml", rendered.text().orElseThrow(), rendered.lines(), java.util.Map.of());

    assertThat(parsed.problems().toString()).contains("svc.yml:6:1 podz: unknown key");
  }

  private static void refusesPlan(String phase, String message) {
    refuses(
        """
        name: a
        pods: {p: {count: 2, tasks: {t: {goal: RUNNING, cmd: a}}}}
        plans: {deploy: {phases: {x: {%s}}}}
        """
            .formatted(phase),
        message);
  }

  private static void refuses(String spec, String message) {
    List<String> problems = Specs.problems(spec);
    assertThat(problems).as(spec).anySatisfy(problem -> assertThat(problem).contains(message));
  }

  /**
   * A spec with one more line in its pod or task; a line for goal or cmd stands for the usual one.
   */
  private static String pod(String podLine, String taskLine) {
    String goal = taskLine.startsWith("goal") ? "" : "        goal: RUNNING\n";
    String cmd = taskLine.startsWith("cmd") ? "" : "        cmd: run\n";
    return "name: a\npods:\n  p:\n    count: 1\n"
        + (podLine.isEmpty() ? "" : "    " + podLine + "\n")
        + "    tasks:\n      t:\n"
        + goal
        + cmd
        + (taskLine.isEmpty() ? "" : "        " + taskLine + "\n");
  }
}
