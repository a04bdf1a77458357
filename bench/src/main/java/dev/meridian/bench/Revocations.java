package dev.meridian.bench;

import dev.meridian.e2e.MeasuredReplicas;
import dev.meridian.tenancy.ManyTenants;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How soon a role that was taken on one replica counts no more on another. */
final class Revocations {
  private static final int RUNS = Integer.getInteger("meridian.bench.runs", 50);
  private static final Duration POLL = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String ROLE = "tenant-viewer";
  private static final int OTHER_REPLICA = 1;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private Revocations() {}

  /** Adds a replica to the one that runs. */
  static void measure(MeasuredReplicas platform, Report report) {
    platform.addReplica();
    report.note(
        "%d times a role is taken on one replica while another is asked with a token of its holder, %d ms after each answer; from the request that takes the role until the other one knows nothing of the tenant"
            .formatted(RUNS, POLL.toMillis()));
    Samples samples = new Samples();
    for (int run = 0; run < RUNS; run++) {
      samples.add(one(platform, "revoked-" + run, ManyTenants.path(ManyTenants.TENANTS - run)));
    }
    report.measured(
        new Measurement("role taken → refused elsewhere, median", samples.medianSeconds(), "s"));
    report.measured(
        new Measurement("role taken → refused elsewhere, p99", samples.p99Seconds(), "s")
            .goal(Goal.atMost(1)));
    report.measured(
        new Measurement("role taken → refused elsewhere, longest", samples.longestSeconds(), "s")
            .goal(Goal.atMost(1)));
  }

  private static Duration one(MeasuredReplicas platform, String name, String tenant) {
    String token = platform.tokens().issue(platform.serviceAccount(name, ROLE, tenant));
    String path = MeasuredReplicas.path(tenant);
    // The replica has just read the role, and remembers it.
    await(platform, token, path, OK);
    await(platform, token, path, OK);
    long begun = System.nanoTime();
    platform.takeRole(name, ROLE, tenant);
    await(platform, token, path, NOT_FOUND);
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static void await(MeasuredReplicas platform, String token, String path, int wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    int status;
    while ((status = platform.get(OTHER_REPLICA, token, path)) != wanted) {
      if (System.nanoTime() > end) {
        throw new BenchmarkException(
            "GET %s is still answered with %d instead of %d.".formatted(path, status, wanted));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
