package dev.meridian.cli;

import dev.meridian.cli.api.Refused;
import dev.meridian.cli.api.Unreachable;
import dev.meridian.cli.view.ProblemText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Runs one command line from its words to its exit code. */
public final class CommandLineRun {
  private CommandLineRun() {}

  /** Runs a command; never throws for what a user or a server did. */
  public static int run(Environment environment, List<String> arguments) {
    CommandLine commandLine = commandLine(environment);
    return commandLine.execute(arguments.toArray(String[]::new));
  }

  /** The whole command tree, as completion scripts and tests want it. */
  public static CommandLine commandLine(Environment environment) {
    MeridianCommand root = new MeridianCommand();
    Session session = new Session(environment, root);
    CommandLine commandLine = new CommandLine(root, new SessionFactory(session));
    commandLine
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                environment.terminal().colour() ? Ansi.ON : Ansi.OFF))
        .setOut(new PrintWriter(environment.terminal().out(), true))
        .setErr(new PrintWriter(environment.terminal().err(), true))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, session));
    return commandLine;
  }

  private static int explain(Exception failure, Session session) throws Exception {
    return switch (failure) {
      case Refused refused -> {
        ProblemText.print(refused.problem(), session.terminal(), session.wantsJson());
        yield ExitCode.ofHttpStatus(refused.problem().status()).number();
      }
      case Unreachable unreachable ->
          say(session, Objects.toString(unreachable.getMessage()), ExitCode.UNREACHABLE);
      case CommandFailure refusal ->
          say(session, Objects.toString(refusal.getMessage()), refusal.exitCode());
      default -> throw failure;
    };
  }

  private static int say(Session session, String message, ExitCode exitCode) {
    session.terminal().err().println("Error: " + message);
    return exitCode.number();
  }

  /** Gives each command class the session through its constructor. */
  private record SessionFactory(Session session) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      for (var constructor : type.getDeclaredConstructors()) {
        if (constructor.getParameterCount() == 1
            && constructor.getParameterTypes()[0] == Session.class) {
          constructor.setAccessible(true);
          return type.cast(constructor.newInstance(session));
        }
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
