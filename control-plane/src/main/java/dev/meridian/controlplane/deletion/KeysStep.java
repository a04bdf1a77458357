package dev.meridian.controlplane.deletion;

import dev.meridian.tenancy.secrets.KeyRotation;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Destroys the tenant's data keys. What they sealed stays sealed in every copy of the database that
 * is made from now on, and in older ones for whoever has not their key too.
 */
@Component
class KeysStep implements StepAction {
  private final JdbcClient jdbc;
  private final KeyRotation keys;

  KeysStep(JdbcClient jdbc, KeyRotation keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  @Override
  public StepKind kind() {
    return StepKind.KEYS;
  }

  @Override
  public Progress take(UUID tenant) {
    long count =
        jdbc.sql("select count(*) from data_key where tenant_id = ? and wrapped <> ''")
            .param(tenant)
            .query(Long.class)
            .single();
    keys.shred(tenant);
    return new Progress.Done(Map.of("dataKeys", Gone.of(count)));
  }
}
