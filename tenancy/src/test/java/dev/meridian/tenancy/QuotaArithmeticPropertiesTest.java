package dev.meridian.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The arithmetic against a slow model that adds up the whole tree at each question. */
class QuotaArithmeticPropertiesTest {
  private static final int TENANTS = 7;
  private static final Resource RESOURCE = Resource.PODS;

  /** A tenant under one that was made before it, with what it may and is sure to have. */
  record Node(int parent, @Nullable Long limit, long guarantee) {}

  record Move(int tenant, long more) {}

  @Provide
  Arbitrary<Node> nodes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, TENANTS),
            Arbitraries.longs().between(0, 12).injectNull(0.5),
            Arbitraries.longs().between(-6, 5))
        .as((parent, limit, guarantee) -> new Node(parent, limit, Math.max(0, guarantee)));
  }

  @Provide
  Arbitrary<Move> moves() {
    return Combinators.combine(
            Arbitraries.integers().between(0, TENANTS - 1), Arbitraries.longs().between(-4, 4))
        .as(Move::new);
  }

  @Property(tries = 2_000)
  void agreesWithTheModelThatAddsUpTheWholeTree(
      @ForAll @Size(TENANTS) List<@From("nodes") Node> nodes,
      @ForAll @Size(max = 30) List<@From("moves") Move> moves) {
    Tree tree = new Tree(nodes);
    Ledger ledger = new Ledger(tree.recounted());
    for (Move move : moves) {
      if (tree.used[move.tenant] + move.more < 0) {
        continue;
      }
      boolean fits = tree.fits(move.tenant, move.more);
      Climb climb = ledger.climb(tree.up(move.tenant), QuotaScope.ALL, RESOURCE);
      climb
          .room()
          .filter(room -> move.more > 0)
          .ifPresent(room -> assertThat(move.more <= room.more()).isEqualTo(fits));

      Optional<Climb.Refusal> refusal =
          ledger.add(tree.up(move.tenant), Map.of(QuotaScope.ALL, new Amounts(0, 0, 0, move.more)));

      assertThat(refusal.isEmpty()).as("%s in %s", move, tree).isEqualTo(fits);
      if (fits) {
        tree.used[move.tenant] += move.more;
      }
      Map<Counter.Key, Counter> now = new HashMap<>();
      tree.recounted().forEach(counter -> now.put(counter.key(), counter));
      ledger.changed().forEach(one -> assertThat(one).isEqualTo(now.get(one.key())));
    }
  }

  /** Claims of each tenant alone; everything else is added up when it is asked. */
  private static final class Tree {
    private final List<Node> nodes;
    private final List<UUID> ids = new ArrayList<>();
    private final long[] used;

    Tree(List<Node> nodes) {
      this.nodes = nodes;
      this.used = new long[nodes.size()];
      for (int i = 0; i < nodes.size(); i++) {
        ids.add(new UUID(0, i));
      }
    }

    private int parent(int node) {
      return node == 0 ? -1 : nodes.get(node).parent % node;
    }

    private List<Integer> chain(int node) {
      List<Integer> chain = new ArrayList<>();
      for (int at = node; at >= 0; at = parent(at)) {
        chain.add(at);
      }
      return chain;
    }

    List<UUID> up(int node) {
      return chain(node).stream().map(ids::get).toList();
    }

    private long usedBelow(int node) {
      long sum = used[node];
      for (int child = node + 1; child < nodes.size(); child++) {
        sum += parent(child) == node ? usedBelow(child) : 0;
      }
      return sum;
    }

    private long unusedBelow(int node) {
      long sum = 0;
      for (int child = node + 1; child < nodes.size(); child++) {
        if (parent(child) == node) {
          sum += Math.max(nodes.get(child).guarantee - usedBelow(child), unusedBelow(child));
        }
      }
      return Math.max(0, sum);
    }

    boolean fits(int node, long more) {
      if (more <= 0) {
        return true;
      }
      List<Long> committed =
          chain(node).stream().map(at -> usedBelow(at) + unusedBelow(at)).toList();
      used[node] += more;
      try {
        for (int i = 0; i < committed.size(); i++) {
          int at = chain(node).get(i);
          Long limit = nodes.get(at).limit;
          long after = usedBelow(at) + unusedBelow(at);
          if (limit != null
              && (usedBelow(at) > limit || (after > limit && after > committed.get(i)))) {
            return false;
          }
        }
        return true;
      } finally {
        used[node] -= more;
      }
    }

    /** Only tenants with a limit or a guarantee have a counter. */
    List<Counter> recounted() {
      List<Counter> counters = new ArrayList<>();
      Map<Counter.Key, Long> sums = new HashMap<>();
      Map<UUID, List<UUID>> up = new HashMap<>();
      for (int i = 0; i < nodes.size(); i++) {
        Node node = nodes.get(i);
        if (node.limit != null || node.guarantee > 0) {
          Counter.Key key = new Counter.Key(ids.get(i), QuotaScope.ALL, RESOURCE);
          counters.add(new Counter(key, node.limit, node.guarantee, 0, 0));
          sums.put(key, usedBelow(i));
          up.put(ids.get(i), up(i));
        }
      }
      return Recount.of(counters, sums, up);
    }

    @Override
    public String toString() {
      return nodes + " using " + java.util.Arrays.toString(used);
    }
  }
}
