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
  private static final Duration WARM_UP = MEASURED.dividedBy(2);
  private static final int PER_SECOND = 50;
  // What a replica remembers of an account is forgotten before its turn comes again.
  private static final int CALLERS = 100;
  private static final int OK = 200;
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
                  PER_SECOND,
                  WARM_UP.toSeconds(),
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
        i -> require(platform, members.get(i % CALLERS), "/me"));
    String admin = platform.adminToken();
    paced(report, "list, platform's admin", i -> require(platform, admin, "/tenants"));
    paced(
        report,
        "list below one tenant, platform's admin",
        i -> require(platform, admin, "/tenants?parent=t-" + SUBTREE));
    String lead =
        tokens.issue(platform.serviceAccount("lead", "tenant-admin", ManyTenants.path(SUBTREE)));
    paced(report, "list, admin of a fifth of the tree", i -> require(platform, lead, "/tenants"));
    String leaf =
        tokens.issue(
            platform.serviceAccount("leaf", VIEWER, ManyTenants.path(ManyTenants.TENANTS)));
    paced(report, "list, member of one tenant", i -> require(platform, leaf, "/tenants"));
  }

  private static void require(MeasuredReplicas platform, String token, String path) {
    int status = platform.get(0, token, path);
    if (status != OK) {
      throw new BenchmarkException("GET %s was answered with %d.".formatted(path, status));
    }
  }

  private static void paced(Report report, String what, IntConsumer request) {
    OpenLoop.run(PER_SECOND, WARM_UP, request);
    Samples samples = OpenLoop.run(PER_SECOND, MEASURED, request);
    report.measured(new Measurement(what + ", median", samples.medianSeconds() * 1e3, "ms"));
    report.measured(
        new Measurement(what + ", p99", samples.p99Seconds() * 1e3, "ms").goal(Goal.atMost(50)));
  }
}
