package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.directory.Directories;
import dev.meridian.tenancy.directory.SyncPlan;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Takes over what tokens of the issuer say of their bearers, each token once. */
@Component
class ClaimedRoles {
  private static final Logger log = LoggerFactory.getLogger(ClaimedRoles.class);
  private static final int MOST_KEPT = 20_000;

  private final Optional<ClaimMapping> mapping;
  private final IdentitySettings settings;
  private final Directories directories;
  private final RightsNews news;
  private final Map<String, Instant> taken = new ConcurrentHashMap<>();

  ClaimedRoles(
      Environment environment,
      IdentitySettings settings,
      Directories directories,
      RightsNews news) {
    this.mapping = settings.external().flatMap(external -> ClaimMapping.from(environment));
    this.settings = settings;
    this.directories = directories;
    this.news = news;
  }

  void take(@Nullable String subject, @Nullable Instant issuedAt, Map<String, Object> claims) {
    if (mapping.isEmpty() || subject == null || issuedAt == null) {
      return;
    }
    Instant last = taken.get(subject);
    if (last != null && !issuedAt.isAfter(last)) {
      return;
    }
    mapping
        .get()
        .person(subject, claims)
        .ifPresent(
            person -> {
              SyncPlan plan = directories.claim(settings.issuer(), person, issuedAt);
              if (!plan.differences().isEmpty()) {
                news.rightsChange();
              }
              plan.withheld()
                  .forEach(
                      one ->
                          log.warn(
                              "What a token says of {} cannot be done: {}: {}",
                              person.username(),
                              one.subject(),
                              one.reason()));
              if (taken.size() >= MOST_KEPT) {
                taken.clear();
              }
              taken.put(subject, issuedAt);
            });
  }
}
