package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The launcher by itself, whatever folder and name it is called from. */
class LauncherIT {
  @TempDir Path folder;

  private record Ended(int exitCode, String output) {}

  private Ended run(Path program, Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("MERIDIAN_NO_BUILD", "1");
    builder.environment().putAll(variables);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  @Test
  void worksThroughASymbolicLinkFromAnyFolder() throws Exception {
    Path first = Files.createSymbolicLink(folder.resolve("first"), Checkout.launcher());
    Path second = Files.createSymbolicLink(folder.resolve("meridian"), first.getFileName());

    Ended ended = run(second, Map.of(), "spec", "lint", "none.yml");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.output()).contains("There is no file none.yml");
  }

  @Test
  void findsTheRightJdkWhateverJavaHomeSays() throws Exception {
    Ended ended = run(Checkout.launcher(), Map.of("JAVA_HOME", folder.toString()), "--help");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.output()).contains("Usage: meridian");
  }

  /** What the launcher itself needs, and none of what it looks for. */
  private Path tools() throws IOException {
    Path tools = Files.createDirectories(folder.resolve("bin"));
    for (String tool :
        List.of("dirname", "readlink", "sed", "head", "find", "cat", "mkdir", "rm", "date")) {
      program(tools.resolve(tool), "PATH=/usr/bin:/bin exec " + tool + " \"$@\"");
    }
    return tools;
  }

  private static void program(Path path, String command) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "#!/bin/sh\n" + command + "\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ended runWith(Path tools, String... arguments) throws IOException, InterruptedException {
    return run(
        Checkout.launcher(), Map.of("PATH", tools.toString(), "MERIDIAN_NO_BUILD", ""), arguments);
  }

  /** Runs the launcher where no JDK is to be found but what the variable names. */
  private Ended runWithoutJdk(Path javaHome) throws IOException, InterruptedException {
    List<String> hiding =
        List.of(
            "--user",
            "--map-root-user",
            "--mount",
            "--",
            "sh",
            "-c",
            """
            for place in /usr/lib/jvm /opt/java* /opt/jdk*; do
              [ ! -d "$place" ] || mount -t tmpfs none "$place" || exit
            done
            PATH=${TOOLS:-$PATH} exec "$@"
            """,
            "sh");
    assumeTrue(
        Shell.ended(
                    Stream.of(List.of("unshare"), hiding, List.of("true"))
                        .flatMap(List::stream)
                        .toList())
                .exitCode()
            == 0,
        "needs the right to hide the JDKs of this machine");
    List<String> arguments = new ArrayList<>(hiding);
    arguments.addAll(List.of(Checkout.launcher().toString(), "demo"));
    return run(
        Path.of("/usr/bin/unshare"),
        Map.of(
            "TOOLS", tools().toString(),
            "HOME", folder.toString(),
            "JAVA_HOME", javaHome.toString(),
            "MERIDIAN_NO_BUILD", ""),
        arguments.toArray(String[]::new));
  }

  @Test
  void saysInALineEachWhatOfThreeIsMissingBeforeADemo() throws Exception {
    Ended ended = runWithoutJdk(folder.resolve("none"));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output().lines())
        .hasSize(3)
        .satisfiesExactly(
            jdk ->
                assertThat(jdk)
                    .startsWith("missing: JDK 25 (looked at JAVA_HOME, ")
                    .contains("Debian: temurin-25-jdk", "macOS: brew install", "sdk install java"),
            maven -> assertThat(maven).startsWith("missing: Maven 3.8 or newer. Debian: apt-get "),
            node ->
                assertThat(node)
                    .startsWith("missing: Node 20.19 or newer of 20, or 22.12 or newer, with npm. ")
                    .contains("Debian 13: apt-get install nodejs npm"));
  }

  @Test
  void saysWhichJdkItFoundWhenThatIsTooOld() throws Exception {
    Path old = folder.resolve("jdk-17");
    program(old.resolve("bin/javac"), "exit 1");
    Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"Old\"\nJAVA_VERSION=\"17.0.12\"\n");

    Ended ended = runWithoutJdk(old);

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output()).contains("missing: JDK 25 (found 17.0.12 at JAVA_HOME; looked at ");
  }

  @ParameterizedTest
  @CsvSource({"20.18.3", "21.7.3", "22.11.0", "18.20.4"})
  void saysWhichVersionsItFoundThatAreTooOld(String node) throws Exception {
    Path tools = tools();
    program(tools.resolve("mvn"), "echo 'Apache Maven 3.6.3 (05c21c65bdfed0f71a2f2ada8b84da59)'");
    program(tools.resolve("node"), "echo v" + node);
    program(tools.resolve("npm"), "exit 1");

    Ended ended = runWith(tools, "demo");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output().lines())
        .satisfiesExactly(
            maven -> assertThat(maven).startsWith("missing: Maven 3.8 or newer (found 3.6.3). "),
            web ->
                assertThat(web)
                    .startsWith("missing: Node 20.19 or newer of 20, ")
                    .contains("(found " + node + "). "));
  }

  @Test
  void asksForTheNodeThatTheWebInterfaceIsBuiltWith() throws Exception {
    String engines =
        JsonMapper.shared()
            .readTree(Files.readString(Checkout.folder().resolve("web-ui/package.json")))
            .at("/engines/node")
            .asString();

    assertThat(engines).as("what the launcher checks").isEqualTo("^20.19.0 || >=22.12.0");
  }

  @Test
  void saysInOneLineHowToGetMavenWhenItIsMissing() throws Exception {
    Ended ended = runWith(tools(), "test");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output())
        .contains("missing: Maven 3.8 or newer")
        .contains("apt-get install maven")
        .contains("brew install maven")
        .doesNotContain("\tat ");
  }

  @Test
  void refusesAnUnknownWordWithTheWordsThereAre() throws Exception {
    Ended ended = run(Checkout.launcher(), Map.of(), "instal");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.output()).contains("'instal'").contains("meridian instance");
  }
}
