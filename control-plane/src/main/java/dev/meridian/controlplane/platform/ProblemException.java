package dev.meridian.controlplane.platform;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends a request with a problem. The detail names the thing, the reason and the next step, and
 * never holds a secret's value: it is shown as it is.
 */
public class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final transient List<FieldError> errors;
  private final transient Map<String, Object> extensions = new LinkedHashMap<>();
  private transient @Nullable Duration wait;

  public ProblemException(ProblemType type, String detail) {
    this(type, detail, List.of());
  }

  public ProblemException(ProblemType type, String detail, List<FieldError> errors) {
    super(detail);
    this.type = type;
    this.errors = List.copyOf(errors);
  }

  /** A problem of type {@link ProblemType#NOT_FOUND}; foreign and unknown things read alike. */
  public static ProblemException notFound(String kind, String name) {
    return new ProblemException(
        ProblemType.NOT_FOUND, "There is no %s \"%s\" that you may see.".formatted(kind, name));
  }

  /** Adds a member to the problem document, beside those of RFC 9457. */
  public ProblemException with(String member, Object value) {
    extensions.put(member, value);
    return this;
  }

  /** Tells programs when to try again. */
  public ProblemException retryAfter(Duration wait) {
    this.wait = wait;
    return this;
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(wait);
  }

  public ProblemType type() {
    return type;
  }

  public List<FieldError> errors() {
    return errors;
  }

  public Map<String, Object> extensions() {
    return Map.copyOf(extensions);
  }
}
