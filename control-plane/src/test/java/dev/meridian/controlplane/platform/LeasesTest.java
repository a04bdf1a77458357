package dev.meridian.controlplane.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.testing.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeasesTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static Leases replica() {
    return new Leases(database.scopes(), database.jdbc());
  }

  private static void runOut(String name) {
    database
        .scopes()
        .asSystem(
            SystemJob.WORK_QUEUE,
            () ->
                database
                    .jdbc()
                    .sql("update lease set expires_at = clock_timestamp() where name = ?")
                    .param(name)
                    .update());
  }

  @Test
  void onlyOneHoldsALease() {
    assertThat(replica().acquire("one", Duration.ofMinutes(1))).isPresent();
    assertThat(replica().acquire("one", Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void takeOverRaisesTheFenceAndTheOldHolderCannotRenew() {
    Leases first = replica();
    Lease old = first.acquire("two", Duration.ofMinutes(1)).orElseThrow();
    runOut("two");
    Lease taken = replica().acquire("two", Duration.ofMinutes(1)).orElseThrow();
    assertThat(taken.fence()).isGreaterThan(old.fence());
    assertThat(first.renew(old, Duration.ofMinutes(1))).isFalse();
  }

  @Test
  void releasedLeaseIsFreeAtOnce() {
    Leases first = replica();
    first.release(first.acquire("three", Duration.ofMinutes(1)).orElseThrow());
    assertThat(replica().acquire("three", Duration.ofMinutes(1))).isPresent();
  }

  @Test
  void lateReleaseOfALostLeaseTakesNothingFromTheNewHolder() {
    Leases first = replica();
    Lease old = first.acquire("four", Duration.ofMinutes(1)).orElseThrow();
    runOut("four");
    Leases second = replica();
    Lease taken = second.acquire("four", Duration.ofMinutes(1)).orElseThrow();
    first.release(old);
    assertThat(second.renew(taken, Duration.ofMinutes(1))).isTrue();
  }
}
