package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.HeldRoles;
import dev.meridian.tenancy.Role;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Takes rights away in a way that leaves somebody to administer the platform. */
@Component
class Administrators {
  private final JdbcClient jdbc;
  private final HeldRoles held;
  private final Changes changes;
  private final RightsNews news;

  Administrators(JdbcClient jdbc, HeldRoles held, Changes changes, RightsNews news) {
    this.jdbc = jdbc;
    this.held = held;
    this.changes = changes;
    this.news = news;
  }

  /** Runs the change in one transaction of tenant administration; all replicas hear of it. */
  <T> T keepingOne(Supplier<T> change) {
    return changes.inOne(
        () -> {
          // Two that take each other's role must not both believe that the other is left.
          jdbc.sql("select pg_advisory_xact_lock(hashtext('meridian.administrators'))")
              .query((row, n) -> true)
              .single();
          T done = change.get();
          news.rightsChange();
          if (!held.enabledHolderOf(Role.PLATFORM_ADMIN)) {
            throw new ProblemException(
                ProblemType.CONFLICT,
                "Nobody would be left to administer the platform. Give somebody else the role platform-admin first.");
          }
          return done;
        });
  }
}
