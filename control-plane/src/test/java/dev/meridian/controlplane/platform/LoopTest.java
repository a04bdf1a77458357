package dev.meridian.controlplane.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTest {
  private final Rounds loop = new Rounds();

  /** A loop whose rounds do what the test queued; where nothing is queued they wait long. */
  private static final class Rounds extends Loop {
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final LinkedBlockingQueue<String> done = new LinkedBlockingQueue<>();

    Rounds() {
      super("rounds of a test");
    }

    @Override
    protected Duration round() {
      Runnable next = work.poll();
      if (next != null) {
        next.run();
      }
      done.add("round");
      return work.isEmpty() ? Duration.ofMinutes(1) : Duration.ZERO;
    }

    @Override
    protected void ended() {
      done.add("end");
    }

    String next() throws InterruptedException {
      return String.valueOf(done.poll(10, TimeUnit.SECONDS));
    }
  }

  @AfterEach
  void stop() {
    loop.stop();
  }

  @Test
  void goesOnAfterWhateverARoundThrows() throws Exception {
    loop.work.add(
        () -> {
          throw new UnsupportedOperationException("nobody expected this");
        });
    loop.start();
    assertThat(loop.next()).isEqualTo("round");
    assertThat(loop.isRunning()).isTrue();
  }

  @Test
  void waitsAsLongAsTheRoundSaysUnlessRaised() throws Exception {
    loop.start();
    assertThat(loop.next()).isEqualTo("round");
    assertThat(loop.done).isEmpty();
    loop.raise();
    assertThat(loop.next()).isEqualTo("round");
  }

  @Test
  void stopWaitsForTheRoundThatRunsAndForTheEnd() throws Exception {
    CountDownLatch under = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    loop.work.add(
        () -> {
          under.countDown();
          try {
            assertThat(free.await(10, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    loop.start();
    assertThat(under.await(10, TimeUnit.SECONDS)).isTrue();
    Thread stopper = Thread.ofVirtual().start(loop::stop);
    assertThat(loop.done).isEmpty();
    free.countDown();
    assertThat(stopper.join(Duration.ofSeconds(10))).isTrue();
    assertThat(loop.done).containsExactly("round", "end");
  }

  @Test
  void startedTwiceRunsOnce() throws Exception {
    loop.start();
    loop.start();
    assertThat(loop.next()).isEqualTo("round");
    loop.stop();
    assertThat(loop.done).containsExactly("end");
  }
}
