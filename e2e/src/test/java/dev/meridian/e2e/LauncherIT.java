package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void saysInOneLineHowToGetMavenWhenItIsMissing() throws Exception {
    Path tools = Files.createDirectories(folder.resolve("bin"));
    for (String tool :
        List.of("dirname", "readlink", "sed", "head", "find", "cat", "mkdir", "rm", "date")) {
      Path script =
          Files.writeString(
              tools.resolve(tool), "#!/bin/sh\nPATH=/usr/bin:/bin exec " + tool + " \"$@\"\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Ended ended =
        run(Checkout.launcher(), Map.of("PATH", tools.toString(), "MERIDIAN_NO_BUILD", ""), "test");

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
