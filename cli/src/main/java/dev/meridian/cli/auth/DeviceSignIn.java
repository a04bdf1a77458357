package dev.meridian.cli.auth;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.api.ControlPlaneAddress;
import java.time.Clock;
import java.time.Duration;

/** Signs a person in by the device grant: in their browser, or by posting the form for them. */
public final class DeviceSignIn {
  private final ControlPlaneAddress address;
  private final Clock clock;
  private final OAuth oauth;

  public DeviceSignIn(ControlPlaneAddress address, Clock clock) {
    this.address = address;
    this.clock = clock;
    this.oauth = new OAuth(address, clock);
  }

  /** Signs in with a password, for scripts. */
  public SignIn withPassword(String username, String password) {
    OAuth.DeviceCode code = oauth.startDevice();
    new SignInForm(address, username, password).approve(code);
    SignIn signIn = await(code, Duration.ofMillis(200));
    return new SignIn(signIn.accessToken(), signIn.refreshToken(), signIn.expiresAt(), username);
  }

  OAuth.DeviceCode start() {
    return oauth.startDevice();
  }

  /** Waits until the code is approved, denied or runs out. */
  SignIn await(OAuth.DeviceCode code, Duration interval) {
    Duration pause = interval;
    while (clock.instant().isBefore(code.expiresAt())) {
      switch (oauth.pollDevice(code)) {
        case OAuth.Poll.Approved(SignIn signIn) -> {
          return signIn;
        }
        case OAuth.Poll.Denied(String reason) ->
            throw new CommandFailure(ExitCode.FORBIDDEN, "Not signed in: " + reason);
        case OAuth.Poll.SlowDown ignored -> pause = pause.plusSeconds(5);
        case OAuth.Poll.Pending ignored -> {}
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new CommandFailure(ExitCode.FAILED, "Signing in was interrupted");
      }
    }
    throw new CommandFailure(
        ExitCode.TIMED_OUT, "The code ran out before it was approved. Start again: meridian login");
  }
}
