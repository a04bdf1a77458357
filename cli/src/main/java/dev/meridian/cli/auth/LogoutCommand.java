package dev.meridian.cli.auth;

import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Forgets the kept tokens of a control plane. */
@Command(name = "logout", description = "Sign out: forget the tokens kept for this control plane.")
public final class LogoutCommand implements Callable<Integer> {
  private final Session session;

  LogoutCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    URI url = session.url();
    boolean known = Access.in(session.environment()).forget(url);
    session
        .terminal()
        .out()
        .println(known ? "Signed out of " + url : "Nobody was signed in to " + url);
    return ExitCode.OK.number();
  }
}
