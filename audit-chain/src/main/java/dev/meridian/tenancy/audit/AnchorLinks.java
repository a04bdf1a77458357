package dev.meridian.tenancy.audit;

import dev.meridian.tenancy.audit.Verdict.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out whether genuine anchors follow each other: each names the one before. A log that began
 * later than the platform has no anchor for its first one's predecessor, so that one stands alone.
 */
final class AnchorLinks {
  private AnchorLinks() {}

  /**
   * An anchor whose signature holds.
   *
   * @param position of the entry that it is about
   */
  record Signed(long position, AnchorStatement statement) {}

  static List<Verdict> of(List<Signed> anchors) {
    List<Signed> byDay =
        anchors.stream().sorted(Comparator.comparing(anchor -> anchor.statement().day())).toList();
    Map<Sha256, Signed> named = new HashMap<>();
    byDay.forEach(anchor -> named.put(anchor.statement().name(), anchor));
    List<Verdict> verdicts = new ArrayList<>();
    Map<Sha256, Signed> followers = new HashMap<>();
    for (Signed anchor : byDay) {
      Sha256 previous = anchor.statement().previous();
      boolean first = anchor == byDay.getFirst();
      if (previous == null) {
        if (!first) {
          verdicts.add(
              verdict(Kind.FORKED, anchor, "The anchor of %s begins anew, behind older ones."));
        }
        continue;
      }
      Signed rival = followers.putIfAbsent(previous, anchor);
      if (rival != null) {
        verdicts.add(
            verdict(
                Kind.FORKED,
                anchor,
                "The anchors of %s and " + rival.statement().day() + " follow the same one."));
      } else if (!first && !named.containsKey(previous)) {
        verdicts.add(
            verdict(Kind.MISSING, anchor, "The anchor that the one of %s follows is gone."));
      }
    }
    return verdicts;
  }

  private static Verdict verdict(Kind kind, Signed anchor, String message) {
    return new Verdict(kind, anchor.position(), message.formatted(anchor.statement().day()));
  }
}
