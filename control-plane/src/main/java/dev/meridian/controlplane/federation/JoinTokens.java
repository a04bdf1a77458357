package dev.meridian.controlplane.federation;

import dev.meridian.controlplane.federation.trust.JoinToken;
import dev.meridian.controlplane.federation.trust.StoredAuthorities;
import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Issues the tokens with which nodes join. Only a hash of the secret is kept. */
@Component
public class JoinTokens {
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final int MOST_USES = 10_000;
  private static final Pattern ZONE =
      Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9._-]{0,61}[a-zA-Z0-9])?");

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final ControlPlaneIdentity identity;
  private final StoredAuthorities authorities;
  private final Regions regions;
  private final Tenants tenants;
  private final Callers callers;
  private final Audit audit;
  private final InstantSource clock;
  private final Environment environment;

  JoinTokens(
      Scopes scopes,
      JdbcClient jdbc,
      ControlPlaneIdentity identity,
      StoredAuthorities authorities,
      Regions regions,
      Tenants tenants,
      Callers callers,
      Audit audit,
      InstantSource clock,
      Environment environment) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.identity = identity;
    this.authorities = authorities;
    this.regions = regions;
    this.tenants = tenants;
    this.callers = callers;
    this.audit = audit;
    this.clock = clock;
    this.environment = environment;
  }

  /**
   * What is asked for.
   *
   * @param uses how many nodes may join with it; null: one
   * @param expiresIn ISO-8601 duration; null: an hour
   * @param zone the only zone that nodes may join in; null: any
   */
  @Schema(name = "NewJoinToken")
  public record NewToken(
      @Nullable Integer uses, @Nullable String expiresIn, @Nullable String zone) {}

  /**
   * A token, shown this once.
   *
   * @param command the line to run on the node
   */
  @Schema(name = "JoinToken")
  public record Issued(String token, Instant expiresAt, int uses, String command) {}

  /**
   * Issues a token for a region.
   *
   * @throws ProblemException not found, or invalid with the fields
   */
  public Issued issue(String regionName, NewToken asked) {
    RegionView region = regions.get(regionName);
    int uses = asked.uses() == null ? 1 : asked.uses();
    if (uses < 1 || uses > MOST_USES) {
      throw invalid("/uses", "uses is %d; give 1 to %d.".formatted(uses, MOST_USES));
    }
    Duration length = length(asked.expiresIn());
    if (asked.zone() != null && !ZONE.matcher(asked.zone()).matches()) {
      throw invalid(
          "/zone",
          "'%s' is no zone name of letters, digits, '-', '.', '_'.".formatted(asked.zone()));
    }
    Instant now = clock.instant();
    Instant expires = now.plus(length).truncatedTo(ChronoUnit.MILLIS);
    JoinToken token =
        JoinToken.issue(identity.current().controlPlaneId(), authorities.get().issuing(now).pin());
    scopes.asSystem(
        SystemJob.REGION_ADMINISTRATION, () -> store(region, asked, uses, expires, now, token));
    return new Issued(token.text(), expires, uses, command(region, asked.zone()));
  }

  private void store(
      RegionView region, NewToken asked, int uses, Instant expires, Instant now, JoinToken token) {
    UUID id = Ids.next();
    String by = callers.find().map(caller -> caller.username()).orElse("system");
    jdbc.sql(
            """
            insert into join_token (id, region_id, secret_hash, zone, uses_left, expires_at,
              created_by, created_at) values (:id, :region, :hash, :zone, :uses, :expires, :by, :now)
            """)
        .param("id", id)
        .param("region", region.id())
        .param("hash", token.secretHash())
        .param("zone", asked.zone())
        .param("uses", uses)
        .param("expires", expires.atOffset(ZoneOffset.UTC))
        .param("by", by)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
    audit.done(
        tenants.root().id(),
        "region.issue-join-token",
        region.name(),
        id,
        Map.of("uses", uses, "expiresAt", expires.toString()));
  }

  private String command(RegionView region, @Nullable String zone) {
    String host = environment.getProperty("meridian.agent-host-names", "localhost").split(",")[0];
    String port = environment.getProperty("meridian.agent-port", "9443");
    return "meridian agent --control-plane %s:%s --join-token-file TOKEN_FILE --name %s-$(hostname -s) --zone %s"
        .formatted(host.strip(), port, region.name(), zone == null ? "ZONE" : zone);
  }

  private static Duration length(@Nullable String text) {
    try {
      Duration length = text == null ? Duration.ofHours(1) : Duration.parse(text);
      if (length.isPositive() && length.compareTo(LONGEST) <= 0) {
        return length;
      }
    } catch (DateTimeParseException e) {
      ProblemException problem =
          invalid("/expiresIn", "'%s' is no ISO-8601 duration such as PT1H.".formatted(text));
      problem.initCause(e);
      throw problem;
    }
    throw invalid("/expiresIn", "A join token is valid for more than nothing and at most 30 days.");
  }

  private static ProblemException invalid(String pointer, String message) {
    return new ProblemException(
        ProblemType.INVALID, message, List.of(new FieldError(pointer, message)));
  }
}
