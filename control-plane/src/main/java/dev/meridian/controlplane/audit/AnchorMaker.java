package dev.meridian.controlplane.audit;

import dev.meridian.controlplane.platform.Lease;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.audit.AnchorStatement;
import dev.meridian.tenancy.audit.ChainHashes;
import dev.meridian.tenancy.audit.ChainHead;
import dev.meridian.tenancy.audit.MerkleTree;
import dev.meridian.tenancy.audit.Sha256;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Signs the heads of all chains once in each UTC day. */
@Component
class AnchorMaker {
  private record Head(UUID tenant, ChainHead head) {}

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final AnchorSigner signer;
  private final InstantSource clock;

  AnchorMaker(Scopes scopes, JdbcClient jdbc, AnchorSigner signer, InstantSource clock) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.signer = signer;
    this.clock = clock;
  }

  /**
   * Makes today's anchor when there is none and any chain has an entry.
   *
   * @throws LostLeaseException when another replica holds the lease
   */
  void makeWhenDue(Lease lease) {
    int key = signer.version();
    scopes.asSystem(
        SystemJob.AUDIT,
        () -> {
          Fences.require(jdbc, lease);
          Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
          LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
          List<Head> heads = exists(day) ? List.of() : heads();
          if (!heads.isEmpty()) {
            write(day, now, key, heads);
          }
        });
  }

  private boolean exists(LocalDate day) {
    return jdbc.sql("select exists (select from audit_anchor where day >= ?)")
        .param(day)
        .query(Boolean.class)
        .single();
  }

  private List<Head> heads() {
    return jdbc.sql("select tenant_id, position, hash from audit_chain_head order by tenant_id")
        .query(
            (row, n) ->
                new Head(
                    row.getObject(1, UUID.class),
                    new ChainHead(row.getLong(2), Sha256.of(row.getBytes(3)))))
        .list();
  }

  private @Nullable Sha256 previous() {
    return jdbc.sql("select statement from audit_anchor order by day desc limit 1")
        .query(String.class)
        .optional()
        .flatMap(AnchorStatement::parse)
        .map(AnchorStatement::name)
        .orElse(null);
  }

  private void write(LocalDate day, Instant now, int key, List<Head> heads) {
    MerkleTree tree =
        new MerkleTree(
            heads.stream().map(head -> ChainHashes.leaf(head.tenant(), head.head())).toList());
    String statement =
        new AnchorStatement(day, now, heads.size(), tree.root(), previous(), key).canonical();
    jdbc.sql("insert into audit_anchor (day, statement, signature, made_at) values (?, ?, ?, ?)")
        .params(day, statement, signer.sign(statement), now.atOffset(ZoneOffset.UTC))
        .update();
    List<String> paths = new ArrayList<>(heads.size());
    for (int leaf = 0; leaf < heads.size(); leaf++) {
      paths.add(tree.path(leaf).stream().map(Sha256::hex).collect(Collectors.joining()));
    }
    jdbc.sql(
            """
            insert into audit_anchor_head (tenant_id, day, position, hash, leaf, path)
            select t, :day, n, decode(h, 'hex'), cast(i - 1 as integer), decode(p, 'hex')
            from unnest(cast(:tenants as uuid[]), cast(:positions as bigint[]),
              cast(:hashes as text[]), cast(:paths as text[])) with ordinality as x (t, n, h, p, i)
            """)
        .param("day", day)
        .param(
            "tenants", heads.stream().map(head -> head.tenant().toString()).toArray(String[]::new))
        .param(
            "positions",
            heads.stream()
                .map(head -> String.valueOf(head.head().position()))
                .toArray(String[]::new))
        .param(
            "hashes", heads.stream().map(head -> head.head().hash().hex()).toArray(String[]::new))
        .param("paths", paths.toArray(String[]::new))
        .update();
  }
}
