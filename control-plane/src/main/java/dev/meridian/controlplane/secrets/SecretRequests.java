package dev.meridian.controlplane.secrets;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.secrets.SecretValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is asked of secrets, checked. No message ever quotes a value. */
final class SecretRequests {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9._/-]{0,61}[a-z0-9])?");
  private static final int LONGEST_LABEL_VALUE = 200;
  private static final int MOST_LABELS = 32;
  private static final int LONGEST_DESCRIPTION = 1000;

  private SecretRequests() {}

  /** A value: as text, or as Base64 when it is none; one of the two. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "SecretText")
  record Value(@Nullable String text, @Nullable String base64) {
    static Value of(SecretValue value) {
      return value
          .text()
          .map(text -> new Value(text, null))
          .orElseGet(() -> new Value(null, Base64.getEncoder().encodeToString(value.bytes())));
    }

    SecretValue read() {
      if ((text == null) == (base64 == null)) {
        throw invalid("/text", "Give the value as text or as base64, one of the two.");
      }
      if (text != null) {
        return SecretValue.of(text);
      }
      try {
        return SecretValue.of(Base64.getDecoder().decode(base64));
      } catch (IllegalArgumentException e) {
        throw invalid(
            "/base64",
            "The value is not Base64; encode its bytes with the alphabet of RFC 4648, section 4.");
      }
    }

    @Override
    public String toString() {
      return "a secret value";
    }
  }

  @Schema(name = "NewSecret")
  record Create(
      @Nullable String path,
      @Nullable String description,
      @Nullable Map<String, String> labels,
      @Nullable String text,
      @Nullable String base64) {
    Value value() {
      return new Value(text, base64);
    }

    String requiredPath() {
      if (path == null || path.isBlank()) {
        throw invalid("/path", "The secret has no path; give one, such as kafka/admin-password.");
      }
      return path;
    }

    String descriptionOrNone() {
      return SecretRequests.description(description);
    }

    Map<String, String> checkedLabels() {
      return checked(labels);
    }

    @Override
    public String toString() {
      return "a secret at " + path;
    }
  }

  @Schema(name = "SecretChange")
  record Describe(@Nullable String description, @Nullable Map<String, String> labels) {
    String descriptionOrNone() {
      return SecretRequests.description(description);
    }

    Map<String, String> checkedLabels() {
      return checked(labels);
    }
  }

  /** Labels of a filter, as {@code name=value}. */
  static Map<String, String> labels(@Nullable List<String> filters) {
    Map<String, String> labels = new HashMap<>();
    for (String filter : filters == null ? List.<String>of() : filters) {
      int equals = filter.indexOf('=');
      if (equals < 1) {
        throw invalid("/label", "A filter by label is name=value; '" + filter + "' is not.");
      }
      labels.put(filter.substring(0, equals), filter.substring(equals + 1));
    }
    return labels;
  }

  private static String description(@Nullable String given) {
    String description = given == null ? "" : given;
    if (description.length() > LONGEST_DESCRIPTION) {
      throw invalid(
          "/description", "The description is longer than " + LONGEST_DESCRIPTION + " characters.");
    }
    return description;
  }

  private static Map<String, String> checked(@Nullable Map<String, String> given) {
    Map<String, String> labels = given == null ? Map.of() : given;
    if (labels.size() > MOST_LABELS) {
      throw invalid("/labels", "A secret has at most " + MOST_LABELS + " labels.");
    }
    labels.forEach(
        (name, value) -> {
          if (!LABEL.matcher(name).matches() || value.length() > LONGEST_LABEL_VALUE) {
            throw invalid(
                "/labels",
                "Label '%s' cannot be: names have lower-case letters, digits, '.', '_', '/' and '-', values at most %d characters."
                    .formatted(name, LONGEST_LABEL_VALUE));
          }
        });
    return labels;
  }

  private static ProblemException invalid(String pointer, String message) {
    return new ProblemException(
        ProblemType.INVALID, message, List.of(new FieldError(pointer, message)));
  }
}
