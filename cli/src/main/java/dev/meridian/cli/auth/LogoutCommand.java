package dev.meridian.cli.auth;

import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.ControlPlaneAddress;
import dev.meridian.cli.api.Json;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Ends the kept sign-in to a control plane. */
@Command(
    name = "logout",
    description = "Sign out: end the session at the control plane and forget its tokens here.")
public final class LogoutCommand implements Callable<Integer> {
  private final Session session;

  LogoutCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ControlPlaneAddress address = session.address();
    URI url = address.url();
    Farewell farewell = Access.in(session.environment()).signOut(address);
    if (session.wantsJson()) {
      session
          .terminal()
          .out()
          .println(
              Json.pretty(
                  Json.object()
                      .put("url", url.toString())
                      .put("wasSignedIn", !(farewell instanceof Farewell.NobodyWasSignedIn))
                      .put("ended", farewell instanceof Farewell.SignedOut)));
      return ExitCode.OK.number();
    }
    switch (farewell) {
      case Farewell.SignedOut done -> session.terminal().out().println("Signed out of " + url);
      case Farewell.ForgottenOnly(String why) -> {
        session.terminal().out().println("Forgot the tokens for " + url);
        session
            .terminal()
            .err()
            .println(
                "Warning: the session has not ended at the control plane ("
                    + why
                    + "). End it on your sessions page, or it ends by itself in 30 days.");
      }
      case Farewell.NobodyWasSignedIn none ->
          session.terminal().out().println("Nobody was signed in to " + url);
    }
    return ExitCode.OK.number();
  }
}
