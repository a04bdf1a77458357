package dev.meridian.controlplane.keycloak;

import dev.meridian.controlplane.identity.RightsNews;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.directory.Difference;
import dev.meridian.tenancy.directory.Directories;
import dev.meridian.tenancy.directory.IdentityDirectory;
import dev.meridian.tenancy.directory.SyncPlan;
import dev.meridian.tenancy.directory.SyncRules;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One synchronisation: reads Keycloak, brings Meridian in line with it, and Keycloak with us. */
final class KeycloakSync {
  private static final Logger log = LoggerFactory.getLogger(KeycloakSync.class);

  private final KeycloakLink link;
  private final KeycloakSettings settings;
  private final Directories directories;
  private final Tenants tenants;
  private final RightsNews news;

  KeycloakSync(
      KeycloakLink link,
      KeycloakSettings settings,
      Directories directories,
      Tenants tenants,
      RightsNews news) {
    this.link = link;
    this.settings = settings;
    this.directories = directories;
    this.tenants = tenants;
    this.news = news;
  }

  KeycloakSettings settings() {
    return settings;
  }

  /**
   * @param manyMayGo somebody confirmed that many people are gone at once
   * @throws KeycloakException when Keycloak does not answer as it must; nothing changed then, or
   *     only Meridian did, and the rest follows with the next one
   */
  SyncPlan run(boolean manyMayGo) {
    IdentityDirectory there = read();
    SyncPlan plan =
        directories.synchronise(
            settings.issuer(), there, new SyncRules(settings.publish(), manyMayGo));
    for (Difference one : plan.differences()) {
      log.info("From Keycloak, {}: {}", one.kind(), one.text());
    }
    if (plan.differences().stream().anyMatch(one -> !one.isOutside())) {
      news.treeChanges();
      news.rightsChange();
    }
    // What was read is some seconds old: nobody who was disabled since stays enabled by it.
    takeAccess();
    new KeycloakWriter(link, settings, directories, tenants).apply(plan.differences(), there);
    return plan;
  }

  /** What a synchronisation would do. */
  SyncPlan dryRun(boolean manyMayGo) {
    return directories.compare(
        settings.issuer(), read(), new SyncRules(settings.publish(), manyMayGo));
  }

  /** Takes access from those who are disabled, ahead of the next synchronisation. */
  void takeAccess() {
    List<String> subjects = new KeycloakReader(link, settings).disabled();
    List<Difference> done = directories.disable(settings.issuer(), subjects);
    if (!done.isEmpty()) {
      done.forEach(one -> log.info("From Keycloak, {}: {}", one.kind(), one.text()));
      news.rightsChange();
    }
  }

  private IdentityDirectory read() {
    Set<String> known = directories.subjects(settings.issuer());
    return new KeycloakReader(link, settings).read(known);
  }
}
