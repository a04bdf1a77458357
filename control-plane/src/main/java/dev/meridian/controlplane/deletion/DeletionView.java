package dev.meridian.controlplane.deletion;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A deletion as the API shows it.
 *
 * @param path as the tenant was called when somebody asked
 * @param reason as who asked gave it; may be empty
 * @param graceEndsAt until then it can be restored
 * @param status one sentence for people: what happens now, or what it waits for
 * @param steps of the tenants that the reader may see
 * @param stays what outlives the tenant
 */
@Schema(name = "TenantDeletion")
record DeletionView(
    UUID id,
    UUID tenantId,
    String path,
    String label,
    Deletion.State state,
    String status,
    String reason,
    String askedBy,
    Instant askedAt,
    Instant graceEndsAt,
    @Nullable Instant startedAt,
    @Nullable Instant restoredAt,
    @Nullable String restoredBy,
    @Nullable Instant completedAt,
    List<StepView> steps,
    List<String> stays) {

  /**
   * @param description what the step does
   * @param reason what it waits for; empty when it does not
   * @param since when it came into this state, or began to wait for this
   * @param gone how many it took away, by kind of thing
   */
  @Schema(name = "TenantDeletionStep")
  record StepView(
      int position,
      String tenantPath,
      StepKind kind,
      String description,
      StepState state,
      String reason,
      Instant since,
      Map<String, Long> gone) {}
}
