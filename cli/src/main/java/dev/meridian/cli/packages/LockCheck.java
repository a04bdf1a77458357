package dev.meridian.cli.packages;

import dev.meridian.spec.packages.ArtifactLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what was resolved with what the lock says. */
final class LockCheck {
  private static final int MOST_NAMED = 10;

  private LockCheck() {}

  /**
   * @throws PackageBuildException naming the differences
   */
  static void requireSame(String packageName, ArtifactLock locked, ArtifactLock resolved)
      throws PackageBuildException {
    if (locked.equals(resolved)) {
      return;
    }
    List<String> differences = differences(files(locked), files(resolved));
    String named =
        differences.isEmpty()
            ? "destination, pods or modes changed"
            : differences.stream().limit(MOST_NAMED).collect(Collectors.joining("; "));
    String more =
        differences.size() > MOST_NAMED
            ? " and " + (differences.size() - MOST_NAMED) + " more"
            : "";
    throw new PackageBuildException(
        "The artifacts of "
            + packageName
            + " are not those of its artifacts.lock.json: "
            + named
            + more
            + ". If that is wanted, build with --update-lock; if a digest changed although its"
            + " version did not, find out why first.");
  }

  private static List<String> differences(
      Map<String, ArtifactLock.File> locked, Map<String, ArtifactLock.File> resolved) {
    List<String> differences = new ArrayList<>();
    locked.forEach(
        (key, file) -> {
          ArtifactLock.File now = resolved.get(key);
          if (now == null) {
            differences.add(file.source() + " is locked but no longer needed");
          } else if (!now.sha256().equals(file.sha256())) {
            differences.add(
                file.source() + " has the digest " + now.sha256() + ", locked is " + file.sha256());
          }
        });
    resolved.forEach(
        (key, file) -> {
          if (!locked.containsKey(key)) {
            differences.add(file.source() + " is needed but not locked");
          }
        });
    return differences;
  }

  private static Map<String, ArtifactLock.File> files(ArtifactLock lock) {
    BinaryOperator<ArtifactLock.File> first = (one, other) -> one;
    return lock.artifacts().stream()
        .flatMap(artifact -> artifact.files().stream())
        .collect(
            Collectors.toMap(
                file -> file.path() + " " + file.source(),
                Function.identity(),
                first,
                TreeMap::new));
  }
}
