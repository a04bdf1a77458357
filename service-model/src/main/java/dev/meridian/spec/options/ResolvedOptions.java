package dev.meridian.spec.options;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * All options of an instance.
 *
 * @param values the merged values; a copy, also when there are problems
 * @param origins by JSON pointer of each value that is no object, or an empty one
 * @param problems empty when the values may be used
 * @param secretPointers the values that are references to secrets
 */
public record ResolvedOptions(
    ObjectNode values,
    Map<String, Origin> origins,
    List<OptionProblem> problems,
    Set<String> secretPointers) {

  public ResolvedOptions {
    values = values.deepCopy();
    origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
    problems = List.copyOf(problems);
    secretPointers = Set.copyOf(secretPointers);
  }

  public boolean isValid() {
    return problems.isEmpty();
  }
}
