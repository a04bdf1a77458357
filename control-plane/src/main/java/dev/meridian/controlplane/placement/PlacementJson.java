package dev.meridian.controlplane.placement;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.meridian.spec.PlacementRule;
import dev.meridian.tenancy.Amounts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Asks and decisions as they are kept in the database. */
@Component
class PlacementJson {
  private final JsonMapper json;

  PlacementJson(JsonMapper json) {
    this.json = json;
  }

  /**
   * A pod as stored; the rule is kept as the rows that a spec writes.
   *
   * @param reservePortsAnew see {@link PlacementAsk#reReservePorts()}
   * @param keptBytes null in what was stored before there were any
   */
  record StoredPod(
      UUID podId,
      String name,
      String type,
      int index,
      long cpuMillis,
      long memoryBytes,
      long diskBytes,
      List<PortAsk> ports,
      List<List<String>> rule,
      Map<String, String> needs,
      @Nullable UUID pinnedNode,
      List<VolumeAsk> volumes,
      boolean reservePortsAnew,
      @Nullable Long keptBytes) {}

  private record StoredPolicy(List<String> regions, Spread spread, boolean allowWaiting) {}

  private record StoredDecision(boolean placed, List<PodPlacement> pods, Explanation explanation) {}

  String write(Object value) {
    return json.writeValueAsString(value);
  }

  String wanted(PlacementAsk ask) {
    return write(
        ask.pods().stream()
            .map(pod -> stored(pod, ask.reReservePorts().contains(pod.podId())))
            .toList());
  }

  String policy(PlacementAsk ask) {
    return write(
        new StoredPolicy(ask.policy().regions(), ask.policy().spread(), ask.allowWaiting()));
  }

  PlacementAsk ask(String wanted, String policy) {
    StoredPolicy rules = json.readValue(policy, StoredPolicy.class);
    List<StoredPod> pods = List.of(json.readValue(wanted, StoredPod[].class));
    Set<UUID> anew =
        pods.stream()
            .filter(StoredPod::reservePortsAnew)
            .map(StoredPod::podId)
            .collect(Collectors.toSet());
    return new PlacementAsk(
        new PlacementPolicy(rules.regions(), rules.spread()),
        pods.stream().map(this::pod).toList(),
        anew,
        rules.allowWaiting());
  }

  String decision(Decision decision) {
    return write(
        switch (decision) {
          case Decision.Placed placed ->
              new StoredDecision(true, placed.pods(), placed.explanation());
          case Decision.Refused refused ->
              new StoredDecision(false, List.of(), refused.explanation());
        });
  }

  Decision decision(String stored) {
    StoredDecision decision = json.readValue(stored, StoredDecision.class);
    return decision.placed()
        ? new Decision.Placed(decision.pods(), decision.explanation())
        : new Decision.Refused(decision.explanation());
  }

  Map<String, String> attributes(String stored) {
    return json.readerForMapOf(String.class).readValue(stored);
  }

  Set<Integer> javaFeatures(String stored) {
    return List.of(json.readValue(stored, JavaHome[].class)).stream()
        .map(JavaHome::feature)
        .collect(Collectors.toSet());
  }

  /** Of what a node reports; the rest is not for placement. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record JavaHome(int feature) {}

  private static StoredPod stored(PodAsk pod, boolean reservePortsAnew) {
    PlacementRule rule = pod.rule();
    return new StoredPod(
        pod.podId(),
        pod.name(),
        pod.type(),
        pod.index(),
        pod.amounts().cpuMillis(),
        pod.amounts().memoryBytes(),
        pod.amounts().diskBytes(),
        pod.ports(),
        rule == null ? List.of() : ConstraintText.rows(rule),
        pod.needs(),
        pod.pinnedNode(),
        pod.volumes(),
        reservePortsAnew,
        pod.keptBytes());
  }

  private PodAsk pod(StoredPod pod) {
    return new PodAsk(
        pod.podId(),
        pod.name(),
        pod.type(),
        pod.index(),
        new Amounts(pod.cpuMillis(), pod.memoryBytes(), pod.diskBytes(), 1),
        pod.ports(),
        pod.rule().isEmpty() ? null : PlacementRule.parse(write(pod.rule())).orThrow(),
        pod.needs(),
        pod.pinnedNode(),
        pod.volumes(),
        pod.keptBytes() == null ? 0 : pod.keptBytes());
  }
}
