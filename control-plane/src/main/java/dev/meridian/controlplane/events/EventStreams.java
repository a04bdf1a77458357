package dev.meridian.controlplane.events;

import dev.meridian.tenancy.Freshness;
import dev.meridian.tenancy.Permissions;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The open event streams. Each has a bounded queue: a watcher that does not keep up is closed and
 * resumes from its last event. The right to watch is looked at again every second, and at once when
 * rights have changed on any replica.
 */
@Component
class EventStreams {
  private static final int QUEUE = 1000;
  private static final int QUIET_LOOKS_UNTIL_PING = 15;

  private final EventFeed feed;
  private final JsonMapper json;
  private final Freshness freshness;
  private final Set<Stream> open = ConcurrentHashMap.newKeySet();

  EventStreams(
      EventFeed feed,
      JsonMapper json,
      MeterRegistry meters,
      Permissions permissions,
      Freshness freshness) {
    this.feed = feed;
    this.json = json;
    this.freshness = freshness;
    meters.gauge("meridian.event.streams", open, Set::size);
    permissions.onForgotten(() -> open.forEach(Stream::lookAgain));
  }

  /**
   * Opens a stream.
   *
   * @param tenants whose events to send; null: everybody's
   * @param resumeAfter the last event that the client has; null: from now on
   * @param stillAllowed asked each second; the stream ends when it says no
   */
  SseEmitter open(
      @Nullable Set<UUID> tenants,
      @Nullable FeedPosition resumeAfter,
      BooleanSupplier stillAllowed) {
    Stream stream = new Stream(tenants, stillAllowed);
    open.add(stream);
    FeedPosition liveFrom = feed.add(stream);
    try {
      List<EventFeed.Event> missed =
          resumeAfter == null ? List.of() : feed.between(resumeAfter, liveFrom);
      Thread.ofVirtual().name("event-stream").start(() -> stream.run(missed));
      return stream.emitter;
    } catch (RuntimeException e) {
      stream.forget();
      throw e;
    }
  }

  @EventListener(ContextClosedEvent.class)
  void closeAll() {
    open.forEach(Stream::end);
  }

  /** What a stream finds in its queue. */
  private sealed interface Item {
    /** An event to send. */
    record Send(EventFeed.Event event) implements Item {}

    /** Rights have changed. */
    record Look() implements Item {}
  }

  private final class Stream implements EventFeed.Watcher {
    private final SseEmitter emitter = new SseEmitter(0L);
    private final LinkedBlockingQueue<Item> queue = new LinkedBlockingQueue<>(QUEUE);
    private final AtomicBoolean done = new AtomicBoolean();
    private final @Nullable Set<UUID> tenants;
    private final BooleanSupplier stillAllowed;

    private Stream(@Nullable Set<UUID> tenants, BooleanSupplier stillAllowed) {
      this.tenants = tenants;
      this.stillAllowed = stillAllowed;
      emitter.onCompletion(() -> done.set(true));
      emitter.onTimeout(() -> done.set(true));
      emitter.onError(e -> done.set(true));
    }

    @Override
    public void accept(EventFeed.Event event) {
      if ((tenants == null || tenants.contains(event.tenant()))
          && !queue.offer(new Item.Send(event))) {
        done.set(true);
      }
    }

    private void end() {
      done.set(true);
      lookAgain();
    }

    private void lookAgain() {
      // A queue that is full is looked through, or the stream ends, soon enough.
      boolean unusedTaken = queue.offer(new Item.Look());
    }

    void run(List<EventFeed.Event> missed) {
      try {
        emitter.send(SseEmitter.event().comment("connected").reconnectTime(1000));
        for (EventFeed.Event event : missed) {
          if (tenants == null || tenants.contains(event.tenant())) {
            send(event);
          }
        }
        if (missed.size() == EventFeed.MOST_MISSED) {
          // There is more between these and what is live: the client resumes where this ends.
          sendPosition(missed.getLast().position());
          done.set(true);
        }
        int quiet = 0;
        while (!done.get()) {
          Item item = queue.poll(freshness.look().toMillis(), TimeUnit.MILLISECONDS);
          if (!stillAllowed.getAsBoolean()) {
            break;
          }
          if (item instanceof Item.Send next) {
            send(next.event());
          } else if (item == null && ++quiet % QUIET_LOOKS_UNTIL_PING == 0) {
            emitter.send(SseEmitter.event().name("ping").data("{}", null));
          }
        }
        emitter.complete();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException | RuntimeException e) {
        // The client went away, or the database did: it resumes with Last-Event-ID.
        emitter.completeWithError(e);
      } finally {
        forget();
      }
    }

    private void forget() {
      feed.remove(this);
      open.remove(this);
    }

    private void sendPosition(FeedPosition position) throws IOException {
      emitter.send(SseEmitter.event().id(position.token()).name("ping").data("{}", null));
    }

    private void send(EventFeed.Event event) throws IOException {
      ObjectNode data = (ObjectNode) json.readTree(event.data());
      data.put("type", event.type());
      data.put("subject", event.subject());
      data.put("at", event.at().toString());
      emitter.send(
          SseEmitter.event()
              .id(event.position().token())
              .name(event.type())
              .data(json.writeValueAsString(data), null));
    }
  }
}
