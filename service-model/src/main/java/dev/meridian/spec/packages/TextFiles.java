package dev.meridian.spec.packages;

import dev.meridian.spec.SpecProblem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reads the text files of a package, within a bound and as UTF-8 only. */
final class TextFiles {
  static final int MAX_BYTES = 1 << 20;

  private final PackageFiles files;
  private final List<SpecProblem> problems;

  TextFiles(PackageFiles files, List<SpecProblem> problems) {
    this.files = files;
    this.problems = problems;
  }

  /** The text; empty when the file is not there or a problem was added. */
  Optional<String> text(String path) {
    Optional<Long> size = files.size(path);
    if (size.isEmpty()) {
      return Optional.empty();
    }
    if (size.get() > MAX_BYTES) {
      problems.add(SpecProblem.error(path, "", 0, 0, "is larger than " + MAX_BYTES + " bytes"));
      return Optional.empty();
    }
    return files.bytes(path).flatMap(bytes -> decoded(path, bytes));
  }

  /** The text of a file that must be there. */
  Optional<String> required(String path) {
    if (files.size(path).isEmpty()) {
      problems.add(SpecProblem.error(path, "", 0, 0, "is missing from the package"));
    }
    return text(path);
  }

  private Optional<String> decoded(String path, byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      problems.add(SpecProblem.error(path, "", 0, 0, "is not UTF-8 text"));
      return Optional.empty();
    }
  }
}
