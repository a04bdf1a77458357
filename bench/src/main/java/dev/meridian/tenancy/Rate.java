package dev.meridian.tenancy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Has workers do something again and again for a while. */
public final class Rate {
  private Rate() {}

  /** How often a second some workers together did it. */
  public static double of(int workers, Duration length, Runnable work) {
    AtomicLong done = new AtomicLong();
    long begin = System.nanoTime();
    long end = begin + length.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<? extends Future<?>> all =
          IntStream.range(0, workers)
              .mapToObj(
                  worker ->
                      threads.submit(
                          () -> {
                            while (System.nanoTime() < end) {
                              work.run();
                              done.incrementAndGet();
                            }
                          }))
              .toList();
      for (Future<?> one : all) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a worker failed", e.getCause());
    }
    return done.get() * 1e9 / (System.nanoTime() - begin);
  }
}
