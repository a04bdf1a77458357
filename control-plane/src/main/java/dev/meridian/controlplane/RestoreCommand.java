package dev.meridian.controlplane;

import dev.meridian.controlplane.federation.HistoryRestore;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.TenancyConfiguration;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.database.DatabaseException;
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
      Start it now: meridian up. %d agents go on hold when they connect; what they run goes on.
      See what a node has with: meridian node inventory NODE, and let it go on: meridian node resume NODE.
      """;

  static int run(List<String> options) {
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(RestoreCommand.class)
            .web(WebApplicationType.NONE)
            .properties("logging.level.root=warn")
            .run(options.toArray(String[]::new))) {
      HistoryRestore.Restored restored = context.getBean(HistoryRestore.class).renew();
      System.out.printf(TOLD, restored.epoch(), restored.before(), restored.agents());
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (RuntimeException e) {
      System.err.println(reason(e));
      return 1;
    }
  }

  /** The sentence for people that is behind what the framework says of it. */
  private static String reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DatabaseException || cause instanceof IllegalStateException) {
        return String.valueOf(cause.getMessage());
      }
    }
    return failure.toString();
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
