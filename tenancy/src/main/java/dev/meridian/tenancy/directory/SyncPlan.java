package dev.meridian.tenancy.directory;

import java.util.List;

/**
 * What a synchronisation does.
 *
 * @param differences in the order in which they are applied
 * @param withheld what is not done, and why
 */
public record SyncPlan(List<Difference> differences, List<Withheld> withheld) {
  public SyncPlan {
    differences = List.copyOf(differences);
    withheld = List.copyOf(withheld);
  }

  /**
   * @param subject what it is about
   * @param reason why not, and what a person can do
   */
  public record Withheld(String subject, String reason) {}
}
