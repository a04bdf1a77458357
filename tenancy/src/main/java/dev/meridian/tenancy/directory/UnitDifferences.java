package dev.meridian.tenancy.directory;

import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.directory.IdentityDirectory.Unit;
import dev.meridian.tenancy.directory.IdentityDirectory.UnitKind;
import dev.meridian.tenancy.directory.KnownIdentities.KnownTenant;
import dev.meridian.tenancy.directory.SyncPlan.Withheld;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which tenant each unit stands for, and which have to be made. Pure. */
final class UnitDifferences {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private static final String NO_TENANT =
      "there is no tenant of it here: it was deleted, or the path is another one";

  private final IdentityDirectory there;
  private final KnownIdentities here;
  private final List<Difference> differences;
  private final List<Withheld> withheld;
  private final Place root;
  private final Map<UUID, KnownTenant> tenants = new HashMap<>();
  private final Map<String, Place> byPath = new HashMap<>();
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();

  /** Groups that Meridian made for tenants that are deleted. */
  private final Map<String, Unit> orphans = new HashMap<>();

  UnitDifferences(
      IdentityDirectory there,
      KnownIdentities here,
      List<Difference> differences,
      List<Withheld> withheld) {
    this.there = there;
    this.here = here;
    this.differences = differences;
    this.withheld = withheld;
    this.root = new Place(here.root(), TenantRef.ROOT_PATH);
    for (KnownTenant tenant : here.tenants()) {
      tenants.put(tenant.id(), tenant);
      byPath.put(tenant.path(), new Place(tenant.id(), tenant.path()));
    }
  }

  void find() {
    List<Unit> left = new ArrayList<>(there.units());
    left.sort(Comparator.comparing(Unit::kind).thenComparing(Unit::name).thenComparing(Unit::id));
    left.forEach(unit -> names.put(unit.id(), unit.name()));
    Set<String> settled = new HashSet<>();
    boolean more = true;
    while (more) {
      more = false;
      for (Unit unit : List.copyOf(left)) {
        if (unit.parent() == null || settled.contains(unit.parent())) {
          resolve(unit);
          settled.add(unit.id());
          left.remove(unit);
          more = true;
        }
      }
    }
  }

  private void resolve(Unit unit) {
    Optional<UUID> linked = here.links().get(unit.id());
    if (linked != null) {
      KnownTenant tenant = linked.map(tenants::get).orElse(null);
      if (tenant == null && unit.published()) {
        orphans.put(unit.id(), unit);
      } else if (tenant == null) {
        hold(unit, NO_TENANT);
      } else {
        places.put(unit.id(), new Place(tenant.id(), tenant.path()));
      }
      return;
    }
    Place parent = unit.parent() == null ? root : places.get(unit.parent());
    if (parent == null) {
      hold(unit, "what is above it has no tenant");
      return;
    }
    if (!NAME.matcher(unit.name()).matches()) {
      hold(
          unit,
          "its name is no DNS label: use at most 63 lower-case letters, digits and dashes there");
      return;
    }
    if (isGoing(parent)) {
      hold(unit, "the tenant above it is being deleted");
      return;
    }
    Place wanted = parent.below(unit.name());
    Place known = byPath.get(wanted.path());
    if (known == null) {
      differences.add(new Difference.MakeTenant(unit, parent, wanted));
      byPath.put(wanted.path(), wanted);
    } else {
      differences.add(new Difference.LinkTenant(unit, known));
    }
    places.put(unit.id(), known == null ? wanted : known);
  }

  private boolean isGoing(Place place) {
    UUID id = place.tenant();
    KnownTenant tenant = id == null ? null : tenants.get(id);
    return tenant != null && tenant.going();
  }

  /** Where a role counts that somebody has at a unit; null when it stands for no tenant. */
  @Nullable Place place(@Nullable String unit) {
    return unit == null ? root : places.get(unit);
  }

  String name(@Nullable String unit) {
    return unit == null ? "the platform" : names.getOrDefault(unit, unit);
  }

  /** Nothing that was made there is taken away. */
  void keep() {
    orphans.values().forEach(unit -> hold(unit, NO_TENANT));
  }

  /** Groups of deleted tenants go, unless something else is below; returns their ids. */
  private Set<String> removed() {
    Map<String, Unit> going = new HashMap<>(orphans);
    boolean fewer = true;
    while (fewer) {
      fewer = false;
      for (Unit unit : there.units()) {
        if (unit.parent() != null && !going.containsKey(unit.id())) {
          fewer |= going.remove(unit.parent()) != null;
        }
      }
    }
    going.values().stream().map(Difference.RemoveGroup::new).forEach(differences::add);
    orphans.values().stream()
        .filter(unit -> !going.containsKey(unit.id()))
        .forEach(unit -> hold(unit, "its tenant is deleted, but groups below it stay"));
    return going.keySet();
  }

  /** The tenants that no group stands for get one, and groups that Meridian made go with theirs. */
  void publish() {
    Set<String> removed = removed();
    Set<String> withGroup = new HashSet<>();
    Set<String> taken = new HashSet<>();
    for (Unit unit : there.units()) {
      if (unit.kind() == UnitKind.GROUP && !removed.contains(unit.id())) {
        Place place = places.get(unit.id());
        if (place != null) {
          withGroup.add(place.path());
        }
        Place above = place(unit.parent());
        if (above != null) {
          taken.add(above.below(unit.name()).path());
        }
      }
    }
    byPath.values().stream()
        .filter(place -> !withGroup.contains(place.path()))
        .sorted(Comparator.comparing(Place::path))
        .forEach(place -> publish(place, withGroup, taken));
  }

  private void publish(Place place, Set<String> withGroup, Set<String> taken) {
    int slash = place.path().lastIndexOf('/');
    Place parent = slash < 0 ? root : byPath.getOrDefault(place.path().substring(0, slash), root);
    if (taken.contains(place.path())) {
      withheld.add(
          new Withheld(
              place.path(),
              "no group is made: another one has that name in the directory; rename it"));
    } else if (parent.equals(root) || withGroup.contains(parent.path())) {
      differences.add(new Difference.MakeGroup(place, parent, place.path().substring(slash + 1)));
      withGroup.add(place.path());
    } else {
      withheld.add(
          new Withheld(place.path(), "no group is made: the tenant above it has none either"));
    }
  }

  private void hold(Unit unit, String why) {
    withheld.add(new Withheld(unit.name(), why));
  }
}
