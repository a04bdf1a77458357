package dev.meridian.controlplane.platform;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Cursors of lists: the sort key of the last row, opaque to clients, checked when it comes back.
 */
public final class Cursor {
  private static final String SEPARATOR = "\u001f";

  /** What a part of a key is, so that a forged one is refused before it reaches a query. */
  public enum Part {
    TEXT {
      @Override
      boolean fits(String part) {
        // PostgreSQL knows no text with a NUL in it.
        return part.indexOf('\0') < 0;
      }
    },
    ID {
      @Override
      boolean fits(String part) {
        return ID_FORM.matcher(part).matches();
      }
    },
    NUMBER {
      @Override
      boolean fits(String part) {
        return NUMBER_FORM.matcher(part).matches();
      }
    },
    TIME {
      @Override
      boolean fits(String part) {
        try {
          return !Instant.parse(part).isBefore(Instant.EPOCH);
        } catch (DateTimeParseException e) {
          return false;
        }
      }
    };

    abstract boolean fits(String part);
  }

  private static final Pattern ID_FORM =
      Pattern.compile("[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}");
  private static final Pattern NUMBER_FORM = Pattern.compile("[0-9]{1,18}");

  private Cursor() {}

  public static String encode(List<String> key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join(SEPARATOR, key).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The key in a cursor; null when there is no cursor.
   *
   * @param parts what the key of this list is made of
   * @throws ProblemException when it is no cursor of this list
   */
  public static @Nullable List<String> decode(@Nullable String cursor, Part... parts) {
    if (cursor == null || cursor.isEmpty()) {
      return null;
    }
    try {
      List<String> key =
          List.of(
              new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8)
                  .split(SEPARATOR, -1));
      if (key.size() == parts.length
          && IntStream.range(0, parts.length).allMatch(i -> parts[i].fits(key.get(i)))) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      throw notOurs(e);
    }
    throw notOurs(null);
  }

  private static ProblemException notOurs(@Nullable Throwable cause) {
    ProblemException problem =
        new ProblemException(
            ProblemType.INVALID,
            "The cursor is not one of this list; start again without it.",
            List.of(new FieldError("/cursor", "not a cursor of this list")));
    if (cause != null) {
      problem.initCause(cause);
    }
    return problem;
  }
}
