package dev.meridian.bench;

import dev.meridian.e2e.ClientSecret;
import dev.meridian.e2e.MeasuredReplicas;
import dev.meridian.tenancy.ManyInstances;
import dev.meridian.tenancy.ManyTenants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Pages of what very many tenants have, by each filter, under row-level security. */
final class ListsBenchmark implements Benchmark {
  private static final Duration MEASURED =
      Duration.ofSeconds(Integer.getInteger("meridian.bench.seconds", 10));
  private static final PacedLists LISTS = new PacedLists(MEASURED);
  private static final Goal PAGE = Goal.atMost(100);
  private static final Goal LARGE_SUBTREE = Goal.atMost(300);
  private static final Peer PEER = Peer.published("Fleet, a list of 1,750 clusters", 30_000);
  private static final String ROLE = "tenant-admin";
  private static final String ROOT = "-";

  private static final List<String> INSTANCES =
      List.of(
          "",
          "package=" + ManyInstances.COMMON_PACKAGE,
          "package=" + ManyInstances.RARE_PACKAGE,
          "state=RUNNING",
          "state=" + ManyInstances.RARE_STATE,
          "package=%s&state=%s".formatted(ManyInstances.COMMON_PACKAGE, ManyInstances.RARE_STATE));
  private static final List<String> VOLUMES =
      List.of("", "state=READY", "state=MISSING", "instance=i-" + (ManyTenants.TENANTS - 1));

  /** What only a tenant itself is asked for, with the filters of each. */
  private static final Map<String, List<String>> OF_ONE =
      Map.of(
          "/instances", List.of("subtree=false"),
          "/volumes", List.of("subtree=false"),
          "/members", List.of(""),
          "/secrets", List.of("", "under=app-4", "label=kind%3Dk-3"),
          "/audit",
              List.of(
                  "",
                  "actor=member-3",
                  "action=bench.1",
                  "subject=subject-7",
                  "outcome=REFUSED",
                  "from=2026-01-01T00:00:00Z&to=2100-01-01T00:00:00Z"));

  @Override
  public String name() {
    return "lists";
  }

  @Override
  public String summary() {
    return "lists by each filter under row-level security, 10,000 tenants and 1,000,000 pods";
  }

  @Override
  public void run(Report report) {
    try (MeasuredReplicas platform = MeasuredReplicas.start()) {
      Surroundings.requireDurable(platform.databaseSettings(), report);
      long begun = System.nanoTime();
      platform.fillWithInstances();
      report.note(
          "%d tenants, %d instances, %d pods, filled in %d s; %d requests a second for each list alone, %d s of warm-up and %d s measured; a request's time counts from when it was due"
              .formatted(
                  ManyTenants.TENANTS,
                  ManyInstances.INSTANCES,
                  ManyInstances.PODS,
                  Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                  PacedLists.PER_SECOND,
                  LISTS.warmUp().toSeconds(),
                  MEASURED.toSeconds()));
      report.note(
          "the peer shows its clusters; each of these pages shows 50 rows or what there is");
      ofOneTenant(platform, report);
      ofTheTree(platform, report);
      ofThePlatform(platform, report);
    }
  }

  private static void ofOneTenant(MeasuredReplicas platform, Report report) {
    String tenant = ManyTenants.path(ManyTenants.TENANTS);
    ClientSecret member = platform.serviceAccount("leaf", ROLE, tenant);
    Lists lists =
        new Lists(platform, report, "one tenant", PAGE, () -> platform.tokens().issue(member));
    String path = MeasuredReplicas.path(tenant);
    lists.each(path + "/instances", "instances", INSTANCES);
    lists.each(path + "/volumes", "volumes", VOLUMES);
    OF_ONE.forEach((list, filters) -> lists.each(path + list, list.substring(1), filters));
  }

  private static void ofTheTree(MeasuredReplicas platform, Report report) {
    // Nobody has a tenant's role at the root; whoever asks, row-level security reads for a subtree.
    Lists lists = new Lists(platform, report, "whole tree", LARGE_SUBTREE, platform::adminToken);
    String path = MeasuredReplicas.path(ROOT);
    lists.each(path + "/instances", "instances", INSTANCES);
    lists.middle(path + "/instances", "instances");
    lists.each(path + "/volumes", "volumes", VOLUMES);
    lists.middle(path + "/volumes", "volumes");
    lists.each(path + "/isolation/unmet", "unmet isolation", List.of("subtree=true"));
  }

  private static void ofThePlatform(MeasuredReplicas platform, Report report) {
    Lists lists = new Lists(platform, report, "platform's admin", PAGE, platform::adminToken);
    lists.each("/instances", "instances", INSTANCES);
    lists.middle("/instances", "instances");
    lists.each("/tenants", "tenants", List.of("", "parent=t-1"));
    lists.middle("/tenants", "tenants");
    lists.each("/nodes", "nodes", List.of("", "region=r-3", "state=UNREACHABLE"));
    lists.middle("/nodes", "nodes");
    lists.each("/nodes/" + ManyInstances.node(1) + "/pods", "pods of a node", List.of(""));
    lists.each("/packages", "packages", List.of("", "q=p-1"));
  }

  /**
   * Lists that one caller asks for.
   *
   * @param token a new one for each list: they are good for minutes only
   */
  private record Lists(
      MeasuredReplicas platform, Report report, String caller, Goal goal, Supplier<String> token) {
    void each(String path, String what, List<String> filters) {
      for (String filter : filters) {
        measure(what + (filter.isEmpty() ? "" : " " + filter), withQuery(path, filter));
      }
    }

    /** A page in the middle of all, behind a cursor. */
    void middle(String path, String what) {
      List<String> cursors = new ArrayList<>();
      String reader = token.get();
      Optional<String> next = platform.nextCursor(reader, path + "?limit=500");
      while (next.isPresent()) {
        cursors.add(next.get());
        next = platform.nextCursor(reader, path + "?limit=500&cursor=" + next.get());
      }
      if (cursors.isEmpty()) {
        report.note("%s, %s: all on one page".formatted(caller, what));
        return;
      }
      measure(
          what + " from the middle", withQuery(path, "cursor=" + cursors.get(cursors.size() / 2)));
    }

    private void measure(String what, String path) {
      String reader = token.get();
      report.measured(
          LISTS
              .measure(
                  report,
                  "%s: %s".formatted(caller, what),
                  number -> PacedLists.require(platform, reader, path))
              .peer(PEER)
              .goal(goal));
    }

    private static String withQuery(String path, String query) {
      return query.isEmpty() ? path : path + "?" + query;
    }
  }
}
