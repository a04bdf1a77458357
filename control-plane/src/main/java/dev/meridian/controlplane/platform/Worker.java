package dev.meridian.controlplane.platform;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Claims keys of the work queue and has their handlers do the work. A claim is a short transaction
 * of its own; a claim that runs out (the process died) is claimed again by anybody. One tenant's
 * backlog never fills the claims: each round takes the tenants' keys in turn.
 */
@Component
class Worker implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final Duration CLAIM = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(60);
  private static final int CONCURRENCY = 12;

  private record Claim(String kind, UUID key, UUID tenant, long seen, long fence, int failures) {}

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final Wakeups wakeups;
  private final Leases leases;
  private final MeterRegistry meters;
  private final Map<String, WorkHandler> handlers;
  private final Semaphore free = new Semaphore(CONCURRENCY);
  private final Signal signal = new Signal();
  private volatile boolean running;
  private @org.jspecify.annotations.Nullable Thread loop;
  private @org.jspecify.annotations.Nullable ExecutorService workers;
  private Wakeups.@org.jspecify.annotations.Nullable Subscription subscription;

  Worker(
      Scopes scopes,
      JdbcClient jdbc,
      Wakeups wakeups,
      Leases leases,
      MeterRegistry meters,
      List<WorkHandler> handlers) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.wakeups = wakeups;
    this.leases = leases;
    this.meters = meters;
    this.handlers =
        handlers.stream().collect(Collectors.toMap(WorkHandler::kind, Function.identity()));
  }

  @Override
  public void start() {
    running = true;
    workers = Executors.newVirtualThreadPerTaskExecutor();
    subscription = wakeups.subscribe(WorkQueue.CHANNEL, signal::raise);
    loop = Thread.ofVirtual().name("work-claims").start(this::claimLoop);
  }

  private void claimLoop() {
    while (running) {
      try {
        free.acquire();
        int slots = 1 + free.drainPermits();
        List<Claim> claims = List.of();
        try {
          claims = claim(slots);
        } finally {
          free.release(slots - claims.size());
        }
        claims.forEach(this::submit);
        if (claims.isEmpty()) {
          signal.await(POLL);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        log.warn("Claiming work failed, trying again in {}: {}", POLL, e.toString());
        signal.awaitQuietly(POLL);
      }
    }
  }

  private List<Claim> claim(int slots) {
    return scopes.asSystem(
        SystemJob.WORK_QUEUE,
        () ->
            jdbc.sql(
                    """
                    with due as (
                      select kind, key,
                             case lane when 'verb' then 0 when 'status' then 1 else 2 end as rank,
                             row_number() over (partition by tenant_id order by lane desc, not_before)
                               as turn
                      from work_item
                      where seen > done and not_before <= now() and claimed_until <= now()
                    ), taken as (
                      select w.kind, w.key from work_item w join due using (kind, key)
                      where w.seen > w.done and w.claimed_until <= now()
                      order by due.rank, due.turn
                      limit :slots for update of w skip locked
                    )
                    update work_item w
                    set claimed_by = :self, claim_fence = claim_fence + 1,
                        claimed_until = now() + make_interval(secs => :seconds)
                    from taken where w.kind = taken.kind and w.key = taken.key
                    returning w.kind, w.key, w.tenant_id, w.seen, w.claim_fence, w.failures
                    """)
                .param("slots", slots)
                .param("self", leases.self())
                .param("seconds", CLAIM.toSeconds())
                .query(
                    (row, n) ->
                        new Claim(
                            row.getString(1),
                            row.getObject(2, UUID.class),
                            row.getObject(3, UUID.class),
                            row.getLong(4),
                            row.getLong(5),
                            row.getInt(6)))
                .list());
  }

  private void submit(Claim claim) {
    ExecutorService executor = workers;
    if (executor == null || !running) {
      free.release();
      return;
    }
    executor.execute(
        () -> {
          try {
            work(claim);
          } finally {
            free.release();
            signal.raise();
          }
        });
  }

  private void work(Claim claim) {
    Timer.Sample sample = Timer.start(meters);
    MDC.put(TraceIds.KEY, TraceIds.next());
    MDC.put("tenant", claim.tenant().toString());
    MDC.put(claim.kind(), claim.key().toString());
    String outcome = "done";
    try {
      WorkHandler handler = handlers.get(claim.kind());
      if (handler == null) {
        throw new IllegalStateException("No handler takes work of kind " + claim.kind());
      }
      handler.work(claim.tenant(), claim.key());
      finish(claim);
    } catch (RuntimeException e) {
      outcome = "failed";
      failed(claim, e);
    } finally {
      sample.stop(meters.timer("meridian.work", "kind", claim.kind(), "outcome", outcome));
      MDC.remove(TraceIds.KEY);
      MDC.remove("tenant");
      MDC.remove(claim.kind());
    }
  }

  private void finish(Claim claim) {
    scopes.asSystem(
        SystemJob.WORK_QUEUE,
        () ->
            jdbc.sql(
                    """
                    update work_item
                    set done = greatest(done, :seen), claimed_until = '-infinity', failures = 0,
                        last_error = null
                    where kind = :kind and key = :key and claim_fence = :fence
                    """)
                .param("seen", claim.seen())
                .param("kind", claim.kind())
                .param("key", claim.key())
                .param("fence", claim.fence())
                .update());
  }

  private void failed(Claim claim, RuntimeException e) {
    Duration backoff =
        Duration.ofMillis(Math.min(MAX_BACKOFF.toMillis(), 100L << Math.min(claim.failures(), 10)));
    log.warn(
        "Work on {} {} failed for the {}. time, next try in {}",
        claim.kind(),
        claim.key(),
        claim.failures() + 1,
        backoff,
        e);
    try {
      scopes.asSystem(
          SystemJob.WORK_QUEUE,
          () ->
              jdbc.sql(
                      """
                      update work_item
                      set claimed_until = '-infinity', failures = failures + 1, last_error = :error,
                          not_before = now() + make_interval(secs => :seconds)
                      where kind = :kind and key = :key and claim_fence = :fence
                      """)
                  .param("error", e.toString())
                  .param("seconds", backoff.toMillis() / 1000.0)
                  .param("kind", claim.kind())
                  .param("key", claim.key())
                  .param("fence", claim.fence())
                  .update());
    } catch (RuntimeException again) {
      // The claim runs out by itself and the key is claimed anew.
      log.warn("The failure could not be recorded: {}", again.toString());
    }
  }

  @Override
  public void stop() {
    running = false;
    signal.raise();
    Wakeups.Subscription s = subscription;
    if (s != null) {
      s.close();
    }
    ExecutorService executor = workers;
    if (executor != null) {
      executor.shutdown();
      try {
        if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
          executor.shutdownNow();
        }
      } catch (InterruptedException e) {
        executor.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
