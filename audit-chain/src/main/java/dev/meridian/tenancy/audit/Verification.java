package dev.meridian.tenancy.audit;

import dev.meridian.tenancy.audit.ExportedLog.Link;
import dev.meridian.tenancy.audit.ExportedLog.Pending;
import dev.meridian.tenancy.audit.Verdict.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds what was done to a log. Everything is computed anew from the entries; what the chain says
 * about itself counts for nothing.
 *
 * <p>Without anything from elsewhere ({@link Trust}, anchors that the reader's own key verifies) a
 * chain that was rewritten from its first entry, or cut off together with its head, looks whole.
 */
public final class Verification {
  /** How long an event may wait for the chainer before it counts as one that it never saw. */
  public static final Duration GRACE = Duration.ofMinutes(10);

  private final ExportedLog log;
  private final Trust trust;
  private final List<Verdict> verdicts = new ArrayList<>();
  private final TreeMap<Long, List<Link>> places = new TreeMap<>();
  private final Map<Sha256, List<Link>> followers = new HashMap<>();
  private final Map<Sha256, Long> payloads = new HashMap<>();
  private final Map<Sha256, Long> positions = new HashMap<>();

  private Verification(ExportedLog log, Trust trust) {
    this.log = log;
    this.trust = trust;
    for (Link link : log.links()) {
      places.computeIfAbsent(link.position(), place -> new ArrayList<>()).add(link);
      followers.computeIfAbsent(link.previous(), hash -> new ArrayList<>()).add(link);
      payloads.put(link.payload(), link.position());
      positions.put(link.hash(), link.position());
    }
  }

  /** All verdicts, by position; none when the log is whole. */
  public static List<Verdict> of(ExportedLog log, Trust trust) {
    Verification verification = new Verification(log, trust);
    verification.order();
    verification.gaps();
    verification.places();
    verification.events();
    verification.end();
    verification.anchors();
    verification.earlierHeads();
    verification.unchained();
    return verification.verdicts.stream()
        .distinct()
        .sorted(java.util.Comparator.comparingLong(Verdict::position))
        .toList();
  }

  private void order() {
    long before = 0;
    for (Link link : log.links()) {
      if (link.position() < before) {
        say(Kind.REORDERED, link.position(), "Entry %d stands behind entry %d.", before);
      }
      before = link.position();
    }
  }

  private void gaps() {
    long expected = 1;
    for (long position : places.keySet()) {
      if (position > expected) {
        String which =
            position - 1 == expected
                ? "Entry %d is gone.".formatted(expected)
                : "Entries %d to %d are gone.".formatted(expected, position - 1);
        verdicts.add(new Verdict(Kind.MISSING, expected, which));
      }
      expected = position + 1;
    }
  }

  private void places() {
    places.forEach(
        (position, here) -> {
          if (here.size() > 1) {
            say(Kind.FORKED, position, "There are %2$d entries at place %1$d.", here.size());
            return;
          }
          Link link = here.getFirst();
          if (!stands(link, position)) {
            moved(link);
          } else {
            follows(link);
          }
        });
  }

  private boolean stands(Link link, long position) {
    return link.hash()
        .equals(ChainHashes.link(log.tenant(), position, link.previous(), link.payload()));
  }

  /** Its hash is not that of its place: is it that of another one? */
  private void moved(Link link) {
    long behind = positions.getOrDefault(link.previous(), link.position()) + 1;
    for (long place : List.of(behind, link.position() - 1, link.position() + 1)) {
      if (stands(link, place)) {
        say(Kind.REORDERED, link.position(), "Entry %d was made for place %d.", place);
        return;
      }
    }
    say(Kind.EDITED, link.position(), "The hash of entry %d is not that of what it says.");
  }

  private void follows(Link link) {
    long position = link.position();
    List<Link> before = places.getOrDefault(position - 1, List.of());
    if (position > 1 && before.size() != 1) {
      return;
    }
    Sha256 expected =
        before.isEmpty() ? ChainHashes.genesis(log.tenant()) : before.getFirst().hash();
    if (link.previous().equals(expected)) {
      return;
    }
    if (followersOf(link.previous()) > 1) {
      say(Kind.FORKED, position, "Entry %d and another one follow the same entry.");
    } else if (before.isEmpty()) {
      say(Kind.EDITED, position, "Entry %d does not begin the chain of this tenant.");
    } else if (stands(before.getFirst(), position - 1)) {
      say(
          Kind.EDITED,
          position - 1,
          "Entry %d is another one than entry %d was appended to.",
          position);
    }
  }

  private int followersOf(Sha256 hash) {
    return followers.getOrDefault(hash, List.of()).size();
  }

  private void events() {
    for (Link link : log.links()) {
      Sha256 computed = link.computed();
      if (computed == null) {
        say(Kind.MISSING, link.position(), "The event of entry %d is gone.");
      } else if (!computed.equals(link.payload())) {
        Long place = payloads.get(computed);
        if (place == null) {
          say(Kind.EDITED, link.position(), "The event of entry %d was changed.");
        } else {
          say(Kind.REORDERED, link.position(), "Entry %d has the event of entry %d.", place);
        }
      }
      for (String field : link.changed()) {
        say(Kind.EDITED, link.position(), "The %2$s of entry %1$d was changed.", field);
      }
    }
  }

  private void end() {
    ChainHead head = log.head();
    long last = last();
    if (head == null) {
      say(Kind.TRUNCATED, last, "The log ends after entry %d without its head.");
    } else if (last < head.position()) {
      say(
          Kind.TRUNCATED,
          last + 1,
          "The log ends before entry %d; its head is entry %d.",
          head.position());
    } else if (last > head.position()) {
      say(
          Kind.APPENDED_BY_HAND,
          head.position() + 1,
          "Entry %d is behind the head, which is entry %d.",
          head.position());
    } else if (last > 0 && !isAt(head)) {
      say(Kind.EDITED, last, "The hash of entry %d is not that of the head.");
    }
  }

  private void anchors() {
    List<AnchorLinks.Signed> signed = new ArrayList<>();
    for (Anchor anchor : log.anchors()) {
      AnchorStatement statement = AnchorStatement.parse(anchor.statement()).orElse(null);
      long position = anchor.head().position();
      if (statement == null) {
        say(Kind.ANCHOR_MISMATCH, position, "The anchor of entry %d cannot be read.");
      } else if (trust
          .key(statement.key())
          .filter(key -> AnchorKeys.signed(key, anchor.statement(), anchor.signatureBytes()))
          .isEmpty()) {
        say(
            Kind.ANCHOR_MISMATCH,
            position,
            "The anchor of entry %d (%s) is not signed by a key that is trusted.",
            statement.day());
      } else if (!MerkleTree.holds(
          statement.root(),
          statement.heads(),
          anchor.leaf(),
          ChainHashes.leaf(log.tenant(), anchor.head()),
          anchor.path())) {
        say(
            Kind.ANCHOR_MISMATCH,
            position,
            "The anchor of entry %d is not below the root that was signed on %s.",
            statement.day());
      } else {
        signed.add(new AnchorLinks.Signed(position, statement));
        against(anchor.head(), Kind.ANCHOR_MISMATCH, "as signed on " + statement.day());
      }
    }
    verdicts.addAll(AnchorLinks.of(signed));
  }

  private void earlierHeads() {
    for (ChainHead head : trust.earlier()) {
      against(head, Kind.FORKED, "as seen earlier");
    }
  }

  private void against(ChainHead head, Kind kind, String how) {
    if (head.position() > last()) {
      say(
          Kind.TRUNCATED,
          last() + 1,
          "The log ends before entry %d; there was an entry %d, %s.",
          head.position(),
          how);
    } else if (places.containsKey(head.position()) && !isAt(head)) {
      say(kind, head.position(), "Entry %d has another hash than %s.", how);
    }
  }

  private void unchained() {
    Instant since = log.exportedAt().minus(GRACE);
    for (Pending pending : log.pending()) {
      if (pending.at().isBefore(since)) {
        verdicts.add(
            new Verdict(
                Kind.APPENDED_BY_HAND,
                0,
                "Event %s of %s is in no entry of the chain."
                    .formatted(pending.event(), pending.at())));
      }
    }
  }

  private boolean isAt(ChainHead head) {
    return places.getOrDefault(head.position(), List.of()).stream()
        .anyMatch(link -> link.hash().equals(head.hash()));
  }

  private long last() {
    return places.isEmpty() ? 0 : places.lastKey();
  }

  private void say(Kind kind, long position, String message, Object... more) {
    Object[] all = new Object[more.length + 1];
    all[0] = position;
    System.arraycopy(more, 0, all, 1, more.length);
    verdicts.add(new Verdict(kind, position, message.formatted(all)));
  }
}
