package dev.meridian.controlplane.placement;

import dev.meridian.tenancy.Amounts;
import dev.meridian.tenancy.Isolation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;

/**
 * Equal pods without constraints, ports or volumes on equal nodes; each ask is an instance of its
 * own. In the engine's package, because the engine is nobody else's business. Not thread-safe.
 */
@NullMarked
public final class PlainWorkload {
  private static final long GIB = 1L << 30;
  private static final Amounts NODE = new Amounts(16_000, 64 * GIB, 1_000 * GIB, 1);
  private static final Amounts POD = new Amounts(1_000, 2 * GIB, 0, 1);
  private static final int REGIONS = 4;
  private static final int ZONES = 3;
  private static final UUID TENANT = id("tenant", 0);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final int nodes;
  private final int podsPerAsk;
  private Topology topology;
  private long asks;

  /**
   * @param podsPerAsk pods that are decided together, all or none
   */
  public PlainWorkload(int nodes, int podsPerAsk) {
    this.nodes = nodes;
    this.podsPerAsk = podsPerAsk;
    this.topology = empty();
  }

  /** Why not even the empty topology has room for an ask; empty when it has. */
  public Optional<String> refusal() {
    Decision decision = PlacementEngine.decide(empty(), id("instance", asks), nextAsk(), NOW);
    return decision instanceof Decision.Refused refused
        ? Optional.of(refused.explanation().summary())
        : Optional.empty();
  }

  /**
   * Decides and applies for about that long. A full topology is replaced by an empty one; building
   * asks and topologies does not count as time.
   */
  public double podsPerSecond(Duration duration) {
    long pods = 0;
    long spent = 0;
    while (spent < duration.toNanos()) {
      UUID instance = id("instance", asks);
      PlacementAsk ask = nextAsk();
      long begun = System.nanoTime();
      Decision decision = PlacementEngine.decide(topology, instance, ask, NOW);
      switch (decision) {
        case Decision.Placed placed -> {
          topology.apply(TENANT, instance, ask, placed, NOW);
          spent += System.nanoTime() - begun;
          pods += placed.pods().size();
        }
        case Decision.Refused refused -> {
          if (topology.pods().isEmpty()) {
            throw new IllegalStateException(refused.explanation().summary());
          }
          topology = empty();
        }
      }
    }
    return pods / (spent / 1e9);
  }

  private PlacementAsk nextAsk() {
    List<PodAsk> pods = new ArrayList<>();
    for (int index = 0; index < podsPerAsk; index++) {
      pods.add(
          new PodAsk(
              id("pod", asks * podsPerAsk + index),
              "task-" + index,
              "task",
              index,
              POD,
              List.of(),
              null,
              Map.of(),
              null,
              List.of()));
    }
    asks++;
    return new PlacementAsk(PlacementPolicy.anywhere(), pods);
  }

  private Topology empty() {
    List<NodeFacts> facts = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      facts.add(
          new NodeFacts(
              id("node", node),
              id("agent", node),
              "node-" + node,
              "region-" + node % REGIONS,
              "default",
              "zone-" + node / REGIONS % ZONES,
              "process",
              Isolation.USER,
              "127.0.0.1",
              "127.0.0.1",
              NODE,
              20_000,
              20_999,
              Map.of(),
              Set.of(25),
              null,
              true));
    }
    return Topology.of(facts, Map.of(), List.of());
  }

  /** Cheap to make: names would be hashed. */
  private static UUID id(String kind, long number) {
    return new UUID(kind.hashCode() * 0x9E3779B97F4A7C15L, number);
  }
}
