package dev.meridian.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.meridian.tenancy.audit.ChainHashes;
import dev.meridian.tenancy.secrets.SecretValue;
import dev.meridian.tenancy.secrets.Secrets;
import dev.meridian.tenancy.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuditTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final UUID tenant = database.tenant("t" + Ids.next().toString().substring(24));

  @AfterEach
  void signOut() {
    database.callAs(null);
  }

  private List<Map<String, Object>> rows() {
    return database
        .scopes()
        .inTenant(
            tenant,
            () ->
                database
                    .jdbc()
                    .sql(
                        """
                        select e.*, p.actor p_actor, p.actor_salt, p.subject p_subject,
                          p.detail p_detail, e.commitments ->> 'actor' committed, p.behalf,
                          p.behalf_id, p.behalf_id_salt,
                          e.commitments ->> 'behalfId' behalf_committed
                        from audit_event e
                        join audit_personal p on p.tenant_id = e.tenant_id and p.event_id = e.id
                        order by e.id
                        """)
                    .query()
                    .listOfRows());
  }

  @Test
  void keepsNamesApartFromTheEventThatCommitsToThem() {
    Account dana = database.account("dana-" + tenant, Role.TENANT_ADMIN, tenant);
    database.callAs(dana);
    database
        .scopes()
        .inTenant(
            tenant,
            () ->
                database
                    .audit()
                    .done(
                        tenant,
                        AuditNote.of(
                                "volume.destroy",
                                "kafka-0\0/\ud83d",
                                null,
                                Map.of("b", 1, "a", 2.0))
                            .changing(Map.of("state", "KEPT"), null)));

    Map<String, Object> row = rows().getFirst();
    assertThat(row)
        .containsEntry("actor", "")
        .containsEntry("subject", "")
        .containsEntry("origin", "person")
        .containsEntry("result", "done")
        .containsEntry("after_digest", null)
        .containsEntry("p_actor", dana.username())
        .containsEntry("p_subject", "kafka-0\ufffd/\ufffd")
        .containsEntry("p_detail", "{\"a\":2,\"b\":1}");
    assertThat(row.get("before_digest")).asString().hasSize(64);
    assertThat(row.get("committed"))
        .isEqualTo(
            ChainHashes.commitment("actor", (byte[]) row.get("actor_salt"), dana.username()).hex());
  }

  @Test
  void erasesAPersonFromEventsAndKeepsTheEvents() {
    Account gone = database.account("gone-" + tenant, Role.TENANT_ADMIN, tenant);
    database.callAs(gone);
    database.audit().refused(tenant, "permission.use", "usage:read", null, Map.of());
    database.callAs(null);
    database.audit().refused(tenant, "member.add", gone.username(), null, Map.of());

    assertThat(database.get(AuditErasure.class).erase(gone.id(), gone.username())).isEqualTo(2);

    assertThat(rows())
        .hasSize(2)
        .noneMatch(row -> gone.username().equals(row.get("p_actor")))
        .noneMatch(row -> gone.username().equals(row.get("p_subject")))
        .allSatisfy(row -> assertThat(row.get("committed")).asString().hasSize(64));
  }

  @Test
  void commitsToWhoStandsBehindAProgramAndErasesTheNameAlone() {
    Account gone = database.account("behind-" + tenant, Role.TENANT_ADMIN, tenant);
    AuditOrigin robot =
        new AuditOrigin(
            AuditOrigin.Kind.SERVICE_ACCOUNT,
            null,
            Ids.next(),
            "robot",
            new Behalf(gone.id(), gone.username()),
            null);
    inTenant(
        () ->
            database
                .audit()
                .done(tenant, AuditNote.of("thing.make", "x", null, Map.of()).askedBy(robot)));
    assertThat(rows().getFirst()).containsEntry("behalf", gone.username());

    assertThat(database.get(AuditErasure.class).erase(gone.id(), gone.username())).isEqualTo(1);

    Map<String, Object> row = rows().getFirst();
    assertThat(row)
        .containsEntry("behalf", null)
        .containsEntry("behalf_id", gone.id())
        .containsEntry("p_actor", "robot");
    assertThat(row.get("behalf_committed"))
        .isEqualTo(
            ChainHashes.commitment(
                    "behalfId", (byte[]) row.get("behalf_id_salt"), gone.id().toString())
                .hex());
  }

  @Test
  void digestsAThingBeforeAndAfterItsChangeAndOnlyTheThing() {
    Secrets secrets = database.get(Secrets.class);
    UUID[] id = {UUID.randomUUID()};
    inTenant(
        () -> {
          id[0] = secrets.create(tenant, "db/password", "", Map.of(), SecretValue.of("one"));
        });
    inTenant(() -> secrets.describe(tenant, id[0], "of the database", Map.of(), version -> {}));
    inTenant(() -> secrets.describe(tenant, id[0], "", Map.of(), version -> {}));
    inTenant(() -> secrets.reveal(tenant, id[0], 1));
    inTenant(() -> secrets.delete(tenant, id[0]));

    List<Map<String, Object>> rows = rows();
    Object first = rows.get(0).get("after_digest");
    Object described = rows.get(1).get("after_digest");
    assertThat(first).asString().hasSize(64);
    assertThat(described).asString().hasSize(64).isNotEqualTo(first);
    assertThat(rows)
        .extracting(row -> row.get("before_digest"), row -> row.get("after_digest"))
        .containsExactly(
            tuple(null, first),
            tuple(first, described),
            // The same again, and so the same digest again.
            tuple(described, first),
            tuple(first, first),
            tuple(first, null));
  }

  private void inTenant(Runnable work) {
    database.scopes().inTenant(tenant, work);
  }
}
