package dev.meridian.controlplane.secrets;

import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.secrets.KeyRotation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Rotates keys while everything goes on. Each answers when it is done; said again, it goes on. */
@RestController
class KeyController {
  /**
   * @param changed how many keys, or versions of secrets, are under the new key now
   */
  @Schema(name = "RotatedKey")
  record Rotated(int changed) {}

  private final KeyRotation rotation;
  private final Permissions permissions;
  private final Scopes scopes;
  private final Tenants tenants;
  private final Audit audit;

  KeyController(
      KeyRotation rotation, Permissions permissions, Scopes scopes, Tenants tenants, Audit audit) {
    this.rotation = rotation;
    this.permissions = permissions;
    this.scopes = scopes;
    this.tenants = tenants;
    this.audit = audit;
  }

  /** Makes a new version of the key-encryption key and wraps every key with it. */
  @PostMapping("/api/v1/key-encryption/rotate")
  Rotated rotateKeyEncryption() {
    permissions.requirePlatform("key:rotate");
    return done("key.rotate", tenants.root().id(), rotation::rotateKeyEncryption);
  }

  /** Wraps every key that an older key-encryption key wrapped; after one was changed elsewhere. */
  @PostMapping("/api/v1/key-encryption/rewrap")
  Rotated rewrap() {
    permissions.requirePlatform("key:rotate");
    return done("key.rewrap", tenants.root().id(), rotation::rewrap);
  }

  /** Gives the tenant a new data key and seals all its secrets with it. */
  @PostMapping("/api/v1/tenants/{tenant}/data-key/rotate")
  Rotated rotateDataKey(@PathVariable String tenant) {
    UUID id = permissions.requireTenant(tenant, "key:rotate");
    return done("data-key.rotate", id, () -> rotation.rotateDataKey(id));
  }

  /**
   * The work is many transactions, so that nothing waits for it: its begin is on record before the
   * first, whatever becomes of it, and its end behind the last.
   */
  private Rotated done(String action, UUID tenant, IntSupplier work) {
    record(tenant, action + "-begin", Map.of());
    int changed = work.getAsInt();
    record(tenant, action, Map.of("changed", changed));
    return new Rotated(changed);
  }

  private void record(UUID tenant, String action, Map<String, ?> detail) {
    scopes.inTenant(tenant, () -> audit.done(tenant, action, "keys", null, detail));
  }
}
