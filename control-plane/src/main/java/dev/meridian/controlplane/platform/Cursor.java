package dev.meridian.controlplane.platform;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cursors of lists: the sort key of the last row, opaque to clients, checked when it comes back.
 */
public final class Cursor {
  private static final String SEPARATOR = "\u001f";

  private Cursor() {}

  public static String encode(List<String> key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join(SEPARATOR, key).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The key in a cursor; null when there is no cursor.
   *
   * @param parts how many parts the key of this list has
   * @throws ProblemException when it is no cursor of this list
   */
  public static @Nullable List<String> decode(@Nullable String cursor, int parts) {
    if (cursor == null || cursor.isEmpty()) {
      return null;
    }
    try {
      List<String> key =
          List.of(
              new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8)
                  .split(SEPARATOR, -1));
      if (key.size() == parts) {
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
