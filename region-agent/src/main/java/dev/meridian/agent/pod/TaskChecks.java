package dev.meridian.agent.pod;

import static java.lang.System.Logger.Level.WARNING;

import dev.meridian.agent.runtime.Runtime;
import dev.meridian.agent.state.Timestamps;
import dev.meridian.protocol.v1.Check;
import dev.meridian.protocol.v1.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The health and readiness checks of one run, each on a virtual thread of its own. Readiness is
 * asked until it first succeeds, with pauses that grow up to the check's interval; health as long
 * as the run lives.
 */
final class TaskChecks implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TaskChecks.class.getName());
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(30);
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(20);

  // What starts fast shall not wait out an interval that is meant for what starts slowly.
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  /** Hears what the checks find. */
  interface Hearer {
    void ready(String runId);

    void healthy(String runId, boolean healthy);

    /** A health check failed as often in a row as it may. */
    void unhealthy(String runId, int failures);
  }

  private final Runtime runtime;
  private final String runId;
  private final Hearer hearer;
  private final List<Thread> threads = new ArrayList<>();

  private TaskChecks(Runtime runtime, String runId, Hearer hearer) {
    this.runtime = runtime;
    this.runId = runId;
    this.hearer = hearer;
  }

  static TaskChecks start(Runtime runtime, String runId, Task task, boolean ready, Hearer hearer) {
    TaskChecks checks = new TaskChecks(runtime, runId, hearer);
    if (task.hasReadinessCheck() && !ready) {
      checks.threads.add(
          Thread.ofVirtual()
              .name("ready-" + task.getName())
              .start(() -> checks.awaitReadiness(task.getReadinessCheck())));
    }
    if (task.hasHealthCheck()) {
      checks.threads.add(
          Thread.ofVirtual()
              .name("health-" + task.getName())
              .start(() -> checks.watchHealth(task.getHealthCheck())));
    }
    return checks;
  }

  private void awaitReadiness(Check check) {
    try {
      Thread.sleep(delay(check));
      Duration pause = FIRST_PAUSE;
      while (!passes(check)) {
        Thread.sleep(shorter(pause, interval(check)));
        pause = shorter(pause.multipliedBy(2), interval(check));
      }
      runtime.markReady(runId);
      hearer.ready(runId);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (IOException failed) {
      LOG.log(WARNING, "cannot keep that run " + runId + " is ready; asked anew later", failed);
      hearer.ready(runId);
    }
  }

  private void watchHealth(Check check) {
    try {
      Thread.sleep(delay(check));
      long graceEnds = System.nanoTime() + Timestamps.duration(check.getGracePeriod()).toNanos();
      int allowed = Math.max(1, check.getMaxConsecutiveFailures());
      int failures = 0;
      while (failures < allowed) {
        if (passes(check)) {
          failures = 0;
          hearer.healthy(runId, true);
        } else if (System.nanoTime() >= graceEnds) {
          failures++;
          hearer.healthy(runId, false);
        }
        if (failures < allowed) {
          Thread.sleep(interval(check));
        }
      }
      hearer.unhealthy(runId, failures);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean passes(Check check) throws InterruptedException {
    Duration timeout = check.hasTimeout() ? Timestamps.duration(check.getTimeout()) : USUAL_TIMEOUT;
    try {
      return runtime.check(runId, check.getCommand(), timeout.isZero() ? USUAL_TIMEOUT : timeout);
    } catch (IOException failed) {
      LOG.log(WARNING, "cannot run a check of run " + runId + "; counts as failed", failed);
      return false;
    }
  }

  private static Duration delay(Check check) {
    return Timestamps.duration(check.getDelay());
  }

  private static Duration interval(Check check) {
    Duration interval =
        check.hasInterval() ? Timestamps.duration(check.getInterval()) : USUAL_INTERVAL;
    return interval.compareTo(Duration.ofMillis(100)) < 0 ? Duration.ofMillis(100) : interval;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
