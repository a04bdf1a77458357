package dev.meridian.cli.auth;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Bearer;
import dev.meridian.cli.api.ControlPlaneAddress;
import dev.meridian.cli.api.Json;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Signs a person in and keeps the tokens for the next commands. */
@Command(
    name = "login",
    description = {
      "Sign in: prints an address and a code to approve in a browser, and waits.",
      "Scripts use a service account (MERIDIAN_CLIENT_ID, MERIDIAN_CLIENT_SECRET), a token",
      "(MERIDIAN_TOKEN), or --username with --password-stdin."
    })
public final class LoginCommand implements Callable<Integer> {
  private final Session session;

  @Option(names = "--username", paramLabel = "NAME", description = "Sign in without a browser.")
  @Nullable String username;

  @Option(names = "--password-stdin", description = "Read the password from standard input.")
  boolean passwordFromStdin;

  LoginCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ControlPlaneAddress address = session.address();
    DeviceSignIn device = new DeviceSignIn(address, session.environment().clock());
    SignIn signIn = username == null ? inBrowser(device) : byForm(device, username);
    Api api = new Api(address, Bearer.fixed(Optional.of(signIn.accessToken())));
    String name = Json.text(api.get("/me"), "/username");
    Access.in(session.environment())
        .keep(
            address,
            new SignIn(signIn.accessToken(), signIn.refreshToken(), signIn.expiresAt(), name));
    session
        .terminal()
        .out()
        .println(
            session.wantsJson()
                ? Json.pretty(
                    Json.object().put("url", address.url().toString()).put("username", name))
                : "Signed in to " + address.url() + " as " + name);
    return ExitCode.OK.number();
  }

  private SignIn byForm(DeviceSignIn device, String name) {
    if (!passwordFromStdin) {
      throw new CommandFailure(
          ExitCode.USAGE, "--username needs --password-stdin, with the password on standard input");
    }
    return device.withPassword(
        name,
        session
            .terminal()
            .readLine()
            .orElseThrow(
                () -> new CommandFailure(ExitCode.USAGE, "No password on standard input")));
  }

  private SignIn inBrowser(DeviceSignIn device) {
    OAuth.DeviceCode code = device.start();
    session
        .terminal()
        .err()
        .println(
            "Open "
                + code.verification()
                + " and enter the code "
                + session.palette().strong(code.userCode())
                + "\nor open "
                + code.verificationComplete()
                + "\nWaiting for the approval …");
    return device.await(code, code.interval());
  }
}
