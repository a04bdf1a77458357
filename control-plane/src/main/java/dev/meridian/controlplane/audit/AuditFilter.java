package dev.meridian.controlplane.audit;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events are asked for: the conditions by the names of their parameters, all of them ANDed.
 */
record AuditFilter(Map<String, Object> conditions) {
  private static final Set<String> OUTCOMES = Set.of("DONE", "REFUSED");

  /** Operators are leakproof, so that row-level security keeps none of them from an index. */
  private static final Map<String, String> SQL =
      Map.of(
          "actor", " and coalesce(p.actor, e.actor) = :actor",
          "action", " and e.action = :action",
          "subject", " and coalesce(p.subject, e.subject) = :subject",
          "outcome", " and e.outcome = :outcome",
          "from", " and e.at >= :from",
          "to", " and e.at < :to");

  /**
   * @throws ProblemException when a value has not the form that it needs
   */
  static AuditFilter of(
      @Nullable String actor,
      @Nullable String action,
      @Nullable String subject,
      @Nullable String outcome,
      @Nullable String from,
      @Nullable String to) {
    Map<String, Object> conditions = new LinkedHashMap<>();
    put(conditions, "actor", actor);
    put(conditions, "action", action);
    put(conditions, "subject", subject);
    if (outcome != null && !outcome.isEmpty() && !OUTCOMES.contains(outcome)) {
      throw invalid("outcome", outcome, "DONE or REFUSED");
    }
    put(conditions, "outcome", outcome);
    putTime(conditions, "from", from);
    putTime(conditions, "to", to);
    return new AuditFilter(conditions);
  }

  String sql() {
    StringBuilder sql = new StringBuilder();
    conditions.keySet().forEach(name -> sql.append(SQL.get(name)));
    return sql.toString();
  }

  private static void put(Map<String, Object> conditions, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      if (value.indexOf('\0') >= 0) {
        throw invalid(name, "…", "a text without zero characters");
      }
      conditions.put(name, value);
    }
  }

  private static void putTime(Map<String, Object> conditions, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      try {
        conditions.put(name, Instant.parse(value).atOffset(ZoneOffset.UTC));
      } catch (DateTimeException e) {
        ProblemException problem = invalid(name, value, "a time such as 2026-11-21T00:00:00Z");
        problem.initCause(e);
        throw problem;
      }
    }
  }

  private static ProblemException invalid(String name, String value, String form) {
    return new ProblemException(
        ProblemType.INVALID,
        "%s is '%s'; give %s.".formatted(name, value, form),
        List.of(new FieldError("/" + name, "must be " + form)));
  }
}
