package dev.meridian.controlplane.maintenance;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;

/**
 * A window as it is answered and stored.
 *
 * @param days on which it opens
 * @param start what the clocks of the zone show when it opens, hours and minutes: {@code 02:00}
 * @param durationMinutes how long it stays open
 * @param zone an IANA time zone: {@code Europe/Paris}
 */
@Schema(name = "MaintenanceWindow")
record WindowView(List<DayOfWeek> days, String start, int durationMinutes, String zone) {
  static WindowView of(MaintenanceWindow window) {
    return new WindowView(
        window.days().stream().sorted().toList(),
        window.start().toString(),
        (int) window.length().toMinutes(),
        window.zone().getId());
  }

  MaintenanceWindow window() {
    return new MaintenanceWindow(
        EnumSet.copyOf(days),
        LocalTime.parse(start),
        Duration.ofMinutes(durationMinutes),
        ZoneId.of(zone));
  }
}
