package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;

class HalfSignInTest {
  private static final Instant BEGUN = Instant.parse("2026-01-01T10:00:00Z");

  private final MockHttpServletRequest request = new MockHttpServletRequest();

  @Test
  void waitsForTheCodeForFiveMinutesAndNotLonger() {
    begin();

    assertThat(HalfSignIn.of(request, BEGUN.plus(Duration.ofSeconds(299))))
        .map(HalfSignIn::username)
        .hasValue("ann");
    assertThat(HalfSignIn.of(request, BEGUN.plus(Duration.ofMinutes(5)))).isEmpty();
  }

  @Test
  void isOverWhenItIsForgotten() {
    begin();

    HalfSignIn.forget(request);

    assertThat(HalfSignIn.of(request, BEGUN)).isEmpty();
  }

  @Test
  void isNotThereWhereNobodyBegan() {
    assertThat(HalfSignIn.of(request, BEGUN)).isEmpty();
  }

  private void begin() {
    HalfSignIn.begin(
        request, UsernamePasswordAuthenticationToken.authenticated("ann", null, List.of()), BEGUN);
  }
}
