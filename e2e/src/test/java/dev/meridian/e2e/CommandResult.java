package dev.meridian.e2e;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How one command ended and what it printed. */
record CommandResult(List<String> arguments, int exitCode, String out, String err) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** This result, when the command succeeded. */
  CommandResult ok() {
    return expect(0);
  }

  /** This result, when the command ended with a code. */
  CommandResult expect(int code) {
    if (exitCode != code) {
      throw new AssertionError(
          "meridian %s ended with %d instead of %d\n%s\n%s"
              .formatted(String.join(" ", arguments), exitCode, code, out, err));
    }
    return this;
  }

  JsonNode json() {
    return MAPPER.readTree(out);
  }

  /** The problem that a refused command printed with {@code --json}. */
  JsonNode problem() {
    return MAPPER.readTree(err);
  }
}
