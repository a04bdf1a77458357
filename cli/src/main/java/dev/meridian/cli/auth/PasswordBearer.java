package dev.meridian.cli.auth;

import dev.meridian.cli.api.Bearer;
import dev.meridian.cli.api.ControlPlaneAddress;
import java.time.Clock;
import java.util.Optional;

/** Signs a person in with a password at the first request, and again when the token runs out. */
public final class PasswordBearer implements Bearer {
  private final DeviceSignIn signIn;
  private final String username;
  private final String password;
  private Optional<String> token = Optional.empty();

  public PasswordBearer(
      ControlPlaneAddress address, Clock clock, String username, String password) {
    this.signIn = new DeviceSignIn(address, clock);
    this.username = username;
    this.password = password;
  }

  @Override
  public synchronized Optional<String> token() {
    return token.isPresent() ? token : renewed();
  }

  @Override
  public synchronized Optional<String> renewed() {
    token = Optional.of(signIn.withPassword(username, password).accessToken());
    return token;
  }
}
