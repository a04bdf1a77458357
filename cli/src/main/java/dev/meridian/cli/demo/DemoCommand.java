package dev.meridian.cli.demo;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.view.Terminal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The demo's options, its lock against a second one, and its clean end. */
@Command(
    name = "demo",
    description = {
      "Start the whole platform on this machine: a control plane with its database, five nodes in",
      "three regions, tenants and people; install Kafka, prove it with a real client, and stay",
      "until Ctrl-C. Everything is kept in the data folder and found again by the next run."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final Duration CONTROL_PLANE = Duration.ofSeconds(30);

  private final Session session;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = {
        "Default: $XDG_STATE_HOME/meridian/demo or ~/.local/state/meridian/demo; for root whose",
        "home others cannot pass through, /var/lib/meridian-demo."
      })
  @Nullable Path dataFolder;

  @Option(names = "--fresh", description = "Delete what an earlier demo left and start over.")
  boolean fresh;

  @Option(
      names = "--password",
      paramLabel = "TEXT",
      description = "One password for everybody, instead of generated ones (first run only).")
  @Nullable String password;

  @Option(names = "--port", defaultValue = "8080", description = "Of web and API (default 8080).")
  int port;

  @Option(
      names = "--agent-port",
      defaultValue = "9443",
      description = "Where agents connect (default 9443).")
  int agentPort;

  @Option(names = "--no-browser", description = "Do not open a browser.")
  boolean noBrowser;

  @Option(
      names = "--exit-after-proof",
      description = "Stop everything once Kafka is proven; with --no-kafka, once all is started.")
  boolean exitAfterProof;

  @Option(
      names = "--no-kafka",
      description = "Install nothing: platform, nodes, people and packages alone.")
  boolean noKafka;

  DemoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    SignIns.check(password);
    DemoFolder folder =
        dataFolder == null ? DemoFolder.usual(session.environment()) : DemoFolder.at(dataFolder);
    Programs programs = Programs.of(session.environment());
    cleanUpAfterLast(folder, programs);
    if (fresh) {
      folder.delete();
    }
    folder.create();
    ProcessRegister register = new ProcessRegister(folder.processes());
    register.add(
        new StartedProcess(
            "demo",
            StartedProcess.Kind.DRIVER,
            ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow(),
            folder.root()));
    Demo demo = new Demo(session, folder, programs, register, SignIns.of(folder, password), this);
    Takedown takedown = takedown(folder, programs);
    Thread hook = new Thread(() -> stop(takedown, register), "demo-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      demo.run();
    } catch (RuntimeException failure) {
      if (!register.closed()) {
        throw failure;
      }
      // It fails because everything is being stopped, which is no news.
      return ExitCode.FAILED.number();
    }
    demo.tellHowToGoOn(!exitAfterProof);
    if (!exitAfterProof) {
      openBrowser(demo);
      new CountDownLatch(1).await();
    }
    return ExitCode.OK.number();
  }

  private void cleanUpAfterLast(DemoFolder folder, Programs programs) {
    List<StartedProcess> last = ProcessRegister.read(folder.processes());
    last.stream()
        .filter(process -> process.kind() == StartedProcess.Kind.DRIVER && process.alive())
        .findFirst()
        .ifPresent(
            driver -> {
              throw new CommandFailure(
                  ExitCode.CONFLICT,
                  "A demo runs with "
                      + folder.root()
                      + " already (pid "
                      + driver.identity().pid()
                      + "). Stop it with Ctrl-C, or use another --data-dir and --port.");
            });
    if (!last.isEmpty() || !new DemoProcesses(folder).running().isEmpty()) {
      session.terminal().out().println("Cleaning up after a demo that was killed");
      List<String> left = takedown(folder, programs).stop(last);
      if (!left.isEmpty()) {
        throw new CommandFailure(
            ExitCode.FAILED, "Could not stop " + String.join("; ", left) + ". Stop it by hand.");
      }
    }
  }

  private static Takedown takedown(DemoFolder folder, Programs programs) {
    return new Takedown(folder, programs::stopTasks, CONTROL_PLANE);
  }

  private void stop(Takedown takedown, ProcessRegister register) {
    Terminal terminal = session.terminal();
    terminal.out().println("Stopping agents, their tasks, and the control plane …");
    try {
      List<StartedProcess> started = register.close();
      List<String> left = takedown.stop(started);
      if (left.isEmpty()) {
        started.forEach(register::remove);
        terminal.out().println("Stopped.");
      } else {
        terminal.err().println("Could not stop " + String.join("; ", left));
      }
    } catch (RuntimeException failure) {
      terminal.err().println("Stopping failed: " + failure);
    }
  }

  private void openBrowser(Demo demo) {
    File opener = new File("/usr/bin/xdg-open");
    boolean display =
        session.environment().variable("DISPLAY").isPresent()
            || session.environment().variable("WAYLAND_DISPLAY").isPresent();
    if (noBrowser || !session.terminal().interactive() || !display || !opener.canExecute()) {
      return;
    }
    try {
      new ProcessBuilder(opener.getPath(), demo.url().toString())
          .redirectErrorStream(true)
          .redirectOutput(Files.createTempFile("meridian-browser", ".log").toFile())
          .start();
    } catch (IOException refused) {
      session.terminal().err().println("Cannot open a browser: " + refused.getMessage());
    }
  }
}
