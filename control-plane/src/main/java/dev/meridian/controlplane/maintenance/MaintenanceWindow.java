package dev.meridian.controlplane.maintenance;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A time that comes back every week. On each of its days it opens when the clocks of its zone show
 * {@code start} and stays open for {@code length} of elapsed time, also over midnight and over a
 * change of the clocks. A start that the clocks skip is as much later as they were put forward; of
 * a start that they show twice the first one counts. It is open at its opening and not any more
 * when it closes.
 *
 * @param days at least one
 * @param length more than nothing, at most {@link #LONGEST}
 */
public record MaintenanceWindow(
    Set<DayOfWeek> days, LocalTime start, Duration length, ZoneId zone) {
  /** A window that is longer would meet itself a week later. */
  public static final Duration LONGEST = Duration.ofDays(7);

  public MaintenanceWindow {
    days = Set.copyOf(days);
    if (days.isEmpty() || !length.isPositive() || length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("No window: %s for %s".formatted(days, length));
    }
  }

  /** The first opening at or after a time. */
  ZonedDateTime opening(Instant at) {
    return openings(at.atZone(zone).toLocalDate().minusDays(1), 10)
        .filter(open -> !open.toInstant().isBefore(at))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(this + " does not open after " + at));
  }

  /** When those of its openings close that are open at a time; empty when it is closed. */
  Stream<Instant> closings(Instant at) {
    int back = (int) length.toDays() + 2;
    return openings(at.atZone(zone).toLocalDate().minusDays(back), back + 2)
        .map(ZonedDateTime::toInstant)
        .filter(open -> !open.isAfter(at) && at.isBefore(open.plus(length)))
        .map(open -> open.plus(length));
  }

  private Stream<ZonedDateTime> openings(LocalDate first, int count) {
    return first
        .datesUntil(first.plusDays(count))
        .filter(day -> days.contains(day.getDayOfWeek()))
        .map(day -> ZonedDateTime.of(day, start, zone));
  }
}
