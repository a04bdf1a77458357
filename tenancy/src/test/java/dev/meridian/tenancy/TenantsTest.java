package dev.meridian.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.tenancy.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TenantsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void hasOneRootAndPathsBelowIt() {
    UUID unit = database.tenant(database.tenant("org"), "unit");

    assertThat(database.tenants().root().path()).isEqualTo("-");
    assertThat(database.tenants().find(unit).path()).isEqualTo("org/unit");
    assertThat(database.tenants().get(unit).parentPath()).isEqualTo("org");
    assertThat(database.tenants().lookUp("org/unit")).map(Tenant::id).contains(unit);
    assertThat(database.tenants().lookUp("unit")).isEmpty();
    assertThat(database.tenants().subtree(database.tenants().lookUp("org").orElseThrow().id()))
        .hasSize(2);
  }

  @Test
  void refusesTakenNamesAndLabelsAndBadOnes() {
    UUID root = database.tenants().root().id();
    database.tenants().create(root, "taken", null, "taken-label");

    assertThatThrownBy(() -> database.tenants().create(root, "taken", null, null))
        .isInstanceOf(TenancyException.NameTaken.class)
        .hasMessageContaining("'taken'");
    assertThatThrownBy(() -> database.tenants().create(root, "other", null, "taken-label"))
        .isInstanceOf(TenancyException.NameTaken.class)
        .hasMessageContaining("'taken-label'");
    for (String bad : List.of("Big", "-a", "a-", "a.b", "", "a".repeat(64))) {
      assertThatThrownBy(() -> database.tenants().create(root, bad, null, "fine"))
          .as(bad)
          .isInstanceOf(TenancyException.Invalid.class);
    }
  }

  @Test
  void makesLabelsThatFitIntoDnsNames() {
    UUID root = database.tenants().root().id();
    Tenant made =
        database.tenants().create(root, "a".repeat(20) + "-" + "b".repeat(30), null, null);

    assertThat(made.label()).matches("[a-z0-9][a-z0-9-]{0,28}[a-z0-9]").startsWith("aaaa");
  }

  @Test
  void pagesWhatIsVisibleByPath() {
    UUID top = database.tenant("pages");
    for (String name : List.of("b", "a", "c")) {
      database.tenant(top, name);
    }

    assertThat(
            database
                .tenants()
                .within(new Permissions.Reach(List.of(top), List.of()), null, null, 3))
        .extracting(Tenant::path)
        .containsExactly("pages", "pages/a", "pages/b");
    assertThat(
            database
                .tenants()
                .within(new Permissions.Reach(List.of(top), List.of()), top, "pages/a", 10))
        .extracting(Tenant::path)
        .containsExactly("pages/b", "pages/c");
  }

  @Test
  void pagesEachTenantInReachOnceWhereverAPageEnds() {
    // Dashes come before the slash, letters and digits after it: a walk of the tree is another
    // order than that of paths.
    UUID top = database.tenant("walk");
    UUID a = database.tenant(top, "a");
    UUID dashed = database.tenant(top, "a-b");
    UUID below = database.tenant(a, "b");
    UUID alone = database.tenant(database.tenant("walk-aside"), "only");
    for (String name : List.of("a", "a-b", "a-b-c", "ab", "a0", "z")) {
      database.tenant(below, name);
      database.tenant(dashed, name);
      database.tenant(alone, name);
    }
    database.tenant(top, "ab");
    // One top is below another, and one tenant is named alone that is in reach anyway.
    Permissions.Reach reach =
        new Permissions.Reach(List.of(below, top, dashed), List.of(alone, below));
    List<String> all =
        database.tenants().below(database.tenants().root().id()).stream()
            .map(Tenant::path)
            .filter(path -> path.matches("walk(/.*)?|walk-aside/only"))
            .sorted()
            .toList();
    assertThat(all).hasSize(18);

    for (int size = 1; size <= all.size(); size++) {
      assertThat(pages(reach, null, size)).as("pages of %d", size).isEqualTo(all);
    }
    assertThat(pages(reach, below, 2))
        .isEqualTo(all.stream().filter(path -> path.matches("walk/a/b/[^/]*")).toList());
    assertThat(pages(reach, alone, 2)).isEmpty();
    assertThat(database.tenants().within(reach, below, null, 1).getFirst().parentPath())
        .isEqualTo("walk/a/b");
    assertThat(database.tenants().within(reach, null, null, 1).getFirst().parentPath())
        .isEqualTo("-");
  }

  @Test
  void pagesThePlatformWithoutItselfAndWithoutWhatIsDeleted() {
    UUID root = database.tenants().root().id();
    UUID gone = database.tenant("paged-gone");
    database.tenant("paged-here");
    database
        .scopes()
        .asSystem(
            SystemJob.TENANT_ADMINISTRATION,
            () ->
                database
                    .jdbc()
                    .sql("update tenant set state = 'DELETED' where id = ?")
                    .param(gone)
                    .update());
    Permissions.Reach everywhere = new Permissions.Reach(List.of(root), List.of());

    assertThat(pages(everywhere, null, 1))
        .contains("paged-here")
        .doesNotContain("paged-gone", "-", "");
    assertThat(pages(everywhere, root, 1))
        .contains("paged-here")
        .doesNotContain("paged-gone")
        .noneMatch(path -> path.contains("/"));
  }

  private static List<String> pages(Permissions.Reach reach, @Nullable UUID parent, int size) {
    List<String> paths = new ArrayList<>();
    List<Tenant> page = database.tenants().within(reach, parent, null, size);
    while (!page.isEmpty()) {
      page.forEach(tenant -> paths.add(tenant.path()));
      page = database.tenants().within(reach, parent, paths.getLast(), size);
    }
    return paths;
  }
}
