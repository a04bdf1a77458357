package dev.meridian.controlplane.maintenance;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The maintenance windows of a tenant or an instance.
 *
 * @param windows its own; none: those of the nearest tenant above bind it
 * @param inForce those that bind it
 * @param from whose windows are in force; null when there are none and nothing ever waits
 * @param open whether updates may go on now
 * @param opensAt when the next one opens; null while one is open and when there are none
 * @param closesAt when nothing is open any more; null while nothing is, or when something always is
 */
@Schema(name = "Maintenance")
record MaintenanceView(
    List<WindowView> windows,
    List<WindowView> inForce,
    @Nullable String from,
    boolean open,
    @Nullable Instant opensAt,
    @Nullable Instant closesAt,
    String etag) {}
