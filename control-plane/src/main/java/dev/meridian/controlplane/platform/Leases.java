package dev.meridian.controlplane.platform;

import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Leases in the database: at most one holder of a name at a time, told apart by fences. Time is the
 * database's, so that the clocks of replicas do not matter.
 */
@Component
public class Leases {
  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final String self = ManagementFactory.getRuntimeMXBean().getName() + "/" + Ids.next();

  Leases(Scopes scopes, JdbcClient jdbc) {
    this.scopes = scopes;
    this.jdbc = jdbc;
  }

  /** This process, as holders are written down. */
  String self() {
    return self;
  }

  /** Takes the lease when it is free or has run out; empty when somebody holds it. */
  public Optional<Lease> acquire(String name, Duration length) {
    return take(name, length, "expires_at <= clock_timestamp()");
  }

  /**
   * As {@link #acquire}, and also takes back what this process holds itself, with a new fence: when
   * giving a lease back failed, its holder need not wait for its end. Only for a name that one
   * thread of the process asks for; two would take it from each other.
   */
  public Optional<Lease> acquireOrTakeBack(String name, Duration length) {
    return take(name, length, "(expires_at <= clock_timestamp() or holder = :self)");
  }

  private Optional<Lease> take(String name, Duration length, String when) {
    return scopes.asSystem(
        SystemJob.WORK_QUEUE,
        () -> {
          jdbc.sql("insert into lease (name) values (?) on conflict do nothing")
              .param(name)
              .update();
          return jdbc.sql(
                  """
                  update lease
                  set holder = :self, fence = fence + 1,
                      expires_at = clock_timestamp() + make_interval(secs => :seconds)
                  where name = :name and %s
                  returning fence
                  """
                      .formatted(when))
              .param("self", self)
              .param("name", name)
              .param("seconds", length.toMillis() / 1000.0)
              .query(Long.class)
              .optional()
              .map(fence -> new Lease(name, self, fence));
        });
  }

  /** Extends a lease that is still held; false when it was lost. */
  public boolean renew(Lease lease, Duration length) {
    return scopes.asSystem(
        SystemJob.WORK_QUEUE,
        () ->
            jdbc.sql(
                        """
                        update lease
                        set expires_at = clock_timestamp() + make_interval(secs => :seconds)
                        where name = :name and fence = :fence and expires_at > clock_timestamp()
                        """)
                    .param("name", lease.name())
                    .param("fence", lease.fence())
                    .param("seconds", length.toMillis() / 1000.0)
                    .update()
                == 1);
  }

  /** Gives a lease back, so that a successor need not wait for its end. */
  public void release(Lease lease) {
    scopes.asSystem(
        SystemJob.WORK_QUEUE,
        () ->
            jdbc.sql(
                    """
                    update lease set holder = null, expires_at = '-infinity'
                    where name = :name and fence = :fence
                    """)
                .param("name", lease.name())
                .param("fence", lease.fence())
                .update());
  }
}
