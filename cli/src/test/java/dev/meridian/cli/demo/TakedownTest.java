package dev.meridian.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Small real processes in the place of the demo's. */
@EnabledOnOs(OS.LINUX)
class TakedownTest {
  private static final String UNTIL_KILLED = "echo; while :; do sleep 1; done";
  private static final String DEAF = "trap '' TERM; " + UNTIL_KILLED;

  @TempDir Path temporary;
  private final List<Process> processes = new ArrayList<>();
  private final List<Path> tasksEndedOf = new CopyOnWriteArrayList<>();
  private DemoFolder folder = DemoFolder.at(Path.of("/"));

  @BeforeEach
  void create() {
    folder = DemoFolder.at(temporary.resolve("demo"));
    folder.create();
  }

  @AfterEach
  void end() {
    new DemoProcesses(folder)
        .running()
        .forEach(
            left ->
                ProcessHandle.of(left.identity().pid()).ifPresent(ProcessHandle::destroyForcibly));
    processes.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
    processes.forEach(Process::destroyForcibly);
  }

  /** A shell that runs a script, with these arguments in its command line. */
  private Process shell(String script, String... arguments) throws IOException {
    return program("sh", script, arguments);
  }

  /** A shell by another name. */
  private Process program(String name, String script, String... arguments) throws IOException {
    Path shell = temporary.resolve(name);
    if (!Files.exists(shell)) {
      Files.copy(Path.of("/bin/sh").toRealPath(), shell, StandardCopyOption.COPY_ATTRIBUTES);
    }
    List<String> command = new ArrayList<>(List.of(shell.toString(), "-c", script, "sh"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    processes.add(process);
    // Its first line says that the script runs, with its traps set.
    BufferedReader output = process.inputReader();
    assertThat(output.readLine()).isEmpty();
    return process;
  }

  private Process marked(StartedProcess.Kind kind, String name, String script) throws IOException {
    return shell(script, new ProcessMark(kind, name, folder.root()).option());
  }

  private Process endTasks(Path dataFolder, Path log) {
    tasksEndedOf.add(dataFolder);
    try {
      return new ProcessBuilder("true").start();
    } catch (IOException refused) {
      throw new AssertionError(refused);
    }
  }

  private List<String> takeDown(StartedProcess... known) {
    return new Takedown(folder, this::endTasks, Duration.ofMillis(500)).stop(List.of(known));
  }

  private static void assertGone(Process process) throws InterruptedException {
    assertThat(process.waitFor(5, TimeUnit.SECONDS)).as("ended: " + process.info()).isTrue();
  }

  @Test
  void endsWhatWasStartedAndNeverWrittenDown() throws Exception {
    Process controlPlane = marked(StartedProcess.Kind.CONTROL_PLANE, "control-plane", UNTIL_KILLED);
    Process agent = marked(StartedProcess.Kind.AGENT, "hq-1", UNTIL_KILLED);
    Process client = marked(StartedProcess.Kind.CLIENT, "kafka-client", UNTIL_KILLED);

    assertThat(takeDown()).isEmpty();

    assertGone(controlPlane);
    assertGone(agent);
    assertGone(client);
    assertThat(tasksEndedOf).containsExactly(folder.agent("hq-1"));
  }

  @Test
  void endsTheDatabaseOfAControlPlaneThatHadToBeKilled() throws Exception {
    Process controlPlane = marked(StartedProcess.Kind.CONTROL_PLANE, "control-plane", DEAF);
    Process database = program("postgres", UNTIL_KILLED, "-D", folder.database().toString());
    Process copy = program("rsync", UNTIL_KILLED, folder.database().toString());

    assertThat(takeDown()).isEmpty();

    assertGone(controlPlane);
    assertGone(database);
    assertThat(copy.isAlive()).as("what is no program of the database").isTrue();
  }

  @Test
  void endsADatabaseThatStartsWhileThePlaneIsEnded() throws Exception {
    String data = folder.database().toString();
    // What pg_ctl does: it starts the server, which goes on when pg_ctl is killed.
    assertGone(program("postgres", "echo"));
    Process starting =
        program(
            "pg_ctl",
            "trap 'setsid %s -c \"while :; do sleep 1; done\" postgres -D $2 & exit' TERM; %s"
                .formatted(temporary.resolve("postgres"), UNTIL_KILLED),
            "--pgdata=" + data,
            data);

    assertThat(takeDown()).isEmpty();

    assertGone(starting);
    assertThat(new DemoProcesses(folder).running()).isEmpty();
  }

  @Test
  void leavesTheProcessesOfAnotherDemoAlone() throws Exception {
    DemoFolder other = DemoFolder.at(temporary.resolve("demo-2"));
    Process agent =
        shell(
            UNTIL_KILLED,
            new ProcessMark(StartedProcess.Kind.AGENT, "hq-1", other.root()).option());
    Process database = program("postgres", UNTIL_KILLED, "-D", other.database().toString());

    assertThat(takeDown()).isEmpty();

    assertThat(agent.isAlive()).isTrue();
    assertThat(database.isAlive()).isTrue();
  }

  @Test
  void saysWhoseTasksDidNotEnd() throws Exception {
    Process agent = marked(StartedProcess.Kind.AGENT, "hq-1", UNTIL_KILLED);
    Takedown takedown =
        new Takedown(
            folder,
            (dataFolder, log) -> {
              try {
                return new ProcessBuilder("false").start();
              } catch (IOException refused) {
                throw new AssertionError(refused);
              }
            },
            Duration.ofSeconds(1));

    assertThat(takedown.stop(List.of()))
        .singleElement()
        .asString()
        .contains("tasks of hq-1", folder.log("hq-1").toString());
    assertGone(agent);
  }
}
