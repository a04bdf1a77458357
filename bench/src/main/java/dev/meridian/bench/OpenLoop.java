package dev.meridian.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Requests at a steady pace: each is sent when it is due, whether or not those before it have been
 * answered, so that a slow answer takes nothing off the load.
 */
final class OpenLoop {
  private OpenLoop() {}

  /**
   * How long each request took from the moment at which it was due.
   *
   * @param request is given its number, from 0; throws when the answer is not the expected one
   * @throws BenchmarkException when one of them did
   */
  static Samples run(int perSecond, Duration length, IntConsumer request) {
    int requests = Math.toIntExact(length.toMillis() * perSecond / 1000);
    Samples samples = new Samples();
    List<Future<?>> sent = new ArrayList<>(requests);
    long begun = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < requests; i++) {
        int number = i;
        long due = begun + i * 1_000_000_000L / perSecond;
        waitUntil(due);
        sent.add(
            threads.submit(
                () -> {
                  request.accept(number);
                  samples.add(Duration.ofNanos(System.nanoTime() - due));
                }));
      }
      for (Future<?> one : sent) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted");
    } catch (ExecutionException e) {
      throw new BenchmarkException("A request failed: " + e.getCause());
    }
    return samples;
  }

  private static void waitUntil(long due) {
    long left;
    while ((left = due - System.nanoTime()) > 0) {
      LockSupport.parkNanos(left);
    }
  }
}
