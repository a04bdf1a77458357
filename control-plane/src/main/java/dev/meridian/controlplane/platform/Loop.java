package dev.meridian.controlplane.platform;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Work that goes on behind the requests for as long as the process runs: one round after another on
 * one thread. A round that fails is logged and made again; nothing that it throws ends the loop.
 */
public abstract class Loop implements SmartLifecycle {
  /** The wait after a round that failed. */
  static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  /** How long a stop waits for the round that runs: the database is to be there for its end. */
  private static final Duration LAST_ROUND = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Loop.class);

  private final String name;
  private final Signal signal = new Signal();
  private volatile boolean running;
  private volatile @Nullable Thread thread;
  private String lastFailure = "";

  /**
   * @param name of the thread, and of the work in the log
   */
  protected Loop(String name) {
    this.name = name;
  }

  /** One round; how long to wait before the next one, unless {@link #raise} ends the wait. */
  protected abstract Duration round();

  /** Called on the loop's thread after the last round. */
  protected void ended() {}

  /** Has the next round begin now, or at once after the one that runs. */
  protected final void raise() {
    signal.raise();
  }

  @Override
  public final synchronized void start() {
    if (running) {
      return;
    }
    running = true;
    thread = Thread.ofVirtual().name(name).start(this::run);
  }

  private void run() {
    while (running) {
      Duration pause = attempt();
      if (running && !pause.isZero()) {
        signal.awaitQuietly(pause);
      }
    }
    try {
      ended();
    } catch (RuntimeException e) {
      log.info("{} did not end in order: {}", name, e.toString());
    }
  }

  private Duration attempt() {
    try {
      Duration pause = round();
      if (!lastFailure.isEmpty()) {
        log.info("{} goes on", name);
        lastFailure = "";
      }
      return pause;
    } catch (RuntimeException | Error e) {
      // While the database is away each round fails for the same reason; one line says it.
      if (!e.toString().equals(lastFailure)) {
        lastFailure = e.toString();
        log.warn("{} failed, trying again every {}", name, AFTER_FAILURE, e);
      }
      return AFTER_FAILURE;
    }
  }

  @Override
  public final void stop() {
    running = false;
    signal.raise();
    Thread started = thread;
    if (started == null) {
      return;
    }
    try {
      if (!started.join(LAST_ROUND)) {
        log.warn("{} still runs {} after it was told to stop", name, LAST_ROUND);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public final boolean isRunning() {
    return running;
  }
}
