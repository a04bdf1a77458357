package dev.meridian.controlplane.catalog;

import dev.meridian.controlplane.events.Events;
import dev.meridian.tenancy.Audit;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What happens in the catalog, for auditors and watchers; part of the running transaction. */
@Component
class CatalogRecord {
  private final Audit audit;
  private final Events events;

  CatalogRecord(Audit audit, Events events) {
    this.audit = audit;
    this.events = events;
  }

  void published(UUID owner, UUID id, PackageDescription description) {
    Map<String, String> detail =
        Map.of("version", description.version(), "digest", description.digest());
    audit.done(owner, "package.publish", description.name(), id, detail);
    events.publish(owner, "package", description.name(), detail);
  }
}
