package dev.meridian.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Stops the processes of a demo in order: agents, so that nothing is started again; their tasks;
 * then the control plane, which stops its database.
 */
final class Takedown {
  private static final Duration AGENT = Duration.ofSeconds(10);
  private static final Duration TASKS = Duration.ofSeconds(60);
  private static final Duration CONTROL_PLANE = Duration.ofSeconds(30);

  private final Programs programs;
  private final DemoFolder folder;

  Takedown(Programs programs, DemoFolder folder) {
    this.programs = programs;
    this.folder = folder;
  }

  /** Stops them all; returns a sentence for each thing that could not be stopped. */
  List<String> stop(List<StartedProcess> processes) {
    List<String> left = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<String>>> agents =
          of(processes, StartedProcess.Kind.AGENT)
              .map(agent -> threads.submit(() -> stopAgent(agent)))
              .toList();
      for (Future<List<String>> agent : agents) {
        left.addAll(agent.get());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      left.add("stopping was interrupted");
    } catch (ExecutionException failed) {
      left.add("an agent could not be stopped: " + failed.getCause());
    }
    of(processes, StartedProcess.Kind.CONTROL_PLANE)
        .filter(controlPlane -> !controlPlane.stop(CONTROL_PLANE))
        .forEach(controlPlane -> left.add("the control plane, pid " + pid(controlPlane)));
    return left;
  }

  private List<String> stopAgent(StartedProcess agent) throws InterruptedException {
    List<String> left = new ArrayList<>();
    if (!agent.stop(AGENT)) {
      left.add("agent " + agent.name() + ", pid " + pid(agent));
    }
    Process tasks = programs.stopTasks(agent.dataFolder(), folder.log(agent.name()));
    if (!tasks.waitFor(TASKS.toSeconds(), TimeUnit.SECONDS)) {
      tasks.destroyForcibly();
      left.add("tasks of " + agent.name() + ": they did not end in " + TASKS.toSeconds() + " s");
    } else if (tasks.exitValue() != 0) {
      left.add("tasks of " + agent.name() + ": see the end of " + folder.log(agent.name()));
    }
    return left;
  }

  private static long pid(StartedProcess process) {
    return process.identity().pid();
  }

  private static Stream<StartedProcess> of(
      List<StartedProcess> processes, StartedProcess.Kind kind) {
    return processes.stream().filter(process -> process.kind() == kind);
  }
}
