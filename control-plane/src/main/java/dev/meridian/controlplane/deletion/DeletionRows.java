package dev.meridian.controlplane.deletion;

import dev.meridian.tenancy.TenantTree;
import dev.meridian.tenancy.audit.SignedReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Deletions in the database. Called inside of tenant administration. */
@Component
class DeletionRows {
  private static final String SELECT =
      """
      select id, tenant_id, path, label, state, reason, asked_by_id, asked_by, asked_at,
        grace_ends_at, started_at, restored_at, restored_by, completed_at
      from tenant_deletion
      """;

  private static final String STEPS =
      """
      select s.position, s.doomed_id, m.path, s.kind, s.state, s.reason, s.since, s.gone
      from tenant_deletion_step s join tenant_deletion_member m
        using (tenant_id, deletion_id, doomed_id)
      where s.tenant_id = ? and s.deletion_id = ?
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  DeletionRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  void insert(Deletion deletion) {
    jdbc.sql(
            """
            insert into tenant_deletion (tenant_id, id, path, label, state, reason, asked_by_id,
              asked_by, asked_at, grace_ends_at)
            values (:tenant, :id, :path, :label, :state, :reason, :askedById, :askedBy, :askedAt,
              :ends)
            """)
        .param("tenant", deletion.tenant())
        .param("id", deletion.id())
        .param("path", deletion.path())
        .param("label", deletion.label())
        .param("state", deletion.state().name())
        .param("reason", deletion.reason())
        .param("askedById", deletion.askedById())
        .param("askedBy", deletion.askedBy())
        .param("askedAt", utc(deletion.askedAt()))
        .param("ends", utc(deletion.graceEndsAt()))
        .update();
  }

  void insert(Deletion deletion, Deletion.Member member, TenantTree.Former former) {
    jdbc.sql(
            """
            insert into tenant_deletion_member (tenant_id, deletion_id, doomed_id, path, label,
              depth, former_state, former_reason)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            deletion.tenant(),
            deletion.id(),
            member.tenant(),
            member.path(),
            member.label(),
            member.depth(),
            former.state(),
            former.reason())
        .update();
  }

  void insert(Deletion deletion, int position, UUID doomed, StepKind kind) {
    jdbc.sql(
            """
            insert into tenant_deletion_step (tenant_id, deletion_id, position, doomed_id, kind,
              state, since)
            values (?, ?, ?, ?, ?, 'PENDING', ?)
            """)
        .params(
            deletion.tenant(),
            deletion.id(),
            position,
            doomed,
            kind.name(),
            utc(deletion.askedAt()))
        .update();
  }

  /** The deletion of the tenant that has not ended; locked until the transaction ends. */
  Optional<Deletion> lockOpen(UUID tenant) {
    return jdbc.sql(
            SELECT + " where tenant_id = ? and state in ('GRACE', 'RUNNING') for no key update")
        .param(tenant)
        .query(DeletionRows::deletion)
        .optional();
  }

  /** The newest deletion that takes or took the tenant along. */
  Optional<Deletion> newestOf(UUID tenant) {
    return jdbc.sql(
            SELECT
                + """
                 where (tenant_id, id) in (
                  select tenant_id, deletion_id from tenant_deletion_member where doomed_id = ?)
                order by asked_at desc, id desc limit 1
                """)
        .param(tenant)
        .query(DeletionRows::deletion)
        .optional();
  }

  Optional<Deletion> find(UUID id) {
    return jdbc.sql(SELECT + " where id = ?").param(id).query(DeletionRows::deletion).optional();
  }

  /**
   * A page of all deletions, newest first.
   *
   * @param before only those that are older than the one with this time and id; null from the start
   */
  List<Deletion> page(@Nullable List<String> before, int limit) {
    return jdbc.sql(
            SELECT
                + """
                 where cast(:at as timestamptz) is null
                  or (asked_at, id) < (cast(:at as timestamptz), cast(:id as uuid))
                order by asked_at desc, id desc limit :limit
                """)
        .param("at", before == null ? null : before.get(0))
        .param("id", before == null ? null : before.get(1))
        .param("limit", limit)
        .query(DeletionRows::deletion)
        .list();
  }

  /**
   * The tenants whose deletions have something to do and no work that waits for it: what fails is
   * tried again by the work queue, less and less often.
   */
  List<UUID> due(Instant now) {
    return jdbc.sql(
            """
            select d.tenant_id from tenant_deletion d
            where d.state in ('GRACE', 'RUNNING') and d.grace_ends_at <= ?
              and not exists (select from work_item w where w.kind = ? and w.key = d.tenant_id
                and w.seen > w.done)
            order by d.tenant_id
            """)
        .params(utc(now), DeletionWork.KIND)
        .query(UUID.class)
        .list();
  }

  List<Deletion.Member> members(Deletion deletion) {
    return jdbc.sql(
            """
            select doomed_id, path, label, depth from tenant_deletion_member
            where tenant_id = ? and deletion_id = ? order by depth, path, doomed_id
            """)
        .params(deletion.tenant(), deletion.id())
        .query(
            (row, n) ->
                new Deletion.Member(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getString(3),
                    row.getInt(4)))
        .list();
  }

  List<TenantTree.Former> formers(Deletion deletion) {
    return jdbc.sql(
            """
            select doomed_id, former_state, former_reason from tenant_deletion_member
            where tenant_id = ? and deletion_id = ?
            """)
        .params(deletion.tenant(), deletion.id())
        .query(
            (row, n) ->
                new TenantTree.Former(
                    row.getObject(1, UUID.class), row.getString(2), row.getString(3)))
        .list();
  }

  List<Deletion.Step> steps(Deletion deletion) {
    return jdbc.sql(STEPS + " order by s.position")
        .params(deletion.tenant(), deletion.id())
        .query(DeletionRows::step)
        .list();
  }

  /** The first step that is not done; empty when all are. */
  Optional<Deletion.Step> next(Deletion deletion) {
    return jdbc.sql(STEPS + " and s.state <> 'DONE' order by s.position limit 1")
        .params(deletion.tenant(), deletion.id())
        .query(DeletionRows::step)
        .optional();
  }

  void bringForward(Deletion deletion, Instant graceEndsAt) {
    jdbc.sql(
            """
            update tenant_deletion set grace_ends_at = least(grace_ends_at, ?)
            where tenant_id = ? and id = ?
            """)
        .params(utc(graceEndsAt), deletion.tenant(), deletion.id())
        .update();
  }

  /** Says to the members of the tenants that go what becomes of these. */
  void tell(Deletion deletion, String reason) {
    jdbc.sql(
            """
            update tenant set state_reason = ? where id in (select doomed_id
              from tenant_deletion_member where tenant_id = ? and deletion_id = ?)
            """)
        .params(reason, deletion.tenant(), deletion.id())
        .update();
  }

  void start(Deletion deletion, Instant now) {
    jdbc.sql(
            "update tenant_deletion set state = 'RUNNING', started_at = ? where tenant_id = ? and id = ?")
        .params(utc(now), deletion.tenant(), deletion.id())
        .update();
  }

  void restored(Deletion deletion, String by, Instant now) {
    jdbc.sql(
            """
            update tenant_deletion set state = 'RESTORED', restored_at = ?, restored_by = ?
            where tenant_id = ? and id = ?
            """)
        .params(utc(now), by, deletion.tenant(), deletion.id())
        .update();
  }

  void done(Deletion deletion, Deletion.Step step, Map<String, Gone> gone, Instant now) {
    jdbc.sql(
            """
            update tenant_deletion_step
            set state = 'DONE', reason = '', since = :now, gone = cast(:gone as jsonb)
            where tenant_id = :tenant and deletion_id = :deletion and position = :position
            """)
        .param("now", utc(now))
        .param("gone", json.writeValueAsString(gone))
        .param("tenant", deletion.tenant())
        .param("deletion", deletion.id())
        .param("position", step.position())
        .update();
  }

  /**
   * Writes only what differs: since tells how long it has waited for this. What another worker has
   * done meanwhile stays done.
   */
  void waiting(Deletion deletion, Deletion.Step step, String reason, Instant now) {
    jdbc.sql(
            """
            update tenant_deletion_step set state = 'WAITING', reason = :reason, since = :now
            where tenant_id = :tenant and deletion_id = :deletion and position = :position
              and (state <> 'WAITING' or reason <> :reason) and state <> 'DONE'
            """)
        .param("reason", reason)
        .param("now", utc(now))
        .param("tenant", deletion.tenant())
        .param("deletion", deletion.id())
        .param("position", step.position())
        .update();
  }

  void completed(Deletion deletion, SignedReport report, Instant now) {
    jdbc.sql(
            """
            update tenant_deletion set state = 'DONE', completed_at = :now, report = :report,
              report_key = :key, report_signature = :signature
            where tenant_id = :tenant and id = :id
            """)
        .param("now", utc(now))
        .param("report", report.statement())
        .param("key", report.key())
        .param("signature", Base64.getDecoder().decode(report.signature()))
        .param("tenant", deletion.tenant())
        .param("id", deletion.id())
        .update();
  }

  Optional<SignedReport> report(UUID id) {
    return jdbc.sql(
            """
            select report, report_key, report_signature from tenant_deletion
            where id = ? and state = 'DONE'
            """)
        .param(id)
        .query(
            (row, n) ->
                new SignedReport(
                    row.getString(1),
                    row.getInt(2),
                    Base64.getEncoder().encodeToString(row.getBytes(3))))
        .optional();
  }

  private static Deletion deletion(ResultSet row, int number) throws SQLException {
    return new Deletion(
        row.getObject(1, UUID.class),
        row.getObject(2, UUID.class),
        row.getString(3),
        row.getString(4),
        Deletion.State.valueOf(row.getString(5)),
        row.getString(6),
        row.getObject(7, UUID.class),
        row.getString(8),
        instant(row, 9),
        instant(row, 10),
        instantOrNull(row, 11),
        instantOrNull(row, 12),
        row.getString(13),
        instantOrNull(row, 14));
  }

  private static Deletion.Step step(ResultSet row, int number) throws SQLException {
    return new Deletion.Step(
        row.getInt(1),
        row.getObject(2, UUID.class),
        row.getString(3),
        StepKind.valueOf(row.getString(4)),
        StepState.valueOf(row.getString(5)),
        row.getString(6),
        instant(row, 7),
        row.getString(8));
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
    @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
