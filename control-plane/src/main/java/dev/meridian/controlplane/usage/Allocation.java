package dev.meridian.controlplane.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.BiConsumer;

/** What a pod or a kept volume held from a time, inclusive, to a time, exclusive. */
record Allocation(
    UUID tenant,
    String service,
    UUID holder,
    Instant from,
    Instant to,
    long cpuMillis,
    long memoryBytes,
    long diskBytes,
    long pods) {

  /** Hands over the part on each UTC day that it touches. */
  void eachDay(BiConsumer<LocalDate, Consumption> action) {
    Instant begin = from;
    while (begin.isBefore(to)) {
      LocalDate day = LocalDate.ofInstant(begin, ZoneOffset.UTC);
      Instant midnight = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      Instant end = midnight.isBefore(to) ? midnight : to;
      action.accept(day, Consumption.of(this, begin, end));
      begin = end;
    }
  }
}
