package dev.meridian.controlplane.platform;

import org.jspecify.annotations.Nullable;

/** Entity tags of things that have a version, and the preconditions on them. */
public final class EntityTag {
  private EntityTag() {}

  /** The tag of a version, as it stands in the header. */
  public static String of(long version) {
    return "\"" + version + "\"";
  }

  /**
   * Passes when the header {@code If-Match} names the present tag, or any ({@code *}).
   *
   * @param thing how the thing is named to people
   * @throws ProblemException precondition required without the header, version conflict with a tag
   *     that is not the present one
   */
  public static void require(@Nullable String ifMatch, String present, String thing) {
    if (ifMatch == null) {
      throw new ProblemException(
          ProblemType.PRECONDITION_REQUIRED,
          "Read %s first and send its ETag in If-Match, so that no change of somebody else is lost."
              .formatted(thing));
    }
    check(ifMatch, present, thing);
  }

  /** As {@link #require}, where the header may be missing. */
  public static void check(@Nullable String ifMatch, String present, String thing) {
    if (ifMatch == null || ifMatch.strip().equals("*")) {
      return;
    }
    for (String tag : ifMatch.split(",", -1)) {
      if (tag.strip().equals(present)) {
        return;
      }
    }
    throw new ProblemException(
        ProblemType.VERSION_CONFLICT,
        "%s has changed since you read it; read it again and decide anew."
            .formatted(Character.toUpperCase(thing.charAt(0)) + thing.substring(1)));
  }
}
