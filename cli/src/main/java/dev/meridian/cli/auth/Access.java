package dev.meridian.cli.auth;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.Environment;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.api.Bearer;
import dev.meridian.cli.api.ControlPlaneAddress;
import dev.meridian.cli.api.Unreachable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Finds out which control plane is meant and with which token to talk to it. */
public final class Access {
  private static final String DEFAULT_URL = "http://127.0.0.1:8080";
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

  private final Environment environment;
  private final TokenFile tokens;

  private Access(Environment environment) {
    this.environment = environment;
    this.tokens = new TokenFile(environment.configFolder());
  }

  public static Access in(Environment environment) {
    return new Access(environment);
  }

  /**
   * The address given, or that of the environment, or the last one signed in to, or this machine;
   * with the authorities given, or of the environment, or of the sign-in there.
   */
  public ControlPlaneAddress address(Optional<String> givenUrl, Optional<Path> givenAuthorities) {
    URI url = url(givenUrl);
    Optional<Path> authorities =
        givenAuthorities
            .or(() -> environment.variable("MERIDIAN_CA_FILE").map(Path::of))
            .or(() -> tokens.authorities(url));
    return new ControlPlaneAddress(url, authorities.map(Path::toAbsolutePath));
  }

  private URI url(Optional<String> given) {
    String text =
        given
            .or(() -> environment.variable("MERIDIAN_URL"))
            .or(tokens::lastUrl)
            .orElse(DEFAULT_URL);
    try {
      URI url = URI.create(text.replaceAll("/+$", ""));
      if (url.getHost() != null && Set.of("http", "https").contains(url.getScheme())) {
        return url;
      }
    } catch (IllegalArgumentException noAddress) {
      // Reported below: the same answer as for an address of another kind.
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        "\"" + text + "\" is no address. Give one like https://meridian.example.com");
  }

  /** The token of requests to an address. */
  public Bearer bearer(ControlPlaneAddress address) {
    URI url = address.url();
    Bearer bearer = chosen(address);
    return new Bearer() {
      @Override
      public Optional<String> token() {
        return bearer.token().map(token -> guarded(url, token));
      }

      @Override
      public Optional<String> renewed() {
        return bearer.renewed();
      }
    };
  }

  private Bearer chosen(ControlPlaneAddress address) {
    Optional<String> token = environment.variable("MERIDIAN_TOKEN");
    if (token.isPresent()) {
      return Bearer.fixed(token);
    }
    Optional<String> clientId = environment.variable("MERIDIAN_CLIENT_ID");
    Optional<String> clientSecret = environment.variable("MERIDIAN_CLIENT_SECRET");
    if (clientId.isPresent() && clientSecret.isPresent()) {
      return new ServiceAccountBearer(
          new OAuth(address, environment.clock()), clientId.get(), clientSecret.get());
    }
    return new KeptBearer(address);
  }

  /** A token must not cross a network in clear. */
  private static String guarded(URI url, String token) {
    if (url.getScheme().equals("http")
        && !LOOPBACK.contains(url.getHost())
        && !url.getHost().startsWith("127.")) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Refusing to send a token over plain HTTP to "
              + url.getHost()
              + ". Use an https address.");
    }
    return token;
  }

  /** Whoever signed in with {@code meridian login}; renews before the token runs out. */
  private final class KeptBearer implements Bearer {
    private static final Duration MARGIN = Duration.ofSeconds(20);
    private final ControlPlaneAddress address;
    private final URI url;

    KeptBearer(ControlPlaneAddress address) {
      this.address = address;
      this.url = address.url();
    }

    @Override
    public Optional<String> token() {
      Optional<SignIn> kept = tokens.of(url);
      boolean ending =
          kept.isPresent()
              && kept.get().expiresAt().isBefore(environment.clock().instant().plus(MARGIN));
      return ending
          ? renewed().or(() -> kept.map(SignIn::accessToken))
          : kept.map(SignIn::accessToken);
    }

    @Override
    public Optional<String> renewed() {
      Optional<SignIn> kept = tokens.of(url);
      Optional<SignIn> renewed =
          kept.flatMap(
              signIn ->
                  signIn
                      .refreshToken()
                      .flatMap(
                          token ->
                              new OAuth(address, environment.clock())
                                  .refresh(guarded(url, token), signIn.username())));
      renewed.ifPresent(signIn -> tokens.keep(address, signIn));
      return renewed.map(SignIn::accessToken);
    }
  }

  void keep(ControlPlaneAddress address, SignIn signIn) {
    tokens.keep(address, signIn);
  }

  /**
   * Ends the sign-in at the control plane and forgets it here; here also when it cannot be ended
   * there.
   *
   * @return what became of it
   */
  Farewell signOut(ControlPlaneAddress address) {
    URI url = address.url();
    Optional<SignIn> kept = tokens.of(url);
    if (kept.isEmpty()) {
      return new Farewell.NobodyWasSignedIn();
    }
    Farewell farewell = new Farewell.SignedOut();
    try {
      kept.get()
          .refreshToken()
          .ifPresent(token -> new OAuth(address, environment.clock()).revoke(guarded(url, token)));
    } catch (CommandFailure | Unreachable notEnded) {
      farewell = new Farewell.ForgottenOnly(String.valueOf(notEnded.getMessage()));
    }
    boolean unused = tokens.forget(url);
    return farewell;
  }
}
