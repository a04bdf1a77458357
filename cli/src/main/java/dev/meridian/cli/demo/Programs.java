package dev.meridian.cli.demo;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.Environment;
import dev.meridian.cli.ExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Starts Meridian's own programs from the built checkout, each in a session of its own: Ctrl-C in
 * the demo's terminal must not reach them before the demo has stopped them in order.
 */
final class Programs {
  private static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final Path home;
  private final Path java;

  private Programs(Path home, Path java) {
    this.home = home;
    this.java = java;
  }

  static Programs of(Environment environment) {
    Path home =
        environment
            .variable("MERIDIAN_HOME")
            .map(Path::of)
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.USAGE, "Start the demo from a checkout: ./meridian demo"));
    return new Programs(home, Path.of(System.getProperty("java.home"), "bin", "java"));
  }

  /** The folder of packages that ship with Meridian. */
  Path catalog() {
    return home.resolve("catalog");
  }

  /** Starts the control plane; returns at once. */
  Process controlPlane(DemoFolder folder, int port, int agentPort, String adminPassword, Path log) {
    List<String> command = session();
    command.add(mark(StartedProcess.Kind.CONTROL_PLANE, "control-plane", folder));
    command.addAll(JVM);
    command.add("-Xmx640m");
    command.addAll(program("control-plane"));
    command.add("--meridian.data-dir=" + folder.controlPlane());
    command.add("--server.port=" + port);
    command.add("--meridian.agent-port=" + agentPort);
    command.add("--meridian.url=http://127.0.0.1:" + port);
    command.add("--meridian.web-ui=" + home.resolve("web-ui").resolve("dist"));
    return start(command, Map.of("MERIDIAN_BOOTSTRAP_ADMIN_PASSWORD", adminPassword), log);
  }

  /** Starts the agent of a node; returns at once. */
  Process agent(DemoFolder folder, String node, List<String> options) {
    List<String> command = session();
    command.add(mark(StartedProcess.Kind.AGENT, node, folder));
    return agent(command, options, folder.log(node));
  }

  private Process agent(List<String> command, List<String> options, Path log) {
    command.add("@" + home.resolve("region-agent").resolve("jvm.options"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(program("region-agent"));
    command.addAll(options);
    return start(command, Map.of(), log);
  }

  /** Ends every task of an agent's data folder, whether the agent lives or not. */
  Process stopTasks(Path dataFolder, Path log) {
    return agent(session(), List.of("stop", "--data-dir", dataFolder.toString()), log);
  }

  /** The Kafka client that proves an installation; its output is the caller's to read. */
  Process kafkaProof(DemoFolder folder, List<String> options) {
    List<String> command = session();
    command.add(mark(StartedProcess.Kind.CLIENT, "kafka-client", folder));
    command.add("-Xmx256m");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(JVM);
    command.addAll(classPath("e2e", "dev.meridian.e2e.proof.KafkaProof"));
    command.addAll(options);
    return start(new ProcessBuilder(command).redirectErrorStream(true));
  }

  private static String mark(StartedProcess.Kind kind, String name, DemoFolder folder) {
    return new ProcessMark(kind, name, folder.root()).option();
  }

  private List<String> session() {
    boolean hasSetsid =
        Stream.of("/usr/bin/setsid", "/bin/setsid").anyMatch(path -> new File(path).canExecute());
    return new ArrayList<>(
        hasSetsid ? List.of("setsid", java.toString()) : List.of(java.toString()));
  }

  /** A module's jar, with the cache of loaded classes that the launcher made when it built it. */
  private List<String> program(String module) {
    Path target = home.resolve(module).resolve("target");
    Path cache = target.resolve(module + ".aot");
    List<String> words = new ArrayList<>();
    if (Files.exists(cache)) {
      // One that does not fit this JDK or jar is no news: the JVM starts without it.
      words.addAll(List.of("-Xlog:aot*=off", "-Xlog:cds*=off", "-XX:AOTCache=" + cache));
    }
    words.addAll(List.of("-jar", jar(target, module).toString()));
    return words;
  }

  private List<String> classPath(String module, String mainClass) {
    Path target = home.resolve(module).resolve("target");
    return List.of("-cp", jar(target, module) + ":" + target.resolve("lib") + "/*", mainClass);
  }

  private static Path jar(Path target, String module) {
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches(module + "-\\d[^/]*\\.jar"))
          .filter(file -> !file.toString().matches(".*-(sources|tests|javadoc)\\.jar"))
          .findFirst()
          .orElseThrow(() -> notBuilt(module));
    } catch (IOException missing) {
      throw notBuilt(module);
    }
  }

  private static CommandFailure notBuilt(String module) {
    return new CommandFailure(ExitCode.FAILED, module + " is not built. Run ./meridian demo");
  }

  private static Process start(List<String> command, Map<String, String> variables, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(variables);
    builder.environment().remove("MERIDIAN_TOKEN");
    return start(builder);
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException refused) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "Cannot start " + builder.command().getFirst() + ": " + refused.getMessage());
    }
  }
}
