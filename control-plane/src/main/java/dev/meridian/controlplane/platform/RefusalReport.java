package dev.meridian.controlplane.platform;

import dev.meridian.tenancy.database.DatabaseException;
import dev.meridian.tenancy.keys.KeyEncryptionException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Tells whoever starts the control plane what to mend, in their words and on the console alone: a
 * list within one line of JSON, or under a stack trace, is read by nobody.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class RefusalReport implements SpringBootExceptionReporter {
  private static final Logger log = LoggerFactory.getLogger(RefusalReport.class);

  /**
   * @param context of the application that did not start; null when it has none yet
   */
  RefusalReport(@Nullable ConfigurableApplicationContext context) {}

  @Override
  public boolean reportException(Throwable failure) {
    Optional<String> refusal = refusal(failure);
    refusal.ifPresent(
        message -> {
          System.err.println("Meridian does not start. " + message);
          log.debug("Where it was refused", failure);
        });
    return refusal.isPresent();
  }

  private static Optional<String> refusal(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      switch (each) {
        case StartRefused refused -> {
          return Optional.ofNullable(refused.getMessage());
        }
        case DatabaseException database -> {
          return Optional.ofNullable(database.getMessage());
        }
        case KeyEncryptionException keys -> {
          return Optional.ofNullable(keys.getMessage());
        }
        default -> {}
      }
    }
    return Optional.empty();
  }
}
