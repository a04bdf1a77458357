package dev.meridian.tenancy;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a limit is about: everything of a tenant, what runs in one region, or what is installed from
 * one package. Written as {@code all}, {@code region:NAME}, {@code package:NAME}.
 *
 * @param name of the region or package; empty for everything
 */
public record QuotaScope(Kind kind, String name) implements Comparable<QuotaScope> {
  public static final QuotaScope ALL = new QuotaScope(Kind.ALL, "");

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /** What a scope narrows to. */
  public enum Kind {
    ALL(EnumSet.allOf(Resource.class)),
    /** Counted where placement decides: what pods hold of nodes. */
    REGION(EnumSet.of(Resource.CPUS, Resource.MEMORY, Resource.DISK, Resource.PODS)),
    PACKAGE(EnumSet.complementOf(EnumSet.of(Resource.SECRETS)));

    private final Set<Resource> counted;

    Kind(Set<Resource> counted) {
      this.counted = counted;
    }

    /** Whether a limit of this kind can be about this resource. */
    public boolean counts(Resource resource) {
      return counted.contains(resource);
    }
  }

  public static QuotaScope ofRegion(String name) {
    return new QuotaScope(Kind.REGION, name);
  }

  public static QuotaScope ofPackage(String name) {
    return new QuotaScope(Kind.PACKAGE, name);
  }

  /**
   * Reads a scope as it is written.
   *
   * @throws TenancyException.Invalid when it is none; the field is {@code scope}
   */
  public static QuotaScope parse(String text) {
    if (text.equals("all")) {
      return ALL;
    }
    int colon = text.indexOf(':');
    String name = text.substring(colon + 1);
    for (Kind kind : new Kind[] {Kind.REGION, Kind.PACKAGE}) {
      if (colon > 0
          && text.substring(0, colon).equals(kind.name().toLowerCase(Locale.ROOT))
          && NAME.matcher(name).matches()) {
        return new QuotaScope(kind, name);
      }
    }
    throw new TenancyException.Invalid(
        "scope",
        "'%s' is no scope of a limit. Write all, region:NAME or package:NAME.".formatted(text));
  }

  /** As it is written. */
  public String text() {
    return kind == Kind.ALL ? "all" : kind.name().toLowerCase(Locale.ROOT) + ":" + name;
  }

  @Override
  public int compareTo(QuotaScope other) {
    return text().compareTo(other.text());
  }

  @Override
  public String toString() {
    return text();
  }
}
