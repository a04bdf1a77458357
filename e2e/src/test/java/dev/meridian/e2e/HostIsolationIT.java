package dev.meridian.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * A pod of one tenant on the node of another: it is told every path below the agent's folders, and
 * every process, and gets nothing but what is public by design.
 */
@OnPlatform
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostIsolationIT {
  private static final String ATTACKERS = "acme/snoopers";
  private static final List<String> OF_A_PROCESS =
      List.of("environ", "maps", "fd", "root", "cwd", "mem", "auxv", "io");

  private final Platform platform;
  private final Site site;
  private Cli snooper;

  HostIsolationIT(Platform platform) {
    this.platform = platform;
    this.site = platform.site("shared-host");
    this.snooper = platform.developer();
  }

  @BeforeAll
  void twoTenantsOnOneNode() {
    assumeTrue(
        ProcessHandle.current().info().user().orElse("").equals("root"),
        "needs root: only then each tenant's pods run as a user of their own");
    site.join();
    // A secret in a variable and in files, and a volume: all of the victim.
    platform.publishForTests(SecretKeeper.PACKAGE);
    for (String secret : List.of("host-password", "host-keystore")) {
      platform.developer().run("hush", List.of("secret", "create", secret, "--from-stdin")).ok();
    }
    platform
        .services()
        .install(
            "host-keeper",
            SecretKeeper.PACKAGE,
            "shared-host",
            "{\"keeper\": {\"password\": \"secret:host-password\", \"keystore\": \"secret:host-keystore\"}}");
    site.installHello();
    // The other tenant, with the one pod that attacks.
    platform.admin().run("tenant", "create", ATTACKERS).ok();
    snooper = platform.member("sneaky", "tenant-developer", ATTACKERS);
    platform.publishForTests("snoop");
    Services.accepted(
        platform
            .apiOf(snooper)
            .post(
                "/tenants/" + ATTACKERS.replace("/", "~") + "/instances",
                """
                {"name": "snoop", "package": "snoop", "options": {},
                 "placement": {"regions": ["shared-host"]}}
                """));
    await("the snoop runs")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(pod().path("state").asString("")).isEqualTo("READY"));
  }

  @AfterAll
  void end() {
    site.close();
  }

  private JsonNode pod() {
    return platform
        .apiOf(snooper)
        .get("/tenants/" + ATTACKERS.replace("/", "~") + "/instances/snoop/pods/snoop-0")
        .expect(200)
        .body();
  }

  @Test
  void aPodOpensNothingOfAnotherTenantOrOfTheAgentOnItsNode() throws IOException {
    long snoop = pod().path("tasks").path(0).path("pid").asLong();
    int user = owner(Path.of("/proc", String.valueOf(snoop)));
    Path sandbox = Files.readSymbolicLink(Path.of("/proc", String.valueOf(snoop), "cwd"));
    List<Long> others = processesOfOthers(snoop);
    List<String> targets = new ArrayList<>();
    foldersOfTheAgent(sandbox).stream()
        .flatMap(HostIsolationIT::everythingBelow)
        .filter(path -> owner(Path.of(path)) != user)
        .forEach(targets::add);
    for (long pid : others) {
      OF_A_PROCESS.forEach(file -> targets.add("/proc/" + pid + "/" + file));
      targets.add("pid " + pid);
    }
    assertThat(targets)
        .as("what a victim has: %s", others)
        .anyMatch(path -> path.endsWith("config/keystore"))
        .anyMatch(path -> path.contains("/volumes/") && path.endsWith("/data"))
        .anyMatch(path -> path.endsWith("/state/identity"))
        .anyMatch(path -> path.contains("/logs/") && path.endsWith(".stdout"))
        .anyMatch(path -> path.endsWith("/command"))
        .anyMatch(path -> path.startsWith("/dev/shm/") || path.startsWith("/run/"));

    Set<String> got = attempt(sandbox, targets);

    // The supervisor's script is the same everywhere and holds nothing of anybody.
    Path program = site.node().dataFolder().resolve("bin");
    assertThat(got)
        .contains("READ " + script(program))
        .allMatch(line -> line.contains(" " + program), "is public by design");
  }

  @Test
  void theNodeSaysWhetherATenantSeesTheCommandLinesOfOthers() throws IOException {
    long snoop = pod().path("tasks").path(0).path("pid").asLong();
    Path victim = Path.of("/proc", String.valueOf(processesOfOthers(snoop).getFirst()), "cmdline");
    String user = Integer.toString(owner(Path.of("/proc", String.valueOf(snoop))));
    boolean open =
        Shell.ended(
                    List.of(
                        "setpriv",
                        "--reuid=" + user,
                        "--regid=" + user,
                        "--clear-groups",
                        "--",
                        "cat",
                        victim.toString()))
                .exitCode()
            == 0;

    assertThat(
            platform.node("shared-host").path("notEnforced").values().stream()
                .map(JsonNode::asString)
                .anyMatch(note -> note.startsWith("process lists: ")))
        .isEqualTo(open);
  }

  /** Lets the pod try these, and tells each success that it printed. */
  private Set<String> attempt(Path sandbox, List<String> targets) throws IOException {
    Path written = Files.write(sandbox.resolve("targets.new"), targets);
    Files.setPosixFilePermissions(
        written, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(written, sandbox.resolve("targets"));
    await("all were tried")
        .atMost(Duration.ofSeconds(120))
        .until(() -> printed().contains("tried " + targets.size()));
    return printed()
        .lines()
        .filter(line -> line.matches("(READ|LISTED|WROTE|SIGNALLED) .*"))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private String printed() {
    return snooper.run("logs", "snoop", "snoop-0", "--tenant", ATTACKERS).ok().out();
  }

  /** The data folder, and the one on a memory-backed file system, whose name follows from it. */
  private List<Path> foldersOfTheAgent(Path sandbox) throws IOException {
    Path data = site.node().dataFolder().toRealPath();
    assertThat(sandbox).startsWith(data);
    String memory = "meridian-" + UUID.nameUUIDFromBytes(data.toString().getBytes(UTF_8));
    List<Path> folders =
        Stream.of(data, Path.of("/dev/shm", memory), Path.of("/run", memory))
            .filter(Files::isDirectory)
            .toList();
    assertThat(folders).hasSize(2);
    return folders;
  }

  private static Stream<String> everythingBelow(Path folder) {
    // Its exit code does not matter: what an agent does vanishes while one looks.
    return Shell.ended(List.of("find", folder.toString())).output().lines();
  }

  /** Tasks of other tenants on the node, their supervisors, and the agent. */
  private List<Long> processesOfOthers(long snoop) {
    int user = owner(Path.of("/proc", String.valueOf(snoop)));
    List<Long> pids =
        ProcessTable.touching(site.node().dataFolder()).stream()
            .map(ProcessTable.Entry::pid)
            .filter(pid -> owner(Path.of("/proc", String.valueOf(pid))) != user)
            .toList();
    assertThat(pids).contains(platform.services().taskPid("host-keeper", "keeper-0"));
    return pids;
  }

  private static int owner(Path path) {
    try {
      return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException vanished) {
      return -1;
    }
  }

  private static Path script(Path program) throws IOException {
    try (Stream<Path> files = Files.list(program)) {
      return files.findFirst().orElseThrow();
    }
  }
}
