package dev.meridian.controlplane.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

/** Over the changes of the clocks of zones that differ in when and by how much they change them. */
class MaintenanceRulePropertiesTest {
  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Paris",
          "America/New_York",
          "America/St_Johns",
          "Australia/Lord_Howe",
          "Asia/Kathmandu",
          "Pacific/Apia",
          "Africa/Casablanca");

  @Provide
  static Arbitrary<MaintenanceRule> rules() {
    return windows().list().ofMinSize(1).ofMaxSize(4).map(all -> new MaintenanceRule("acme", all));
  }

  @Provide
  static Arbitrary<MaintenanceWindow> windows() {
    return Combinators.combine(
            Arbitraries.of(DayOfWeek.class).set().ofMinSize(1),
            Arbitraries.integers().between(0, 24 * 60 - 1),
            Arbitraries.integers().between(15, 7 * 24 * 60),
            Arbitraries.of(ZONES))
        .as(
            (days, start, minutes, zone) ->
                new MaintenanceWindow(
                    days,
                    LocalTime.MIDNIGHT.plusMinutes(start),
                    Duration.ofMinutes(minutes),
                    ZoneId.of(zone)));
  }

  /** Half of them close to a change of the clocks. */
  @Provide
  static Arbitrary<Instant> times() {
    Instant from = Instant.parse("2024-01-01T00:00:00Z");
    Arbitrary<Instant> any =
        Arbitraries.longs().between(0, 4L * 365 * 24 * 60).map(m -> from.plusSeconds(m * 60));
    Arbitrary<Instant> changes =
        Combinators.combine(
                Arbitraries.of(ZONES),
                any,
                Arbitraries.integers().between(-3 * 24 * 60, 3 * 24 * 60))
            .as(
                (zone, time, minutes) ->
                    Optional.ofNullable(ZoneId.of(zone).getRules().nextTransition(time))
                        .map(change -> change.getInstant())
                        .orElse(time)
                        .plusSeconds(minutes * 60L));
    return Arbitraries.oneOf(List.of(any, changes));
  }

  @Property
  void isEitherOpenOrOpensWithinAWeekAndAnHour(
      @ForAll("rules") MaintenanceRule rule, @ForAll("times") Instant time) {
    Optional<Instant> opens = rule.opensAfter(time).map(ZonedDateTime::toInstant);
    assertThat(opens.isEmpty()).isEqualTo(rule.openAt(time));
    opens.ifPresent(
        at -> {
          assertThat(at).isAfter(time).isBefore(time.plus(Duration.ofDays(8)));
          assertThat(rule.openAt(at)).isTrue();
          assertThat(rule.openAt(at.minusNanos(1))).isFalse();
        });
  }

  @Property
  void staysClosedUntilItOpensAndOpenUntilItCloses(
      @ForAll("rules") MaintenanceRule rule,
      @ForAll("times") Instant time,
      @ForAll @DoubleRange(max = 1, maxIncluded = false) double share) {
    rule.opensAfter(time)
        .ifPresent(at -> assertThat(rule.openAt(between(time, at.toInstant(), share))).isFalse());
    rule.closesAfter(time)
        .ifPresent(
            at -> {
              assertThat(rule.openAt(between(time, at, share))).isTrue();
              assertThat(rule.openAt(at)).isFalse();
            });
  }

  /** Against what the clocks show, minute by minute, where they do not skip the start. */
  @Property(tries = 200)
  void opensWhenTheClocksOfItsZoneFirstShowItsStartOnOneOfItsDays(
      @ForAll("windows") MaintenanceWindow window, @ForAll("times") Instant time) {
    ZonedDateTime open = window.opening(time);
    if (!open.toLocalTime().equals(window.start())) {
      assertThat(offsets(window, open.toLocalDate().atTime(window.start())))
          .as("only a start that the clocks skip is moved")
          .isEmpty();
      return;
    }
    Instant shown = time;
    while (!shows(window, shown)) {
      shown = shown.plusSeconds(60);
    }
    assertThat(open.toInstant()).isEqualTo(shown);
  }

  private static boolean shows(MaintenanceWindow window, Instant time) {
    ZonedDateTime clock = time.atZone(window.zone());
    return window.days().contains(clock.getDayOfWeek())
        && clock.toLocalTime().equals(window.start())
        && offsets(window, clock.toLocalDateTime()).getFirst().equals(clock.getOffset());
  }

  private static List<ZoneOffset> offsets(MaintenanceWindow window, LocalDateTime clock) {
    return window.zone().getRules().getValidOffsets(clock);
  }

  private static Instant between(Instant from, Instant to, double share) {
    return from.plusNanos((long) (Duration.between(from, to).toNanos() * share));
  }

  @Property
  void moreWindowsNeverCloseWhatIsOpen(
      @ForAll("rules") MaintenanceRule rule,
      @ForAll("windows") MaintenanceWindow more,
      @ForAll("times") Instant time) {
    MaintenanceRule both =
        new MaintenanceRule(
            "acme", Stream.concat(rule.windows().stream(), Stream.of(more)).toList());
    assertThat(both.openAt(time))
        .isEqualTo(rule.openAt(time) || new MaintenanceRule("acme", List.of(more)).openAt(time));
  }
}
