package dev.meridian.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProcessRegisterTest {
  @TempDir Path folder;

  private static StartedProcess process(long pid, Path data) {
    return new StartedProcess(
        "hq-1", StartedProcess.Kind.AGENT, ProcessIdentity.of(pid).orElseThrow(), data);
  }

  @Test
  void findsAProcessOfAnEarlierRunAndStopsIt() throws IOException, InterruptedException {
    Process sleep = new ProcessBuilder("sleep", "600").start();
    Path file = folder.resolve("processes.json");
    new ProcessRegister(file).add(process(sleep.pid(), folder));

    StartedProcess found = ProcessRegister.read(file).getFirst();

    assertThat(found.alive()).isTrue();
    assertThat(found.stop(Duration.ofSeconds(5))).isTrue();
    // It is gone; this JVM, its parent, may hear of it a moment later.
    assertThat(sleep.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void neverStopsAnotherProcessThatGotThePid() throws IOException {
    Process sleep = new ProcessBuilder("sleep", "600").start();
    ProcessIdentity real = ProcessIdentity.of(sleep.pid()).orElseThrow();
    StartedProcess stale =
        new StartedProcess(
            "hq-1",
            StartedProcess.Kind.AGENT,
            new ProcessIdentity(real.pid(), real.startTicks() - 1, real.bootId()),
            folder);

    assertThat(stale.stop(Duration.ofSeconds(1))).isTrue();

    assertThat(sleep.isAlive()).isTrue();
    sleep.destroyForcibly();
  }

  @Test
  void endsWithAllThatWasStartedAndStartsNothingMore() throws Exception {
    ProcessRegister register = new ProcessRegister(folder.resolve("processes.json"));
    CountDownLatch starting = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Process> started =
          threads.submit(
              () ->
                  register.start(
                      "hq-1",
                      StartedProcess.Kind.AGENT,
                      folder,
                      () -> {
                        starting.countDown();
                        return startedOnce(closing);
                      }));
      assertThat(starting.await(10, TimeUnit.SECONDS)).isTrue();
      Future<List<StartedProcess>> all =
          threads.submit(
              () -> {
                closing.countDown();
                return register.close();
              });

      Process sleep = started.get(10, TimeUnit.SECONDS);
      assertThat(all.get(10, TimeUnit.SECONDS))
          .extracting(process -> process.identity().pid())
          .containsExactly(sleep.pid());
      sleep.destroyForcibly();
    }

    assertThatThrownBy(
            () ->
                register.start(
                    "hq-2",
                    StartedProcess.Kind.AGENT,
                    folder,
                    () -> {
                      throw new AssertionError("it was started");
                    }))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("being stopped");
  }

  private static Process startedOnce(CountDownLatch closing) {
    try {
      assertThat(closing.await(10, TimeUnit.SECONDS)).isTrue();
      return new ProcessBuilder("sleep", "600").start();
    } catch (IOException | InterruptedException refused) {
      throw new AssertionError(refused);
    }
  }

  @Test
  void refusesAPasswordThatTheControlPlaneWouldRefuse() {
    assertThatThrownBy(() -> SignIns.check("admin"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("5 characters")
        .hasMessageContaining("--password");
    SignIns.check("long enough");
    SignIns.check(null);
  }

  @Test
  void refusesToDeleteAFolderThatNoDemoMade() throws IOException {
    Files.writeString(folder.resolve("thesis.txt"), "precious");

    assertThatThrownBy(() -> DemoFolder.at(folder).delete())
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("no demo made");
    assertThat(folder.resolve("thesis.txt")).exists();
  }

  @Test
  void keepsThePasswordsOfTheFirstRun() {
    DemoFolder demo = DemoFolder.at(folder.resolve("demo"));
    demo.create();

    SignIns first = SignIns.of(demo, null);
    SignIns second = SignIns.of(demo, "another");

    assertThat(first.generated()).isTrue();
    assertThat(second.generated()).isFalse();
    assertThat(second.passwords()).isEqualTo(first.passwords());
    assertThat(first.passwords().values()).doesNotHaveDuplicates();
  }
}
