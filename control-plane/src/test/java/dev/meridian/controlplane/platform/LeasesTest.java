package dev.meridian.controlplane.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.testing.TestDatabase;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeasesTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final AtomicLong now = new AtomicLong();

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

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
  void aLeaseThatCouldNotBeGivenBackIsTakenBackByItsHolderAlone() {
    Leases first = replica();
    Lease old = first.acquireOrTakeBack("back", Duration.ofMinutes(1)).orElseThrow();
    assertThat(replica().acquireOrTakeBack("back", Duration.ofMinutes(1))).isEmpty();
    assertThat(first.acquire("back", Duration.ofMinutes(1)))
        .as("who does not ask for it back")
        .isEmpty();
    Lease again = first.acquireOrTakeBack("back", Duration.ofMinutes(1)).orElseThrow();
    assertThat(again.fence()).isGreaterThan(old.fence());
    first.release(old);
    assertThat(first.renew(old, Duration.ofMinutes(1))).isFalse();
    assertThat(first.renew(again, Duration.ofMinutes(1))).isTrue();
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

  @Test
  void keptLeaseIsHeldUntilItIsGivenBack() {
    KeptLease one = new KeptLease(replica(), "kept", now::get);
    KeptLease two = new KeptLease(replica(), "kept", now::get);
    Lease held = one.hold().orElseThrow();
    assertThat(two.hold()).isEmpty();
    pass(Duration.ofSeconds(2));
    assertThat(one.hold()).as("renewed, not taken anew").contains(held);
    one.giveBack();
    assertThat(two.hold()).isPresent();
  }

  @Test
  void keptLeaseThatRanOutIsTakenAnewOnlyWhereNobodyElseHasIt() {
    KeptLease one = new KeptLease(replica(), "late", now::get);
    Lease held = one.hold().orElseThrow();
    runOut("late");
    KeptLease two = new KeptLease(replica(), "late", now::get);
    assertThat(two.hold()).isPresent();
    assertThat(one.hold()).as("not looked up again before its renewal is due").contains(held);
    pass(Duration.ofSeconds(2));
    assertThat(one.hold()).isEmpty();
  }

  @Test
  void keptLeaseThatAWriterFoundLostIsAskedForAgainAtOnce() {
    KeptLease one = new KeptLease(replica(), "found", now::get);
    one.hold();
    runOut("found");
    assertThat(replica().acquire("found", Duration.ofMinutes(1))).isPresent();
    one.lost();
    assertThat(one.hold()).isEmpty();
  }
}
