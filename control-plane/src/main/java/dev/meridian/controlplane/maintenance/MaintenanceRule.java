package dev.meridian.controlplane.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When pods of an instance that run may be launched anew for an update.
 *
 * @param of whose windows these are, for people; empty when there are none
 * @param windows without any, always
 */
public record MaintenanceRule(String of, List<MaintenanceWindow> windows) {
  /** Nothing ever waits. */
  public static final MaintenanceRule NONE = new MaintenanceRule("", List.of());

  /** What closes later than that counts as never. */
  private static final Duration FAR = Duration.ofDays(15);

  public MaintenanceRule {
    windows = List.copyOf(windows);
  }

  /** Whether updates may go on at a time. */
  public boolean openAt(Instant at) {
    return windows.isEmpty()
        || windows.stream().anyMatch(w -> w.closings(at).findAny().isPresent());
  }

  /**
   * The next opening after a time at which nothing is open, with the zone of its window; empty when
   * something is open.
   */
  public Optional<ZonedDateTime> opensAfter(Instant at) {
    return openAt(at)
        ? Optional.empty()
        : windows.stream()
            .map(w -> w.opening(at))
            .min(Comparator.comparing(ZonedDateTime::toInstant));
  }

  /**
   * When nothing is open any more; windows that follow each other without a gap count as one. Empty
   * when nothing is open at the time, or when something always is.
   */
  public Optional<Instant> closesAfter(Instant at) {
    Instant end = at;
    Optional<Instant> later = lastClosing(end);
    while (later.isPresent() && Duration.between(at, end).compareTo(FAR) < 0) {
      end = later.get();
      later = lastClosing(end);
    }
    return later.isPresent() || end.equals(at) ? Optional.empty() : Optional.of(end);
  }

  private Optional<Instant> lastClosing(Instant at) {
    return windows.stream().flatMap(w -> w.closings(at)).max(Comparator.naturalOrder());
  }
}
