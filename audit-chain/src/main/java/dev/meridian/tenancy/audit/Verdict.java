package dev.meridian.tenancy.audit;

/**
 * Something that is wrong with a log.
 *
 * @param position of the entry, from 1; 0 when it is about no entry
 * @param message the finding, for people
 */
public record Verdict(Kind kind, long position, String message) {
  /** What was done to the log. */
  public enum Kind {
    /** An event, a personal value or an entry says something else than when it was chained. */
    EDITED,
    /** An entry, or the event of an entry, is gone. */
    MISSING,
    /** The end is gone: somebody has seen a longer log. */
    TRUNCATED,
    /** Two histories: two entries at one place, or another one than was seen there earlier. */
    FORKED,
    /** Entries or events have changed places. */
    REORDERED,
    /** There is an event or an entry that the chainer did not append. */
    APPENDED_BY_HAND,
    /** A signed anchor is not genuine, or says something else than the chain. */
    ANCHOR_MISMATCH
  }
}
