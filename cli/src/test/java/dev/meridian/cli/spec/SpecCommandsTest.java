package dev.meridian.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.CommandRun;
import dev.meridian.cli.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecCommandsTest {
  @TempDir Path folder;
  private Path spec = Path.of("");

  @BeforeEach
  void write() throws IOException {
    spec =
        Files.writeString(
            folder.resolve("svc.yml"),
            """
            name: {{SERVICE_NAME}}
            pods:
              hello:
                count: {{COUNT}}
                tasks:
                  server:
                    goal: RUNNING
                    cmd: ./run
                    cpus: 0.1
                    memory: 32
                    configs:
                      main: {template: main.mustache, dest: etc/main}
            """);
    Files.createDirectories(folder.resolve("templates"));
    Files.writeString(folder.resolve("templates/main.mustache"), "x={{X}}\n");
  }

  private CommandRun.Result spec(String verb, String... more) {
    List<String> arguments = new ArrayList<>(List.of("spec", verb, spec.toString()));
    arguments.addAll(List.of(more));
    return new CommandRun(folder.resolve("config")).run(arguments.toArray(String[]::new));
  }

  @Test
  void printsEveryPlanAsJson() {
    CommandRun.Result result =
        spec("plan", "--json", "--set", "SERVICE_NAME=x", "--set", "COUNT=2");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(Json.parse(result.out()))
        .isEqualTo(
            Json.parse(
                """
                [{"name":"deploy","strategy":"serial","phases":[
                  {"name":"hello","strategy":"serial","pod":"hello","steps":[
                    {"pod":"hello","index":0,"tasks":["server"]},
                    {"pod":"hello","index":1,"tasks":["server"]}]}]}]
                """));
  }

  @Test
  void takesValuesFromAFileAndLetsTheCommandLineWin() throws IOException {
    Path env =
        Files.writeString(
            folder.resolve("env"), "# values\nexport SERVICE_NAME=\"from-file\"\n\nCOUNT=9\n");

    CommandRun.Result result = spec("render", "--env-file", env.toString(), "--set", "COUNT=1");

    assertThat(result.out()).contains("name: from-file").contains("count: 1");
  }

  @Test
  void endsWithOneAndEveryMissingValueWhenValuesAreMissing() {
    CommandRun.Result result = spec("lint");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).contains("SERVICE_NAME", "COUNT", ":1:", ":4:");
  }

  @Test
  void endsWithOneAndWhatElseIsWrongBesideAMissingValue() throws IOException {
    Files.writeString(spec, Files.readString(spec).replace("cmd: ./run", "cmd: ''"));

    CommandRun.Result result = spec("lint", "--set", "SERVICE_NAME=x");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out().lines())
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).endsWith("no value for {{COUNT}}"))
        .anySatisfy(line -> assertThat(line).endsWith("server.cmd: must not be empty"));
  }

  @Test
  void showsWhatEachTaskGetsOfTheSpecAndOfOverrides() {
    List<String> given =
        List.of("--set", "SERVICE_NAME=x", "--set", "COUNT=1", "--set", "TASKCFG_HELLO_X=a=b");
    List<String> arguments = new ArrayList<>(List.of("--tasks"));
    arguments.addAll(given);

    CommandRun.Result lines = spec("render", arguments.toArray(String[]::new));
    arguments.add("--json");
    CommandRun.Result json = spec("render", arguments.toArray(String[]::new));

    assertThat(lines.exitCode()).as(lines.err()).isZero();
    assertThat(lines.out().lines())
        .containsExactly(
            "hello/server X=a=b",
            "hello/server CONFIG_TEMPLATE_MAIN=main.mustache,etc/main",
            "hello/server PLACEMENT_REFERENCED_REGION=false",
            "hello/server PLACEMENT_REFERENCED_ZONE=false");
    assertThat(Json.parse(json.out()).at("/tasks/0/environment/X").asString()).isEqualTo("a=b");
  }

  @Test
  void warnsOfAnOverrideForNoPodWithoutItsValue() {
    CommandRun.Result result =
        spec(
            "lint",
            "--set",
            "SERVICE_NAME=x",
            "--set",
            "COUNT=1",
            "--set",
            "TASKCFG_HELO_X=hunter2");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("TASKCFG_HELLO_X").doesNotContain("hunter2");
  }

  @Test
  void endsWithOneAndTheNearestNameForAnUnknownKey() throws IOException {
    Files.writeString(spec, Files.readString(spec).replace("goal:", "gaol:"));

    CommandRun.Result result =
        spec("lint", "--json", "--set", "SERVICE_NAME=x", "--set", "COUNT=1");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(Json.parse(result.out()).path("problems").values())
        .anySatisfy(
            problem -> {
              assertThat(problem.path("suggestion").asString("")).isEqualTo("goal");
              assertThat(problem.path("line").asInt()).isEqualTo(7);
            });
  }

  @Test
  void missesATemplateThatIsNotInItsFolder() throws IOException {
    Files.delete(folder.resolve("templates/main.mustache"));

    CommandRun.Result result = spec("lint", "--set", "SERVICE_NAME=x", "--set", "COUNT=1");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).contains("main.mustache");
  }

  @Test
  void endsWithTwoForAFileThatIsNotThere() throws IOException {
    Files.delete(spec);

    assertThat(spec("plan").exitCode()).isEqualTo(2);
    assertThat(spec("lint", "--templates", "/no/such/folder").exitCode()).isEqualTo(2);
  }
}
