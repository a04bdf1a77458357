package dev.meridian.controlplane.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MaintenanceRuleTest {
  private static MaintenanceRule rule(MaintenanceWindow... windows) {
    return new MaintenanceRule("acme", List.of(windows));
  }

  private static MaintenanceWindow window(DayOfWeek day, String start, int minutes, String zone) {
    return new MaintenanceWindow(
        Set.of(day), LocalTime.parse(start), Duration.ofMinutes(minutes), ZoneId.of(zone));
  }

  private static Instant at(String text) {
    return Instant.parse(text);
  }

  private static Instant opens(MaintenanceRule rule, String after) {
    return rule.opensAfter(at(after)).map(ZonedDateTime::toInstant).orElseThrow();
  }

  @Test
  void nothingWaitsWithoutWindows() {
    assertThat(MaintenanceRule.NONE.openAt(at("2026-05-05T12:00:00Z"))).isTrue();
    assertThat(MaintenanceRule.NONE.opensAfter(at("2026-05-05T12:00:00Z"))).isEmpty();
    assertThat(MaintenanceRule.NONE.closesAfter(at("2026-05-05T12:00:00Z"))).isEmpty();
  }

  @Test
  void isOpenAtItsOpeningAndNotAnyMoreWhenItCloses() {
    MaintenanceRule rule = rule(window(DayOfWeek.SUNDAY, "02:00", 60, "UTC"));
    assertThat(rule.openAt(at("2026-05-03T01:59:59.999Z"))).isFalse();
    assertThat(rule.openAt(at("2026-05-03T02:00:00Z"))).isTrue();
    assertThat(rule.openAt(at("2026-05-03T02:59:59.999Z"))).isTrue();
    assertThat(rule.openAt(at("2026-05-03T03:00:00Z"))).isFalse();
    assertThat(opens(rule, "2026-05-03T03:00:00Z")).isEqualTo(at("2026-05-10T02:00:00Z"));
  }

  @Test
  void staysOpenOverMidnight() {
    MaintenanceRule rule = rule(window(DayOfWeek.SATURDAY, "23:00", 180, "Europe/Paris"));
    assertThat(rule.openAt(at("2026-05-02T23:30:00Z"))).as("Sunday 01:30 in Paris").isTrue();
    assertThat(rule.closesAfter(at("2026-05-02T23:30:00Z"))).contains(at("2026-05-03T00:00:00Z"));
    assertThat(rule.openAt(at("2026-05-03T22:30:00Z"))).as("Monday 00:30 in Paris").isFalse();
  }

  /** Paris goes from 02:00 to 03:00 on 29 March 2026. */
  @Test
  void opensLaterWhenTheClocksSkipItsStart() {
    MaintenanceRule rule = rule(window(DayOfWeek.SUNDAY, "02:30", 60, "Europe/Paris"));
    assertThat(opens(rule, "2026-03-28T12:00:00Z"))
        .as("03:30 in summer time")
        .isEqualTo(at("2026-03-29T01:30:00Z"));
    assertThat(rule.closesAfter(at("2026-03-29T01:30:00Z"))).contains(at("2026-03-29T02:30:00Z"));
  }

  /** Paris shows 02:00 to 03:00 twice on 25 October 2026. */
  @Test
  void opensOnceWhenTheClocksShowItsStartTwice() {
    MaintenanceRule rule = rule(window(DayOfWeek.SUNDAY, "02:30", 45, "Europe/Paris"));
    assertThat(opens(rule, "2026-10-24T12:00:00Z")).isEqualTo(at("2026-10-25T00:30:00Z"));
    assertThat(rule.closesAfter(at("2026-10-25T00:30:00Z"))).contains(at("2026-10-25T01:15:00Z"));
    assertThat(rule.openAt(at("2026-10-25T01:30:00Z"))).as("02:30 for the second time").isFalse();
    assertThat(opens(rule, "2026-10-25T01:20:00Z")).isEqualTo(at("2026-11-01T01:30:00Z"));
  }

  @Test
  void countsWindowsThatFollowEachOtherAsOne() {
    MaintenanceRule rule =
        rule(
            window(DayOfWeek.SUNDAY, "02:00", 60, "UTC"),
            window(DayOfWeek.SUNDAY, "03:00", 30, "UTC"));
    assertThat(rule.closesAfter(at("2026-05-03T02:10:00Z"))).contains(at("2026-05-03T03:30:00Z"));
  }

  @Test
  void neverClosesWhenEachDayLastsADay() {
    MaintenanceRule rule =
        rule(
            new MaintenanceWindow(
                EnumSet.allOf(DayOfWeek.class),
                LocalTime.MIDNIGHT,
                Duration.ofDays(1),
                ZoneId.of("UTC")));
    assertThat(rule.openAt(at("2026-05-03T02:10:00Z"))).isTrue();
    assertThat(rule.closesAfter(at("2026-05-03T02:10:00Z"))).isEmpty();
  }

  @Test
  void takesTheFirstOpeningOfSeveralZones() {
    MaintenanceRule rule =
        rule(
            window(DayOfWeek.SUNDAY, "02:00", 60, "America/New_York"),
            window(DayOfWeek.SUNDAY, "02:00", 60, "Asia/Tokyo"));
    assertThat(opens(rule, "2026-05-01T00:00:00Z")).isEqualTo(at("2026-05-02T17:00:00Z"));
  }
}
