package dev.meridian.tenancy;

import java.util.HashSet;
import java.util.Set;

/**
 * What a holder claims, and under which limits it counts.
 *
 * @param scopes in each of which all of the amounts count
 */
public record Claim(Amounts amounts, Set<QuotaScope> scopes) {
  public static final Claim NONE = new Claim(Amounts.NONE, Set.of());

  public Claim {
    scopes = Set.copyOf(scopes);
  }

  /** A claim that no limit of a package counts. */
  public static Claim of(Amounts amounts) {
    return new Claim(amounts, Set.of(QuotaScope.ALL));
  }

  /** A claim of something that was installed from a package. */
  public static Claim ofPackage(String name, Amounts amounts) {
    return new Claim(amounts, Set.of(QuotaScope.ALL, QuotaScope.ofPackage(name)));
  }

  /** The larger of the two for each resource, counted wherever one of them is. */
  public Claim max(Claim other) {
    return new Claim(amounts.max(other.amounts), scopesWith(other));
  }

  /** Both, counted wherever one of them is. */
  Claim plus(Claim other) {
    return new Claim(amounts.plus(other.amounts), scopesWith(other));
  }

  private Set<QuotaScope> scopesWith(Claim other) {
    Set<QuotaScope> both = new HashSet<>(scopes);
    both.addAll(other.scopes);
    return both;
  }

  /** What is left when {@code other} is taken, and nothing where that is more. */
  Claim without(Claim other) {
    return new Claim(amounts.without(other.amounts), scopes);
  }

  /** What of {@code resource} counts in {@code scope}. */
  long in(QuotaScope scope, Resource resource) {
    return scopes.contains(scope) && scope.kind().counts(resource) ? resource.in(amounts) : 0;
  }

  boolean nothing() {
    return amounts.equals(Amounts.NONE);
  }
}
