package dev.meridian.controlplane.federation.link;

import dev.meridian.controlplane.federation.trust.AgentProof;
import dev.meridian.controlplane.federation.trust.JoinToken;
import dev.meridian.protocol.v1.RegisterRequest;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import io.grpc.Status;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Lets nodes in: a use of a join token for a place in a region. */
@Component
class Registration {
  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final NodeStore nodes;
  private final LinkAudit audit;
  private final InstantSource clock;

  Registration(
      Scopes scopes,
      JdbcClient jdbc,
      JsonMapper json,
      NodeStore nodes,
      LinkAudit audit,
      InstantSource clock) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.json = json;
    this.nodes = nodes;
    this.audit = audit;
    this.clock = clock;
  }

  /** What a node becomes. */
  record Joined(UUID agentId, UUID epoch, String region) {}

  /** A node that is not let in; the status says why. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Status status;

    Refused(Status.Code code, String reason) {
      super(reason);
      this.status = code.toStatus().withDescription(reason);
    }

    Status status() {
      return status;
    }
  }

  /**
   * Registers the key and the node and spends the use, all or nothing.
   *
   * @throws Refused when it is not to be
   */
  Joined join(RegisterRequest request, UUID controlPlaneId) {
    String nodeName = request.getNodeName();
    try {
      return joinNow(request, controlPlaneId);
    } catch (Refused refused) {
      audit.refusedJoin(Texts.clean(nodeName, 64), String.valueOf(refused.getMessage()));
      throw refused;
    }
  }

  private Joined joinNow(RegisterRequest request, UUID controlPlaneId) {
    JoinToken token = token(request.getJoinToken(), controlPlaneId);
    byte[] key = request.getPublicKey().toByteArray();
    if (!AgentProof.isKey(key)) {
      throw new Refused(Status.Code.INVALID_ARGUMENT, "The public key is no raw Ed25519 key.");
    }
    if (!NodeFacts.isNodeName(request.getNodeName())) {
      throw new Refused(
          Status.Code.INVALID_ARGUMENT,
          "The node name '%s' is not made of lower-case letters, digits, '-' and '.'; choose another with --name."
              .formatted(Texts.clean(request.getNodeName(), 64)));
    }
    List<String> problems = NodeFacts.problems(request.getNode());
    if (!problems.isEmpty()) {
      throw new Refused(
          Status.Code.INVALID_ARGUMENT,
          "The node cannot join as it is: " + String.join("; ", problems) + ".");
    }
    NodeFacts facts = NodeFacts.of(request.getNode());
    return scopes.asSystem(SystemJob.FEDERATION, () -> store(request, token, key, facts));
  }

  private static JoinToken token(String text, UUID controlPlaneId) {
    JoinToken token =
        JoinToken.parse(text)
            .orElseThrow(
                () ->
                    new Refused(
                        Status.Code.UNAUTHENTICATED,
                        "This is no join token; ask an administrator for one (mjt1.…)."));
    if (!token.controlPlaneId().equals(controlPlaneId)) {
      throw new Refused(
          Status.Code.UNAUTHENTICATED,
          "The join token was issued by another control plane (%s); this one is %s. Ask for a token of this one, or dial the other."
              .formatted(token.controlPlaneId(), controlPlaneId));
    }
    return token;
  }

  private record Place(UUID regionId, @Nullable String zone) {}

  private Joined store(RegisterRequest request, JoinToken token, byte[] key, NodeFacts facts) {
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    Place place = spend(token, now);
    String zone = zone(place, request.getNode().getZone(), facts);
    UUID agentId = Ids.next();
    UUID epoch = jdbc.sql("select epoch from history_epoch").query(UUID.class).single();
    String region =
        jdbc.sql("select name from region where id = ?")
            .param(place.regionId())
            .query(String.class)
            .single();
    int made =
        jdbc.sql(
                """
                insert into agent (id, region_id, public_key, history_epoch, joined_at,
                  agent_version) values (?, ?, ?, ?, ?, ?) on conflict (public_key) do nothing
                """)
            .params(agentId, place.regionId(), key, epoch, now, facts.agentVersion())
            .update();
    if (made == 0) {
      throw new Refused(
          Status.Code.ALREADY_EXISTS,
          "This agent's key is registered already: an identity joins once and is never copied. Start the agent with its own data directory, or with an empty one and a new token.");
    }
    insertNode(request.getNodeName(), agentId, place.regionId(), region, zone, facts, now);
    audit.joined(
        agentId,
        request.getNodeName(),
        region,
        Map.of("zone", zone, "address", facts.address(), "runtime", facts.runtime()));
    nodes.announce(agentId, "joined");
    return new Joined(agentId, epoch, region);
  }

  private Place spend(JoinToken token, OffsetDateTime now) {
    Optional<Place> place =
        jdbc.sql(
                """
                update join_token set uses_left = uses_left - 1
                where secret_hash = :hash and uses_left > 0 and expires_at > :now
                returning region_id, zone
                """)
            .param("hash", token.secretHash())
            .param("now", now)
            .query((row, n) -> new Place(row.getObject(1, UUID.class), row.getString(2)))
            .optional();
    return place.orElseThrow(() -> new Refused(Status.Code.UNAUTHENTICATED, whyNot(token)));
  }

  // Only who holds the 256-bit secret gets here with it, so the reason tells nothing to others.
  private String whyNot(JoinToken token) {
    return jdbc.sql("select uses_left from join_token where secret_hash = ?")
        .param(token.secretHash())
        .query(Integer.class)
        .optional()
        .map(
            left ->
                left > 0
                    ? "The join token has expired; ask an administrator for a new one."
                    : "The join token was used already; ask an administrator for a new one.")
        .orElse(
            "The join token is not known to this control plane; ask an administrator for a new one.");
  }

  private static String zone(Place place, String reported, NodeFacts facts) {
    if (place.zone() == null) {
      return facts.zone();
    }
    if (!reported.isEmpty() && !reported.equals(place.zone())) {
      throw new Refused(
          Status.Code.INVALID_ARGUMENT,
          "The join token is for zone '%s' and the node says '%s'; start the agent with that zone, or ask for another token."
              .formatted(place.zone(), reported));
    }
    return place.zone();
  }

  private void insertNode(
      String name,
      UUID agentId,
      UUID regionId,
      String region,
      String zone,
      NodeFacts facts,
      OffsetDateTime now) {
    try {
      jdbc.sql(
              """
              insert into node (id, region_id, agent_id, name, zone, runtime, address,
                advertised_address, cpu_millis, memory_bytes, disk_bytes, disk_free_bytes,
                port_begin, port_end, attributes, java_homes, not_enforced, isolation, joined_at)
              values (:id, :region, :agent, :name, :zone, :runtime, :address, :advertised, :cpu,
                :memory, :disk, :diskFree, :begin, :end, cast(:attributes as jsonb),
                cast(:javaHomes as jsonb), cast(:notEnforced as jsonb), :isolation, :now)
              """)
          .param("id", Ids.next())
          .param("region", regionId)
          .param("agent", agentId)
          .param("name", name)
          .param("zone", zone)
          .param("runtime", facts.runtime())
          .params(facts.columns(json))
          .param("now", now)
          .update();
    } catch (DuplicateKeyException e) {
      Refused refused =
          new Refused(
              Status.Code.FAILED_PRECONDITION,
              "Region '%s' has a node '%s' already, run by another agent, perhaps a dead one. Choose another name with --name, or have the dead one removed: meridian node remove."
                  .formatted(region, name));
      refused.initCause(e);
      throw refused;
    }
  }
}
