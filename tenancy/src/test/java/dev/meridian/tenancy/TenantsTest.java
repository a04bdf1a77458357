package dev.meridian.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.tenancy.testing.TestDatabase;
import java.util.List;
import java.util.UUID;
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
}
