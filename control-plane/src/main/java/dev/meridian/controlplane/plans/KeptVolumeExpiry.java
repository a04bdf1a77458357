package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.platform.Lease;
import dev.meridian.controlplane.platform.Leases;
import dev.meridian.tenancy.Quotas;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Destroys kept volumes when their time is over, and gives back the quota of those that are gone.
 */
@Component
class KeptVolumeExpiry {
  private static final Logger log = LoggerFactory.getLogger(KeptVolumeExpiry.class);

  private final Leases leases;
  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final KeptVolumes volumes;
  private final Quotas quotas;
  private final InstantSource clock;

  KeptVolumeExpiry(
      Leases leases,
      Scopes scopes,
      JdbcClient jdbc,
      KeptVolumes volumes,
      Quotas quotas,
      InstantSource clock) {
    this.leases = leases;
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.volumes = volumes;
    this.quotas = quotas;
    this.clock = clock;
  }

  private record Found(UUID tenant, UUID volume) {}

  @Scheduled(fixedDelayString = "PT1M")
  void run() {
    Lease lease = leases.acquire("kept-volume-expiry", Duration.ofMinutes(5)).orElse(null);
    if (lease == null) {
      return;
    }
    try {
      sweep();
    } finally {
      leases.release(lease);
    }
  }

  void sweep() {
    find("""
            select v.tenant_id, v.id from volume v
            join instance i on i.tenant_id = v.tenant_id and i.id = v.instance_id
            where v.state = 'KEPT' and v.kept_until <= :now and i.state = 'UNINSTALLED'
            """)
        .forEach(
            found ->
                scopes.inTenant(
                    found.tenant(),
                    () -> {
                      if (volumes.destroy(found.tenant(), found.volume(), "kept long enough")) {
                        log.info("Volume {} was kept long enough; it is destroyed", found.volume());
                      }
                    }));
    find("""
            select c.tenant_id, c.holder_id from quota_claim c
            join volume v on v.tenant_id = c.tenant_id and v.id = c.holder_id
            where v.state = 'DESTROYED' and cast(:now as timestamptz) is not null
            """)
        .forEach(
            found ->
                scopes.inTenant(
                    found.tenant(), () -> quotas.release(found.tenant(), found.volume())));
  }

  private List<Found> find(String sql) {
    return scopes.asSystem(
        SystemJob.MAINTENANCE,
        () ->
            jdbc.sql(sql)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(
                    (row, n) ->
                        new Found(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
                .list());
  }
}
