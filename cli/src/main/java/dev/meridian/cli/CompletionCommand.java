package dev.meridian.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a completion script. */
@Command(
    name = "completion",
    description = "Print the completion script: source <(meridian completion bash)")
final class CompletionCommand implements Callable<Integer> {
  /** The shells that have a script. */
  enum Shell {
    bash,
    zsh
  }

  private final Session session;

  @Spec @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh")
  Shell shell = Shell.bash;

  CompletionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (shell == Shell.zsh) {
      session.terminal().out().println("autoload -U +X bashcompinit && bashcompinit");
    }
    session
        .terminal()
        .out()
        .println(AutoComplete.bash("meridian", Objects.requireNonNull(spec).root().commandLine()));
    return ExitCode.OK.number();
  }
}
