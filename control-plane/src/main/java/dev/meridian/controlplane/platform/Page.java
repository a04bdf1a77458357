package dev.meridian.controlplane.platform;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param nextCursor opaque; null on the last page
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {
  public static final int DEFAULT_LIMIT = 50;
  public static final int MAX_LIMIT = 1000;

  public Page {
    items = List.copyOf(items);
  }

  /**
   * Makes a page of rows that were read with a limit one above the page's.
   *
   * @param rows at most {@code limit + 1} rows
   * @param key what the next page starts after, for the last row of this page
   */
  public static <T> Page<T> of(List<T> rows, int limit, Function<T, List<String>> key) {
    if (rows.size() <= limit) {
      return new Page<>(rows, null);
    }
    List<T> page = rows.subList(0, limit);
    return new Page<>(page, Cursor.encode(key.apply(page.getLast())));
  }

  public <R> Page<R> map(Function<? super T, ? extends R> mapper) {
    return new Page<>(items.stream().<R>map(mapper).toList(), nextCursor);
  }

  /** The limit that a request asks for, refused outside 1 to {@value #MAX_LIMIT}. */
  public static int limit(@Nullable Integer asked) {
    if (asked == null) {
      return DEFAULT_LIMIT;
    }
    if (asked < 1 || asked > MAX_LIMIT) {
      throw new ProblemException(
          ProblemType.INVALID,
          "limit is %d; give a number from 1 to %d.".formatted(asked, MAX_LIMIT),
          List.of(new FieldError("/limit", "from 1 to " + MAX_LIMIT)));
    }
    return asked;
  }
}
