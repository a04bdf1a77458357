package dev.meridian.tenancy.directory;

import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.directory.IdentityDirectory.Person;
import dev.meridian.tenancy.directory.IdentityDirectory.Shown;
import dev.meridian.tenancy.directory.KnownIdentities.KnownAccount;
import dev.meridian.tenancy.directory.KnownIdentities.KnownBinding;
import dev.meridian.tenancy.directory.KnownIdentities.KnownTenant;
import dev.meridian.tenancy.directory.SyncPlan.Withheld;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who of the directory's people has got which role at which tenant from people here, as groups in
 * the directory that show it and give nothing. Pure.
 */
final class ShownDifferences {
  /** As long as a name in Keycloak may be. */
  private static final int LONGEST_NAME = 255;

  private final IdentityDirectory there;
  private final KnownIdentities here;
  private final List<Difference> differences;
  private final List<Withheld> withheld;
  private final Map<UUID, String> paths;

  ShownDifferences(
      IdentityDirectory there,
      KnownIdentities here,
      List<Difference> differences,
      List<Withheld> withheld) {
    this.there = there;
    this.here = here;
    this.differences = differences;
    this.withheld = withheld;
    this.paths =
        here.tenants().stream().collect(Collectors.toMap(KnownTenant::id, KnownTenant::path));
  }

  void find() {
    Map<String, Map<String, Difference.ShowMember>> wanted = new TreeMap<>();
    for (Person person : there.people()) {
      KnownAccount account = here.accounts().get(person.subject());
      if (account != null && person.enabled() && !account.disabledHere()) {
        account.bindings().forEach(binding -> want(person, binding, wanted));
      }
    }
    Map<String, Shown> shown = new HashMap<>();
    there.shown().forEach(group -> shown.put(group.name(), group));
    wanted.forEach(
        (group, members) -> {
          Shown now = shown.remove(group);
          Set<String> in = now == null ? Set.of() : now.members();
          members.values().stream()
              .filter(member -> !in.contains(member.subject()))
              .forEach(differences::add);
          if (now != null) {
            in.stream()
                .filter(subject -> !members.containsKey(subject))
                .map(subject -> new Difference.HideMember(now, subject))
                .forEach(differences::add);
          }
        });
    shown.values().stream().map(Difference.RemoveShown::new).forEach(differences::add);
  }

  private void want(
      Person person, KnownBinding binding, Map<String, Map<String, Difference.ShowMember>> wanted) {
    @Nullable String path = paths.get(binding.tenant());
    boolean ofTenants = Role.find(binding.role()).filter(role -> !role.isOfPlatform()).isPresent();
    if (path == null || !ofTenants || binding.ofDirectory()) {
      return;
    }
    // No name of a tenant has a dot in it.
    String group = path.replace('/', '.') + ":" + binding.role();
    if (group.length() > LONGEST_NAME) {
      withheld.add(
          new Withheld(
              path, "its members are not shown: its path is too long for the name of a group"));
      return;
    }
    wanted
        .computeIfAbsent(group, name -> new TreeMap<>())
        .put(
            person.subject(),
            new Difference.ShowMember(
                group, person.subject(), person.username(), binding.role(), path));
  }
}
