package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SignInThrottleTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));
  private final SignInThrottle throttle = new SignInThrottle(now::get);

  @Test
  void refusesANameAfterTenFailuresUntilTheWindowIsOver() {
    for (int i = 0; i < 9; i++) {
      throttle.failed("admin");
    }
    assertThat(throttle.isRefused("admin")).isFalse();
    throttle.failed("Admin");
    assertThat(throttle.isRefused("admin")).isTrue();
    assertThat(throttle.isRefused("other")).isFalse();

    now.updateAndGet(time -> time.plus(Duration.ofMinutes(5)));
    assertThat(throttle.isRefused("admin")).isFalse();
    throttle.failed("admin");
    assertThat(throttle.isRefused("admin")).isFalse();
  }

  @Test
  void forgetsFailuresAfterASuccess() {
    for (int i = 0; i < 9; i++) {
      throttle.failed("admin");
    }
    throttle.succeeded("admin");
    throttle.failed("admin");

    assertThat(throttle.isRefused("admin")).isFalse();
  }
}
