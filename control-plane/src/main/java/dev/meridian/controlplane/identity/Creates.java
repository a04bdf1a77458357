package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.Idempotency;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Creates of tenant administration: once for each key, with their audit rows. */
@Component
class Creates {
  private final Changes changes;
  private final Idempotency idempotency;

  Creates(Changes changes, Idempotency idempotency) {
    this.changes = changes;
    this.idempotency = idempotency;
  }

  /** As {@link Idempotency#answered}. */
  <T> Optional<T> answered(Idempotency.Create create, Class<T> type) {
    return idempotency.answered(create, type);
  }

  /** As {@link Idempotency#once}, in a transaction of its own. */
  <T> T once(Idempotency.Create create, Class<T> type, Supplier<T> work) {
    return changes.inOne(() -> idempotency.once(create, type, work));
  }
}
