package dev.meridian.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only holds other commands: called alone, it is wrong use and shows its help. */
public abstract class CommandGroup implements Runnable {
  @Spec @Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandSpec self = Objects.requireNonNull(spec);
    throw new ParameterException(
        self.commandLine(), "Say which: " + String.join(", ", self.subcommands().keySet()));
  }

  /** Wrong use of this command, shown with its help, exit code 2. */
  protected final ParameterException wrongUse(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
