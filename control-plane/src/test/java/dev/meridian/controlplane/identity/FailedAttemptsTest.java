package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.controlplane.identity.FailedAttempts.Door;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class FailedAttemptsTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));
  private final MockEnvironment environment = new MockEnvironment();

  @Test
  void refusesAnAccountAfterTenFailuresAndLetsOneMoreThroughEachHalfMinute() {
    FailedAttempts attempts = attempts();
    fail(attempts, "admin", 9);
    assertThat(refusedFor(attempts, "Admin", "10.0.0.1")).isNull();
    fail(attempts, "Admin", 1);

    assertThat(refusedFor(attempts, "admin", "10.0.0.2")).isEqualTo(Duration.ofSeconds(30));
    assertThat(refusedFor(attempts, "other", "10.0.0.1")).isNull();

    now.updateAndGet(time -> time.plusSeconds(30));
    assertThat(refusedFor(attempts, "admin", "10.0.0.2")).isNull();
    fail(attempts, "admin", 1);
    assertThat(refusedFor(attempts, "admin", "10.0.0.2")).isNotNull();
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(5)));
    fail(attempts, "admin", 9);
    assertThat(refusedFor(attempts, "admin", "10.0.0.2")).isNull();
  }

  @Test
  void refusesAnAddressThatTriesManyAccounts() {
    FailedAttempts attempts = attempts();
    for (int i = 0; i < 60; i++) {
      fail(attempts, "name " + i, 1);
    }

    assertThat(refusedFor(attempts, "another", "10.0.0.1")).isEqualTo(Duration.ofSeconds(5));
    assertThat(refusedFor(attempts, "another", "10.0.0.2")).isNull();
  }

  @Test
  void countsANetworkOfIpv6AsOneClient() {
    environment.setProperty("meridian.rate-limit.sign-in-address", "1/1m");
    FailedAttempts attempts = attempts();
    try (Attempt attempt = attempts.begin(Door.SIGN_IN, "a", "2001:db8:0:1::1")) {
      attempt.failed();
    }

    assertThat(refusedFor(attempts, "b", "2001:db8:0:1:ffff::2")).isNotNull();
    assertThat(refusedFor(attempts, "b", "2001:db8:0:2::1")).isNull();
  }

  @Test
  void countsNothingThatSucceedsAndForgetsTheSlipsOfAnAccountThen() {
    FailedAttempts attempts = attempts();
    fail(attempts, "admin", 9);
    for (int i = 0; i < 500; i++) {
      try (Attempt attempt = attempts.begin(Door.SIGN_IN, "admin", "10.0.0.1")) {
        assertThat(attempt.refusedFor()).isEmpty();
        attempt.succeeded();
      }
    }
    fail(attempts, "admin", 9);

    assertThat(refusedFor(attempts, "admin", "10.0.0.1")).isNull();
  }

  @Test
  void holdsAPlaceForEachTryUnderWaySoThatManyAtOnceAreNoWayAround() {
    FailedAttempts attempts = attempts();
    List<Attempt> underWay = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      underWay.add(attempts.begin(Door.SIGN_IN, "admin", "10.0.0." + i));
    }

    assertThat(refusedFor(attempts, "admin", "10.0.1.1")).isNotNull();
    underWay.forEach(Attempt::close);
    assertThat(refusedFor(attempts, "admin", "10.0.1.1")).isNull();
  }

  @Test
  void takesNothingFromTheAccountWhenTheAddressIsRefused() {
    environment.setProperty("meridian.rate-limit.sign-in-address", "1/1h");
    FailedAttempts attempts = attempts();
    fail(attempts, "other", 1);
    for (int i = 0; i < 50; i++) {
      assertThat(refusedFor(attempts, "admin", "10.0.0.1")).isNotNull();
    }

    assertThat(refusedFor(attempts, "admin", "10.0.0.9")).isNull();
  }

  @Test
  void readsLimitsAndSaysWhatIsWrongWithOne() {
    environment.setProperty("meridian.rate-limit.sign-in-account", "off");
    FailedAttempts attempts = attempts();
    fail(attempts, "admin", 30);
    assertThat(refusedFor(attempts, "admin", "10.0.0.1")).isNull();

    for (String wrong :
        List.of("10", "0/5m", "10/", "10/5 minutes", "10/0s", "many/5m", "1/400d")) {
      environment.setProperty("meridian.rate-limit.token-address", wrong);
      assertThatThrownBy(this::attempts)
          .as(wrong)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("meridian.rate-limit.token-address", wrong, "COUNT/PERIOD");
    }
  }

  private FailedAttempts attempts() {
    return new FailedAttempts(environment, now::get);
  }

  private static void fail(FailedAttempts attempts, String account, int times) {
    for (int i = 0; i < times; i++) {
      try (Attempt attempt = attempts.begin(Door.SIGN_IN, account, "10.0.0.1")) {
        attempt.failed();
      }
    }
  }

  private static @Nullable Duration refusedFor(
      FailedAttempts attempts, String account, String address) {
    try (Attempt attempt = attempts.begin(Door.SIGN_IN, account, address)) {
      return attempt.refusedFor().orElse(null);
    }
  }
}
