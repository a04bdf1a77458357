package dev.meridian.controlplane.federation.link;

import dev.meridian.protocol.v1.ControlMessage;
import dev.meridian.protocol.v1.Order;
import dev.meridian.protocol.v1.Synchronised;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one agent its orders: those above what it has, in order, then the mark that these were all;
 * then whatever comes. It takes no thread while there is nothing to do, reads no further than the
 * transport takes, and is woken any number of times for one look.
 */
final class OrderPump {
  private static final Logger log = LoggerFactory.getLogger(OrderPump.class);
  private static final int AT_ONCE = 32;

  private final UUID agent;
  private final UUID epoch;
  private final boolean endingOnly;
  private final OrderFeed feed;
  private final Outbox outbox;
  private final Executor executor;
  private final AtomicInteger wanted = new AtomicInteger();
  // Only the one run at a time writes these two.
  private volatile long sent;
  private volatile boolean synchronised;
  private volatile boolean failed;

  OrderPump(
      UUID agent,
      UUID epoch,
      long lastRevision,
      boolean endingOnly,
      OrderFeed feed,
      Outbox outbox,
      Executor executor) {
    this.agent = agent;
    this.epoch = epoch;
    this.sent = lastRevision;
    this.endingOnly = endingOnly;
    this.feed = feed;
    this.outbox = outbox;
    this.executor = executor;
  }

  /** Asks for a look at the orders, soon and on another thread. */
  void wake() {
    if (wanted.getAndIncrement() == 0) {
      executor.execute(this::run);
    }
  }

  /** Looks again when the last look failed, or found orders that could not be sent yet. */
  void retry() {
    if (failed) {
      wake();
    }
  }

  /** The highest revision that was handed to the transport. */
  long sent() {
    return sent;
  }

  private void run() {
    int seen;
    do {
      seen = wanted.get();
      try {
        failed = false;
        deliver();
      } catch (RuntimeException e) {
        failed = true;
        log.warn("Orders of agent {} wait, next try within a second: {}", agent, e.toString());
      }
    } while (wanted.addAndGet(-seen) != 0);
  }

  private void deliver() {
    while (true) {
      OrderFeed.Outstanding outstanding = feed.after(agent, sent, AT_ONCE, epoch, endingOnly);
      for (Order order : outstanding.orders()) {
        if (!outbox.trySend(ControlMessage.newBuilder().setOrder(order).build())) {
          return;
        }
        sent = order.getRevision();
      }
      if (outstanding.last()) {
        failed = outstanding.held();
        synchronised(outstanding.held() ? sent : outstanding.counter());
        return;
      }
    }
  }

  private void synchronised(long counter) {
    if (!synchronised) {
      synchronised =
          outbox.trySend(
              ControlMessage.newBuilder()
                  .setSynchronised(Synchronised.newBuilder().setRevision(Math.max(counter, sent)))
                  .build());
    }
  }
}
