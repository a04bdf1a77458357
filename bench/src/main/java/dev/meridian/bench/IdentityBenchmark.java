package dev.meridian.bench;

import dev.meridian.e2e.MeasuredReplicas;
import dev.meridian.e2e.TokenEndpoint;
import dev.meridian.tenancy.ManyTenants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** What a signed-in caller asks for first, and how soon a right that was taken is gone. */
final class IdentityBenchmark implements Benchmark {
  private static final Duration MEASURED =
      Duration.ofSeconds(Integer.getInteger("meridian.bench.seconds", 30));
  private static final PacedLists LISTS = new PacedLists(MEASURED);
  // What a replica remembers of an account is forgotten before its turn comes again.
  private static final int CALLERS = 100;
  private static final int SUBTREE = 1;
  private static final String VIEWER = "tenant-viewer";

  @Override
  public String name() {
    return "identity";
  }

  @Override
  public String summary() {
    return "/me and lists of tenants over HTTP, and revocation on two replicas, 10,000 tenants";
  }

  @Override
  public void run(Report report) {
    try (MeasuredReplicas platform = MeasuredReplicas.start()) {
      Surroundings.requireDurable(platform.databaseSettings(), report);
      platform.fill();
      report.note(
          "%d tenants, %d members; %d requests a second for each list alone, %d s of warm-up and %d s measured; a request's time counts from when it was due"
              .formatted(
                  ManyTenants.TENANTS,
                  ManyTenants.MEMBERS,
                  PacedLists.PER_SECOND,
                  LISTS.warmUp().toSeconds(),
                  MEASURED.toSeconds()));
      questions(platform, report);
      Revocations.measure(platform, report);
    }
  }

  private static void questions(MeasuredReplicas platform, Report report) {
    TokenEndpoint tokens = platform.tokens();
    List<String> members = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      // All over the tree.
      String tenant = ManyTenants.path(1 + i * (ManyTenants.TENANTS / CALLERS));
      members.add(tokens.issue(platform.serviceAccount("caller-" + i, VIEWER, tenant)));
    }
    paced(
        report,
        "GET /me of %d members in turn".formatted(CALLERS),
        i -> PacedLists.require(platform, members.get(i % CALLERS), "/me"));
    String admin = platform.adminToken();
    paced(report, "list, platform's admin", i -> PacedLists.require(platform, admin, "/tenants"));
    paced(
        report,
        "list below one tenant, platform's admin",
        i -> PacedLists.require(platform, admin, "/tenants?parent=t-" + SUBTREE));
    String lead =
        tokens.issue(platform.serviceAccount("lead", "tenant-admin", ManyTenants.path(SUBTREE)));
    paced(
        report,
        "list, admin of a fifth of the tree",
        i -> PacedLists.require(platform, lead, "/tenants"));
    String leaf =
        tokens.issue(
            platform.serviceAccount("leaf", VIEWER, ManyTenants.path(ManyTenants.TENANTS)));
    paced(
        report, "list, member of one tenant", i -> PacedLists.require(platform, leaf, "/tenants"));
  }

  private static void paced(Report report, String what, IntConsumer request) {
    report.measured(LISTS.measure(report, what, request).goal(Goal.atMost(50)));
  }
}
