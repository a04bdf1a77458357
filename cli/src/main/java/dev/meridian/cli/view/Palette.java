package dev.meridian.cli.view;

/**
 * Colours with a meaning; without colour every text stays as it is.
 *
 * @param on whether to colour at all
 */
public record Palette(boolean on) {
  private static final String RESET = "\u001b[0m";

  public String strong(String text) {
    return styled("1", text);
  }

  public String faint(String text) {
    return styled("2", text);
  }

  public String good(String text) {
    return styled("32", text);
  }

  public String busy(String text) {
    return styled("33", text);
  }

  public String bad(String text) {
    return styled("31", text);
  }

  /** A state word in the colour of what it means. */
  public String state(String word) {
    return switch (word) {
      case "COMPLETE", "RUNNING", "READY", "ACTIVE", "FINISHED" -> good(word);
      case "ERROR", "FAILED", "LOST", "UNREACHABLE", "MISSING", "DEGRADED", "SUSPENDED" ->
          bad(word);
      case "" -> word;
      default -> busy(word);
    };
  }

  private String styled(String code, String text) {
    return on && !text.isEmpty() ? "\u001b[" + code + "m" + text + RESET : text;
  }
}
