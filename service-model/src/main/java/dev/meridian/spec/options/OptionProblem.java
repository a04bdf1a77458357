package dev.meridian.spec.options;

import java.util.Optional;

/**
 * Why an option is refused.
 *
 * @param pointer a JSON pointer into the options, {@code ""} for all of them
 * @param message never contains the value
 * @param suggestion the nearest known option, for an unknown one
 */
public record OptionProblem(String pointer, String message, Optional<String> suggestion) {

  @Override
  public String toString() {
    return (pointer.isEmpty() ? "options" : pointer)
        + ": "
        + message
        + suggestion.map(name -> "; did you mean \"" + name + "\"?").orElse("");
  }
}
