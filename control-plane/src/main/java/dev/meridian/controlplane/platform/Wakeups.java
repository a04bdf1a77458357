package dev.meridian.controlplane.platform;

import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.database.DedicatedConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Wakes loops on this replica at once and on the others through LISTEN/NOTIFY. It only wakes: who
 * is woken looks at the database, and a lost wake-up costs one poll. NOTIFY is sent after the
 * commit from one connection of its own, coalesced: inside a transaction it would make commits wait
 * for each other.
 */
@Component
public class Wakeups implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Wakeups.class);
  private static final String PREFIX = "meridian_";
  private static final int LISTEN_MILLIS = 200;
  private static final Duration RECONNECT = Duration.ofSeconds(1);

  /** Ends a subscription. */
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  private final DedicatedConnections connections;
  // Tells our own notifications, which have woken this replica already, from those of others.
  private final String self = Ids.next().toString();
  private final Map<String, List<Runnable>> subscribers = new ConcurrentHashMap<>();
  private final Set<String> toSend = ConcurrentHashMap.newKeySet();
  private final Signal sendSignal = new Signal();
  private volatile boolean running;

  public Wakeups(DedicatedConnections connections) {
    this.connections = connections;
  }

  /**
   * Wakes the channel's subscribers after the current transaction has committed; at once when there
   * is none.
   */
  public void notifyAfterCommit(String channel) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      wake(channel);
      return;
    }
    for (TransactionSynchronization s : TransactionSynchronizationManager.getSynchronizations()) {
      if (s instanceof AfterCommit a && a.channel.equals(channel) && a.owner == this) {
        return;
      }
    }
    TransactionSynchronizationManager.registerSynchronization(new AfterCommit(this, channel));
  }

  /**
   * Calls the action whenever the channel is woken, and after a reconnect. The action must be quick
   * and not throw: it raises a signal.
   */
  public Subscription subscribe(String channel, Runnable action) {
    List<Runnable> list = subscribers.computeIfAbsent(channel, c -> new CopyOnWriteArrayList<>());
    list.add(action);
    return () -> list.remove(action);
  }

  private void wake(String channel) {
    wakeHere(channel);
    toSend.add(channel);
    sendSignal.raise();
  }

  private void wakeHere(String channel) {
    subscribers.getOrDefault(channel, List.of()).forEach(Runnable::run);
  }

  @Override
  public void start() {
    running = true;
    Thread.ofVirtual().name("wakeups-send").start(() -> keepConnected(this::send));
    Thread.ofVirtual().name("wakeups-listen").start(() -> keepConnected(this::listen));
  }

  private interface Loop {
    void run(Connection connection) throws SQLException;
  }

  private void keepConnected(Loop loop) {
    while (running) {
      try (Connection connection = connections.open()) {
        loop.run(connection);
      } catch (SQLException | RuntimeException e) {
        if (running) {
          log.warn("Wake-up connection lost, opening it again in {}: {}", RECONNECT, e.toString());
          pause();
        }
      }
    }
  }

  private static void pause() {
    new Signal().awaitQuietly(RECONNECT);
  }

  private void send(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    try (var notify = connection.prepareStatement("select pg_notify(?, ?)")) {
      while (running) {
        sendSignal.awaitQuietly(Duration.ofSeconds(5));
        for (String channel : Set.copyOf(toSend)) {
          toSend.remove(channel);
          notify.setString(1, PREFIX + channel);
          notify.setString(2, self);
          notify.execute();
        }
      }
    }
  }

  private void listen(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      for (String channel : subscribers.keySet()) {
        statement.execute("listen " + PREFIX + channel);
      }
    }
    Set<String> listening = Set.copyOf(subscribers.keySet());
    listening.forEach(this::wakeHere);
    PGConnection pg = connection.unwrap(PGConnection.class);
    while (running && subscribers.keySet().equals(listening)) {
      PGNotification @Nullable [] notifications = pg.getNotifications(LISTEN_MILLIS);
      if (notifications == null) {
        continue;
      }
      for (PGNotification n : notifications) {
        if (!n.getParameter().equals(self)) {
          wakeHere(n.getName().substring(PREFIX.length()));
        }
      }
    }
  }

  @Override
  public void stop() {
    running = false;
    sendSignal.raise();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the loops that it wakes, after them at shutdown. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE / 2;
  }

  private static final class AfterCommit implements TransactionSynchronization {
    private final Wakeups owner;
    private final String channel;

    private AfterCommit(Wakeups owner, String channel) {
      this.owner = owner;
      this.channel = channel;
    }

    @Override
    public void afterCommit() {
      owner.wake(channel);
    }
  }
}
