package dev.meridian.controlplane.deletion;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads deletions for people. Call outside of scopes. */
@Component
class DeletionViews {
  private final Scopes scopes;
  private final DeletionRows rows;
  private final JsonMapper json;

  DeletionViews(Scopes scopes, DeletionRows rows, JsonMapper json) {
    this.scopes = scopes;
    this.rows = rows;
    this.json = json;
  }

  private static final String HIDDEN = "A step of a tenant that you may not see is next.";

  /**
   * @param next the first step that is not done
   */
  private record Read(Deletion deletion, List<Deletion.Step> steps, Optional<Deletion.Step> next) {}

  /**
   * The newest deletion that takes or took the tenant along.
   *
   * @param seen which tenants' steps the reader may see
   */
  Optional<DeletionView> newestOf(UUID tenant, Predicate<UUID> seen) {
    return read(() -> rows.newestOf(tenant)).map(read -> shown(read, seen));
  }

  Optional<DeletionView> find(UUID id) {
    return read(() -> rows.find(id)).map(read -> shown(read, tenant -> true));
  }

  /** A page of deletions without their steps, newest first. */
  List<DeletionView> page(@Nullable List<String> before, int limit) {
    return scopes
        .asSystem(
            SystemJob.TENANT_ADMINISTRATION,
            () ->
                rows.page(before, limit).stream()
                    .map(one -> new Read(one, List.of(), rows.next(one)))
                    .toList())
        .stream()
        .map(one -> shown(one, tenant -> true))
        .toList();
  }

  private Optional<Read> read(java.util.function.Supplier<Optional<Deletion>> which) {
    return scopes.asSystem(
        SystemJob.TENANT_ADMINISTRATION,
        () -> which.get().map(found -> new Read(found, rows.steps(found), rows.next(found))));
  }

  private DeletionView shown(Read read, Predicate<UUID> seen) {
    Deletion deletion = read.deletion();
    Map<UUID, Boolean> known = new java.util.HashMap<>();
    List<DeletionView.StepView> steps =
        read.steps().stream()
            .filter(step -> known.computeIfAbsent(step.tenant(), seen::test))
            .map(this::shown)
            .toList();
    return new DeletionView(
        deletion.id(),
        deletion.tenant(),
        deletion.path(),
        deletion.label(),
        deletion.state(),
        status(deletion, read.next(), seen),
        deletion.reason(),
        deletion.askedBy(),
        deletion.askedAt(),
        deletion.graceEndsAt(),
        deletion.startedAt(),
        deletion.restoredAt(),
        deletion.restoredBy(),
        deletion.completedAt(),
        steps,
        OwnedTables.STAYING);
  }

  private DeletionView.StepView shown(Deletion.Step step) {
    Map<String, Long> gone = new TreeMap<>();
    json.readTree(step.gone())
        .properties()
        .forEach(kind -> gone.put(kind.getKey(), kind.getValue().path("count").asLong()));
    return new DeletionView.StepView(
        step.position(),
        step.path(),
        step.kind(),
        step.kind().text(),
        step.state(),
        step.reason(),
        step.since(),
        gone);
  }

  private static String status(
      Deletion deletion, Optional<Deletion.Step> next, Predicate<UUID> seen) {
    return switch (deletion.state()) {
      case GRACE ->
          "Nothing is gone yet; it can be restored until %s.".formatted(deletion.graceEndsAt());
      case RESTORED -> "Restored by %s.".formatted(deletion.restoredBy());
      case DONE -> "Everything is gone that does not have to stay.";
      case RUNNING ->
          next.map(step -> seen.test(step.tenant()) ? status(step) : HIDDEN)
              .orElse("Its steps are taken.");
    };
  }

  private static String status(Deletion.Step step) {
    return "%s of '%s'%s"
        .formatted(
            step.kind(),
            step.path(),
            step.reason().isEmpty()
                ? " is next."
                : " waits since " + step.since() + ": " + step.reason());
  }
}
