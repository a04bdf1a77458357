package dev.meridian.controlplane.usage;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Reads the parameters of a usage report. */
@Component
class UsageQuery {
  private static final Duration LONGEST = Duration.ofDays(400);
  private static final Set<String> KEYS = Set.of("tenant", "service", "day");

  private final InstantSource clock;

  UsageQuery(InstantSource clock) {
    this.clock = clock;
  }

  /** Instants or UTC dates; without any, the running UTC month so far. */
  UsageReports.Period period(@Nullable String from, @Nullable String to) {
    Instant end = to == null ? clock.instant() : time("to", to);
    Instant begin =
        from == null
            ? LocalDate.ofInstant(end.minusNanos(1), ZoneOffset.UTC)
                .withDayOfMonth(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
            : time("from", from);
    if (!begin.isBefore(end)) {
      throw invalid("The period ends at " + end + " and begins at " + begin + ", not before that.");
    }
    if (Duration.between(begin, end).compareTo(LONGEST) > 0) {
      throw invalid("The period is longer than " + LONGEST.toDays() + " days. Ask in parts.");
    }
    return new UsageReports.Period(begin, end);
  }

  /** Comma-separated; tenants are always told apart. */
  static Grouping grouping(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return Grouping.ALL;
    }
    Set<String> keys = new HashSet<>(List.of(text.strip().split("\\s*,\\s*")));
    for (String key : keys) {
      if (!KEYS.contains(key)) {
        throw invalid("groupBy has \"" + key + "\"; possible are tenant, service and day.");
      }
    }
    return new Grouping(keys.contains("service"), keys.contains("day"));
  }

  /** True when CSV is named and JSON is not wanted more. */
  static boolean prefersCsv(@Nullable String accept) {
    if (accept == null) {
      return false;
    }
    try {
      double csv = 0;
      double json = 0;
      for (MediaType type : MediaType.parseMediaTypes(accept)) {
        if (type.getType().equals("text") && type.getSubtype().equals("csv")) {
          csv = Math.max(csv, type.getQualityValue());
        } else if (type.isConcrete() && type.includes(MediaType.APPLICATION_JSON)) {
          json = Math.max(json, type.getQualityValue());
        }
      }
      return csv > json;
    } catch (InvalidMediaTypeException e) {
      return false;
    }
  }

  private static Instant time(String name, String text) {
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw invalid(
          name + " is \"" + text + "\"; write it like 2026-11-01 or 2026-11-01T00:00:00Z.");
    }
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(ProblemType.INVALID, detail);
  }
}
