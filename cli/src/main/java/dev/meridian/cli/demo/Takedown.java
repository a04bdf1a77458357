package dev.meridian.cli.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Stops the processes of a demo in order: a client; agents, so that nothing is started again; their
 * tasks; then the control plane, which stops its database; and the database when it did not.
 */
final class Takedown {
  private static final Duration CLIENT = Duration.ofSeconds(2);
  private static final Duration AGENT = Duration.ofSeconds(10);
  private static final Duration TASKS = Duration.ofSeconds(60);
  private static final Duration DATABASE = Duration.ofSeconds(20);
  private static final int ROUNDS = 5;

  private final DemoFolder folder;
  private final DemoProcesses table;
  private final TaskEnd taskEnd;
  private final Duration controlPlane;

  /** Ends every task of an agent's data folder, in a process of its own. */
  interface TaskEnd {
    Process start(Path dataFolder, Path log);
  }

  /**
   * @param controlPlane how long it may take to stop by itself
   */
  Takedown(DemoFolder folder, TaskEnd taskEnd, Duration controlPlane) {
    this.folder = folder;
    this.table = new DemoProcesses(folder);
    this.taskEnd = taskEnd;
    this.controlPlane = controlPlane;
  }

  /**
   * Stops them all, and what the process table tells beside them; nothing may be started meanwhile.
   *
   * @return a sentence for each thing that could not be stopped
   */
  List<String> stop(Collection<StartedProcess> known) {
    Set<StartedProcess> processes = new LinkedHashSet<>(known);
    processes.addAll(table.running());
    List<String> left = new ArrayList<>();
    of(processes, StartedProcess.Kind.CLIENT)
        .filter(client -> !client.stop(CLIENT))
        .forEach(client -> left.add(client.name() + ", pid " + pid(client)));
    left.addAll(stopAgents(of(processes, StartedProcess.Kind.AGENT).toList()));
    of(processes, StartedProcess.Kind.CONTROL_PLANE)
        .filter(process -> !process.stop(controlPlane))
        .forEach(process -> left.add("the control plane, pid " + pid(process)));
    left.addAll(stopDatabase());
    return left;
  }

  private List<String> stopAgents(List<StartedProcess> agents) {
    List<String> left = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<String>>> stopping =
          agents.stream().map(agent -> threads.submit(() -> stopAgent(agent))).toList();
      for (Future<List<String>> agent : stopping) {
        left.addAll(agent.get());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      left.add("stopping was interrupted");
    } catch (ExecutionException failed) {
      left.add("an agent could not be stopped: " + failed.getCause());
    }
    return left;
  }

  private List<String> stopAgent(StartedProcess agent) throws InterruptedException {
    List<String> left = new ArrayList<>();
    if (!agent.stop(AGENT)) {
      left.add("agent " + agent.name() + ", pid " + pid(agent));
    }
    Process tasks = taskEnd.start(agent.dataFolder(), folder.log(agent.name()));
    if (!tasks.waitFor(TASKS.toSeconds(), TimeUnit.SECONDS)) {
      tasks.destroyForcibly();
      left.add("tasks of " + agent.name() + ": they did not end in " + TASKS.toSeconds() + " s");
    } else if (tasks.exitValue() != 0) {
      left.add("tasks of " + agent.name() + ": see the end of " + folder.log(agent.name()));
    }
    return left;
  }

  /** What a control plane leaves that was ended by force; its start may go on for a moment. */
  private List<String> stopDatabase() {
    List<StartedProcess> running = table.database();
    for (int round = 0; round < ROUNDS && !running.isEmpty(); round++) {
      running.forEach(process -> process.stop(DATABASE));
      running = table.database();
    }
    return running.stream().map(process -> "the database server, pid " + pid(process)).toList();
  }

  private static long pid(StartedProcess process) {
    return process.identity().pid();
  }

  private static Stream<StartedProcess> of(
      Collection<StartedProcess> processes, StartedProcess.Kind kind) {
    return processes.stream().filter(process -> process.kind() == kind);
  }
}
