package dev.meridian.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant by a name that is not known. */
public final class NearestName {
  private static final int LONGEST_COMPARED = 100;

  private NearestName() {}

  /**
   * The known name nearest to the given one; empty when none is near. Near is: the same but for
   * case and punctuation, one the beginning of the other, or few typing errors (counted with
   * transpositions) for the length.
   */
  public static Optional<String> of(String given, Collection<String> known) {
    if (given.length() > LONGEST_COMPARED) {
      return Optional.empty();
    }
    return known.stream()
        .filter(name -> name.length() <= LONGEST_COMPARED)
        .filter(name -> distance(given, name) <= allowed(given, name))
        .min(Comparator.comparingInt(name -> distance(given, name)));
  }

  private static int allowed(String given, String name) {
    return Math.max(1, Math.max(given.length(), name.length()) / 3);
  }

  private static int distance(String given, String name) {
    String a = plain(given);
    String b = plain(name);
    if (a.equals(b)) {
      return 0;
    }
    boolean beginning =
        Math.min(a.length(), b.length()) >= 3 && (a.startsWith(b) || b.startsWith(a));
    return beginning ? 1 : edits(a, b);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
  }

  /** Optimal string alignment distance. */
  private static int edits(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      cost[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      cost[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(
                Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1),
                cost[i - 1][j - 1] + substitution);
        boolean transposed =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (transposed) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
