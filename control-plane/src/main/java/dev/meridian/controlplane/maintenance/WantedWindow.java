package dev.meridian.controlplane.maintenance;

import dev.meridian.controlplane.platform.FieldError;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A window as it is sent.
 *
 * @param days on which it opens, each once
 * @param start what the clocks of the zone show when it opens, hours and minutes: {@code 02:00}
 * @param durationMinutes how long it stays open, 15 minutes to 7 days
 * @param zone an IANA time zone: {@code Europe/Paris}
 */
@Schema(name = "SetMaintenanceWindow")
record WantedWindow(
    @Nullable List<@Nullable DayOfWeek> days,
    @Nullable String start,
    @Nullable Integer durationMinutes,
    @Nullable String zone) {
  private static final int SHORTEST = 15;

  /**
   * The window.
   *
   * @param pointer to it in the request
   * @param wrong is told what is wrong with it, field by field
   * @return null when something is
   */
  @Nullable WindowView checked(String pointer, Consumer<FieldError> wrong) {
    List<DayOfWeek> each =
        days == null ? List.of() : days.stream().filter(Objects::nonNull).distinct().toList();
    boolean good = true;
    if (each.isEmpty() || days == null || each.size() < days.size()) {
      good = false;
      wrong.accept(new FieldError(pointer + "/days", "name at least one day, and each once"));
    }
    if (start == null || !start.matches("([01][0-9]|2[0-3]):[0-5][0-9]")) {
      good = false;
      wrong.accept(
          new FieldError(pointer + "/start", "give hours and minutes, from 00:00 to 23:59"));
    }
    long most = MaintenanceWindow.LONGEST.toMinutes();
    if (durationMinutes == null || durationMinutes < SHORTEST || durationMinutes > most) {
      good = false;
      wrong.accept(
          new FieldError(
              pointer + "/durationMinutes", "give %d to %d minutes".formatted(SHORTEST, most)));
    }
    if (zone == null || !known(zone)) {
      good = false;
      wrong.accept(
          new FieldError(pointer + "/zone", "give an IANA time zone, such as Europe/Paris or UTC"));
    }
    return good && start != null && durationMinutes != null && zone != null
        ? new WindowView(List.copyOf(EnumSet.copyOf(each)), start, durationMinutes, zone)
        : null;
  }

  private static boolean known(String zone) {
    try {
      return ZoneId.of(zone).getId().length() <= 50;
    } catch (DateTimeException unknown) {
      return false;
    }
  }
}
