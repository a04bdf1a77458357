package dev.meridian.agent;

import dev.meridian.agent.node.BootClock;
import dev.meridian.agent.runtime.TaskReaper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Ends the agent of a data directory and every task that it started. */
@Command(
    name = "stop",
    description =
        "Ends the agent of a data directory, if it runs, and every task that it ever started, whole"
            + " process trees, also after everything was killed with -9.",
    mixinStandardHelpOptions = true)
final class StopCommand implements Callable<Integer> {
  @Option(names = "--data-dir", required = true, description = "of the agent")
  Path dataDirectory = Path.of("");

  @Option(
      names = "--grace",
      description = "seconds until what is left is killed; default: ${DEFAULT-VALUE}")
  int graceSeconds = 10;

  @Override
  public Integer call() throws InterruptedException {
    if (!Files.isDirectory(dataDirectory)) {
      System.out.println(dataDirectory + " does not exist: nothing to stop");
      return 0;
    }
    try {
      Path data = dataDirectory.toRealPath();
      TaskReaper reaper = new TaskReaper(data, BootClock.ofThisNode());
      reaper.endAgent(Duration.ofSeconds(5));
      int ended = reaper.endTasks(Duration.ofSeconds(graceSeconds));
      System.out.println("stopped " + ended + " tasks of " + data);
      return 0;
    } catch (IOException failed) {
      System.err.println("meridian-agent: cannot stop everything: " + failed);
      return 1;
    }
  }
}
