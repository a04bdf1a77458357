package dev.meridian.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the offline check of a signed document found. */
public interface Finding {
  /** True when nothing was changed since it was signed. */
  boolean intact();

  JsonNode json();

  /** The finding in words, a line each. */
  List<String> lines();
}
