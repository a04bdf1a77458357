package dev.meridian.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.tenancy.Behalf;
import dev.meridian.tenancy.testing.TestDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The owner of the schema changes rows behind everybody's back; the check says what was done. */
class TamperedDatabaseTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));

  @RegisterExtension static final TestDatabase database = new TestDatabase().withClock(CLOCK);

  private final AuditFixture audit = new AuditFixture(database, CLOCK);
  private UUID tenant = new UUID(0, 0);

  /** What protects the rows from accidents does not stop an owner who wants to. */
  @BeforeAll
  static void takeProtectionAway() {
    new AuditFixture(database, CLOCK)
        .asOwner(
            """
            do $$
            declare
              t text;
              c record;
            begin
              foreach t in array array['audit_event', 'audit_personal', 'audit_chain',
                'audit_chain_head', 'audit_anchor_head'] loop
                execute format('alter table %I no force row level security', t);
              end loop;
              for c in select conrelid::regclass as t, conname from pg_constraint
                where (conrelid in ('audit_personal'::regclass, 'audit_chain'::regclass)
                  and contype = 'f') or (conrelid = 'audit_chain'::regclass and contype in ('p', 'u'))
                order by contype loop
                execute format('alter table %s drop constraint %I', c.t, c.conname);
              end loop;
            end $$
            """);
  }

  @BeforeEach
  void sixEvents() {
    tenant = audit.tenant();
    for (int i = 1; i <= 6; i++) {
      audit.record(tenant, "event-" + i);
    }
    audit.appendAll();
    assertThat(audit.verdicts(tenant)).isEmpty();
  }

  private void tamper(String sql) {
    audit.asOwner(
        sql.replace("$tenant", "tenant_id = '" + tenant + "'")
            .replace("$dana", "'" + new UUID(0, 7) + "'")
            .replace("$nobody", "'" + new UUID(0, 0) + "'")
            .replace(
                "$event4",
                "(select event_id from audit_chain where position = 4 and tenant_id = '"
                    + tenant
                    + "')"));
  }

  @Test
  void tellsAnEditedEvent() {
    tamper("update audit_event set outcome = 'REFUSED' where $tenant and id = $event4");
    assertThat(audit.verdicts(tenant)).containsExactly("EDITED 4");
  }

  @Test
  void tellsAnEditedName() {
    tamper("update audit_personal set actor = 'mallory' where $tenant and event_id = $event4");
    assertThat(audit.verdicts(tenant)).containsExactly("EDITED 4");
  }

  @Test
  void tellsAPersonWhoIsWrittenIntoTheEvent() {
    tamper("update audit_event set actor = 'mallory' where $tenant and id = $event4");
    assertThat(audit.verdicts(tenant)).containsExactly("EDITED 4");
  }

  @Test
  void tellsAnEditedPersonBehindAProgramInAChainOfEventsWithAndWithout() {
    audit.recordOnBehalf(tenant, "event-7", new Behalf(new UUID(0, 7), "dana"));
    audit.record(tenant, "event-8");
    audit.appendAll();
    assertThat(audit.verdicts(tenant)).isEmpty();

    tamper("update audit_personal set behalf_id = $nobody where $tenant and behalf is not null");
    assertThat(audit.verdicts(tenant)).containsExactly("EDITED 7");
    tamper("update audit_personal set behalf_id = $dana where $tenant and behalf is not null");
    assertThat(audit.verdicts(tenant)).isEmpty();
    tamper("update audit_personal set behalf = 'mallory' where $tenant and behalf is not null");
    assertThat(audit.verdicts(tenant)).containsExactly("EDITED 7");
    tamper("update audit_personal set behalf = null, behalf_salt = null where $tenant");
    assertThat(audit.verdicts(tenant)).as("erased").isEmpty();
  }

  @Test
  void tellsADeletedEvent() {
    tamper("delete from audit_event where $tenant and id = $event4");
    assertThat(audit.verdicts(tenant)).containsExactly("MISSING 4");
  }

  @Test
  void tellsADeletedEntry() {
    tamper("delete from audit_chain where $tenant and position = 4");
    assertThat(audit.verdicts(tenant)).contains("MISSING 4");
  }

  @Test
  void tellsSwappedEvents() {
    tamper(
        """
        update audit_chain a set event_id = b.event_id from audit_chain b
        where a.$tenant and b.tenant_id = a.tenant_id
          and a.position in (3, 5) and b.position = 8 - a.position
        """);
    assertThat(audit.verdicts(tenant)).containsExactly("REORDERED 3", "REORDERED 5");
  }

  @Test
  void tellsSwappedEntries() {
    tamper("update audit_chain set position = 9 - position where $tenant and position in (4, 5)");
    assertThat(audit.verdicts(tenant)).containsExactly("REORDERED 4", "REORDERED 5");
  }

  @Test
  void tellsACutEndByTheHead() {
    tamper(
        "delete from audit_event using audit_chain c where audit_event.$tenant"
            + " and c.event_id = audit_event.id and c.position > 4");
    tamper("delete from audit_chain where $tenant and position > 4");
    assertThat(audit.verdicts(tenant)).containsExactly("TRUNCATED 5");
  }

  @Test
  void tellsACutEndByTheAnchorWhenTheHeadWasCutToo() {
    audit.asOwner("delete from audit_anchor_head", "delete from audit_anchor");
    audit.anchors.makeWhenDue(audit.lease());
    tamper(
        "delete from audit_event using audit_chain c where audit_event.$tenant"
            + " and c.event_id = audit_event.id and c.position > 4");
    tamper("delete from audit_chain where $tenant and position > 4");
    tamper(
        """
        update audit_chain_head h set position = 4, hash = c.hash from audit_chain c
        where h.$tenant and c.tenant_id = h.tenant_id and c.position = 4
        """);
    assertThat(audit.verdicts(tenant)).containsExactly("TRUNCATED 5");
  }

  @Test
  void tellsAChainThatWasMadeAnewByTheAnchor() {
    audit.asOwner("delete from audit_anchor_head", "delete from audit_anchor");
    audit.anchors.makeWhenDue(audit.lease());
    tamper("update audit_event set action = 'thing.take' where $tenant and id = $event4");
    // All chains of the database, by the platform's own code.
    audit.asOwner("delete from audit_chain", "delete from audit_chain_head");
    audit.appendAll();

    assertThat(audit.verdicts(tenant)).containsExactly("ANCHOR_MISMATCH 6");
  }

  @Test
  void tellsAFork() {
    tamper(
        """
        insert into audit_chain select tenant_id, position, event_id, payload_hash, previous_hash,
          sha256(hash), chained_at from audit_chain where $tenant and position = 4
        """);
    assertThat(audit.verdicts(tenant)).containsExactly("FORKED 4");
  }

  @Test
  void tellsAnEventThatTheChainerNeverSaw() {
    tamper(
        """
        insert into audit_event (xid, id, tenant_id, at, actor, action, subject, outcome)
        select '3', gen_random_uuid(), tenant_id, at - interval '1 day', 'mallory', 'thing.forge',
          'x', 'DONE' from audit_event where $tenant limit 1
        """);
    audit.appendAll();
    assertThat(audit.verdicts(tenant)).containsExactly("APPENDED_BY_HAND 0");
  }

  @Test
  void tellsAnEntryBehindTheHead() {
    tamper(
        """
        insert into audit_chain select tenant_id, 7, gen_random_uuid(), payload_hash, hash,
          sha256(hash), chained_at from audit_chain where $tenant and position = 6
        """);
    assertThat(audit.verdicts(tenant)).contains("APPENDED_BY_HAND 7");
  }

  @Test
  void chainsEventsOfTheVersionBeforeThisOne() {
    tamper(
        """
        insert into audit_event (id, tenant_id, at, actor, action, subject, outcome, detail)
        select gen_random_uuid(), tenant_id, at, 'dana', 'thing.make', 'old', 'DONE', '{"a": 1.50}'
        from audit_event where $tenant limit 1
        """);
    audit.appendAll();

    assertThat(audit.verdicts(tenant)).isEmpty();
    assertThat(audit.log.entries(tenant, 7, 7).getFirst().event())
        .satisfies(event -> assertThat(String.valueOf(event)).contains("dana"));
    tamper("update audit_event set actor = 'mallory' where $tenant and format = 0");
    assertThat(audit.verdicts(tenant)).containsExactly("EDITED 7");
  }
}
