package dev.meridian.controlplane;

import dev.meridian.controlplane.federation.HistoryRestore;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.TenancyConfiguration;
import dev.meridian.tenancy.Tenants;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code meridian restore}: what has to be said once about a database that was set back. Starts
 * nothing but the database, and ends.
 */
@Import(TenancyConfiguration.class)
final class RestoreCommand {
  private static final String TOLD =
      """
      The history of this control plane begins anew with %s (before: %s).
      Start it now: meridian up. Agents that go on hold when they connect: %d. What they run goes on.
      See what a node has with: meridian node inventory NODE, and let it go on: meridian node resume NODE.
      """;

  /** Its exit code; why the database cannot be used is told by who starts the application. */
  static int run(List<String> options) throws InterruptedException {
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(RestoreCommand.class)
            .web(WebApplicationType.NONE)
            .properties("logging.level.root=warn")
            .run(options.toArray(String[]::new))) {
      return renew(context.getBean(HistoryRestore.class));
    }
  }

  private static int renew(HistoryRestore history) throws InterruptedException {
    try {
      HistoryRestore.Restored restored = history.renew();
      System.out.printf(TOLD, restored.epoch(), restored.before(), restored.agents());
      return 0;
    } catch (IllegalStateException refused) {
      System.err.println(refused.getMessage());
      return 1;
    }
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  HistoryRestore historyRestore(
      Scopes scopes, JdbcClient jdbc, Tenants tenants, Audit audit, Clock clock) {
    return new HistoryRestore(scopes, jdbc, tenants, audit, clock);
  }
}
