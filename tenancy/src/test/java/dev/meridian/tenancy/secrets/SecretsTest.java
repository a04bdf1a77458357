package dev.meridian.tenancy.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.tenancy.Resource;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.TenancyException;
import dev.meridian.tenancy.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void keepsVersionsAndGivesPodsTheNewest() {
    UUID tenant = database.tenant("versions");
    UUID id = create(tenant, "kafka/password", "first");

    in(tenant, () -> secrets().rotate(tenant, id, SecretValue.of("second")));

    assertThat(open(tenant, id, 1)).isEqualTo(SecretValue.of("first"));
    assertThat(open(tenant, id, 2)).isEqualTo(SecretValue.of("second"));
    assertThat(in(tenant, () -> secrets().current(tenant, Set.of("kafka/password", "none"))))
        .isEqualTo(Map.of("kafka/password", new SecretVersion(id, 2, false)));
    Secret.Detail detail = in(tenant, () -> secrets().detail(tenant, id));
    assertThat(detail.secret().currentVersion()).isEqualTo(2);
    assertThat(detail.versions()).extracting(Secret.Version::number).containsExactly(2, 1);
  }

  @Test
  void countsSecretsUnderTheirLimitUntilTheyAreDeleted() {
    UUID tenant = database.tenant("limited");
    database.quotaLimits().setOverall(tenant, Map.of(Resource.SECRETS, 1L));
    UUID only = create(tenant, "only", "value");

    assertThatThrownBy(() -> create(tenant, "second", "value"))
        .isInstanceOf(TenancyException.QuotaExceeded.class)
        .hasMessageContaining("1 of 1 are used and 1 more were asked for");
    in(
        tenant,
        () -> {
          secrets().delete(tenant, only);
          return true;
        });
    create(tenant, "second", "value");
  }

  @Test
  void storesNoValueInClear() {
    UUID tenant = database.tenant("clear");
    String canary = "canary-" + UUID.randomUUID();
    UUID id = create(tenant, "canary", canary);
    in(tenant, () -> secrets().reveal(tenant, id, 1));

    String everything =
        database
            .scopes()
            .asSystem(
                SystemJob.MAINTENANCE,
                () ->
                    database
                        .jdbc()
                        .sql(
                            """
                            select (select jsonb_agg(s) from secret s)::text
                              || (select jsonb_agg(v) from secret_version v)::text
                              || (select jsonb_agg(k) from data_key k)::text
                              || (select jsonb_agg(a) from audit_event a)::text
                              || (select jsonb_agg(p) from audit_personal p)::text
                            """)
                        .query(String.class)
                        .single());
    assertThat(everything)
        .contains("secret.reveal")
        .doesNotContain(canary)
        .doesNotContain(hex(canary));
  }

  @Test
  void opensNothingThatWasCopiedToAnotherSecretOrVersion() {
    UUID tenant = database.tenant("copied");
    UUID source = create(tenant, "source", "value");
    UUID target = create(tenant, "target", "other");
    in(
        tenant,
        () ->
            database
                .jdbc()
                .sql(
                    """
                    update secret_version t set sealed = s.sealed, data_key = s.data_key
                    from secret_version s
                    where s.tenant_id = ? and s.secret_id = ? and t.tenant_id = s.tenant_id
                      and t.secret_id = ?
                    """)
                .params(tenant, source, target)
                .update());

    assertThatThrownBy(() -> open(tenant, target, 1)).hasMessageContaining("does not open");
  }

  @Test
  void showsNothingOfAnotherTenantNotEvenOfTheParentOrTheChild() {
    UUID parent = database.tenant("above");
    UUID child = database.tenant(parent, "below");
    UUID id = create(child, "password", "value");

    for (UUID other : List.of(parent, database.tenant("beside"))) {
      assertThat(in(other, () -> secrets().find(child, id))).isEmpty();
      assertThat(in(other, () -> secrets().page(child, "", Map.of(), "", 10))).isEmpty();
      assertThatThrownBy(() -> in(other, () -> secrets().reveal(child, id, 1)))
          .isInstanceOf(TenancyException.NotFound.class);
    }
    assertThat(database.scopes().inSubtree(parent, () -> secrets().find(child, id))).isEmpty();
    UUID own = create(parent, "password", "another's path is free");
    assertThat(own).isNotEqualTo(id);
  }

  @Test
  void refusesASecondSecretAtAPathAndValuesThatAreTooLarge() {
    UUID tenant = database.tenant("refused");
    create(tenant, "taken", "value");

    assertThatThrownBy(() -> create(tenant, "taken", "other"))
        .isInstanceOf(TenancyException.NameTaken.class);
    assertThatThrownBy(() -> create(tenant, "large", "x".repeat(SecretValue.LARGEST + 1)))
        .isInstanceOf(TenancyException.Invalid.class)
        .hasMessageContaining("at most 65536");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/a", "a/", "a//b", "../a", "a/../b", ".a", "a b", "a/b/c/d/e/f/g/h/i"})
  void refusesPathsThatCannotBe(String path) {
    UUID tenant = database.tenant("t" + Integer.toHexString(path.hashCode()));

    assertThatThrownBy(() -> create(tenant, path, "value"))
        .isInstanceOf(TenancyException.Invalid.class);
  }

  @ParameterizedTest
  @CsvSource({
    "password, kafka, true",
    "kafka/password, kafka, true",
    "kafka/password, kafka-two, false",
    "other/password, kafka, false",
    "kafka/tls/key, kafka, false"
  })
  void isVisibleToInstancesByItsNamespace(String path, String instance, boolean visible) {
    assertThat(SecretPath.isVisibleTo(path, instance)).isEqualTo(visible);
  }

  @Test
  void pagesInTheOrderOfPathsAndFiltersByNamespaceAndLabel() {
    UUID tenant = database.tenant("pages");
    for (String path : List.of("b", "kafka/b", "kafka/a", "a", "kafkaesque")) {
      in(
          tenant,
          () ->
              secrets()
                  .create(
                      tenant,
                      path,
                      "",
                      path.endsWith("a") ? Map.of("team", "red") : Map.of(),
                      SecretValue.of("v")));
    }

    assertThat(paths(tenant, "", Map.of(), "", 3)).containsExactly("a", "b", "kafka/a");
    assertThat(paths(tenant, "", Map.of(), "kafka/a", 3)).containsExactly("kafka/b", "kafkaesque");
    assertThat(paths(tenant, "kafka", Map.of(), "", 9)).containsExactly("kafka/a", "kafka/b");
    assertThat(paths(tenant, "", Map.of("team", "red"), "", 9)).containsExactly("a", "kafka/a");
  }

  @Test
  void refusesAChangeOfWhatSomebodyElseChanged() {
    UUID tenant = database.tenant("changed");
    UUID id = create(tenant, "password", "value");

    describe(tenant, id, "one");
    assertThatThrownBy(() -> describe(tenant, id, "two")).hasMessage("seen 0, is 1");
    assertThat(in(tenant, () -> secrets().find(tenant, id)).orElseThrow().description())
        .isEqualTo("one");
  }

  private static void describe(UUID tenant, UUID id, String description) {
    in(
        tenant,
        () -> {
          secrets()
              .describe(
                  tenant,
                  id,
                  description,
                  Map.of(),
                  version -> {
                    if (version != 0) {
                      throw new IllegalStateException("seen 0, is " + version);
                    }
                  });
          return id;
        });
  }

  @Test
  void destroysOlderVersionsButNotTheCurrentOne() {
    UUID tenant = database.tenant("destroyed");
    UUID id = create(tenant, "password", "old");
    in(tenant, () -> secrets().rotate(tenant, id, SecretValue.of("new")));

    in(
        tenant,
        () -> {
          secrets().destroyVersion(tenant, id, 1);
          return true;
        });

    assertThatThrownBy(() -> open(tenant, id, 1)).isInstanceOf(TenancyException.NotFound.class);
    assertThatThrownBy(
            () ->
                in(
                    tenant,
                    () -> {
                      secrets().destroyVersion(tenant, id, 2);
                      return true;
                    }))
        .hasMessageContaining("is the current one");
  }

  @Test
  void keepsTextSecretsText() {
    UUID tenant = database.tenant("kinds");
    UUID text = create(tenant, "text", "value");

    assertThatThrownBy(
            () ->
                in(
                    tenant,
                    () -> secrets().rotate(tenant, text, SecretValue.of(new byte[] {(byte) 0xff}))))
        .hasMessageContaining("are text and this one is not");
    assertThat(SecretValue.of("a\0b").text()).isEmpty();
  }

  @Test
  void sealsEverythingAnewWithANewDataKeyAndDropsTheOldOne() {
    UUID tenant = database.tenant("rotated");
    UUID id = create(tenant, "password", "value");

    assertThat(database.get(KeyRotation.class).rotateDataKey(tenant)).isEqualTo(1);

    assertThat(open(tenant, id, 1)).isEqualTo(SecretValue.of("value"));
    assertThat(
            in(
                tenant,
                () ->
                    database
                        .jdbc()
                        .sql("select version from data_key where tenant_id = ?")
                        .param(tenant)
                        .query(Integer.class)
                        .list()))
        .containsExactly(2);
  }

  @Test
  void rotatesADataKeyTwiceAtOnceWhileSecretsAreMade() throws Exception {
    UUID tenant = database.tenant("busy");
    create(tenant, "first", "value");
    KeyRotation rotation = database.get(KeyRotation.class);
    try (ExecutorService workers = Executors.newFixedThreadPool(3)) {
      for (int round = 0; round < 25; round++) {
        String path = "made-" + round;
        List<Callable<Object>> atOnce =
            List.of(
                () -> rotation.rotateDataKey(tenant),
                () -> rotation.rotateDataKey(tenant),
                () -> create(tenant, path, "value"));
        for (Future<Object> done : workers.invokeAll(atOnce)) {
          assertThat(done.get()).isNotNull();
        }
      }
    }
  }

  @Test
  void wrapsEveryKeyAnewWithANewKeyEncryptionKey() {
    UUID tenant = database.tenant("rewrapped");
    UUID id = create(tenant, "password", "value");
    KeyRotation rotation = database.get(KeyRotation.class);

    assertThat(rotation.rotateKeyEncryption()).isPositive();

    assertThat(rotation.rewrap()).as("what is still wrapped by an older version").isZero();
    database.get(DataKeys.class).forget(tenant);
    assertThat(open(tenant, id, 1)).isEqualTo(SecretValue.of("value"));
  }

  @Test
  void isGoneForGoodWithItsTenantsDataKey() {
    UUID tenant = database.tenant("shredded");
    UUID id = create(tenant, "password", "value");
    database.get(KeyRotation.class).shred(tenant);

    assertThatThrownBy(() -> open(tenant, id, 1)).hasMessageContaining("was shredded");
  }

  private static Secrets secrets() {
    return database.get(Secrets.class);
  }

  private static <T> T in(UUID tenant, Supplier<T> work) {
    return database.scopes().inTenant(tenant, work);
  }

  private static UUID create(UUID tenant, String path, String value) {
    return in(tenant, () -> secrets().create(tenant, path, "", Map.of(), SecretValue.of(value)));
  }

  private static SecretValue open(UUID tenant, UUID id, int number) {
    return in(tenant, () -> secrets().open(tenant, id, number));
  }

  private static List<String> paths(
      UUID tenant, String under, Map<String, String> labels, String after, int atMost) {
    return in(tenant, () -> secrets().page(tenant, under, labels, after, atMost)).stream()
        .map(Secret::path)
        .toList();
  }

  private static String hex(String text) {
    return java.util.HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
