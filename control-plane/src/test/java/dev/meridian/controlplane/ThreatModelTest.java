package dev.meridian.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the threat model says is tested is tested by what is there. */
class ThreatModelTest {
  private static final Path HOME = Path.of("..");
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z]\\w*(?:Test|Tests|IT))(?:\\.(\\w+))?`");

  @Test
  void namesTestsThatAreThere() throws IOException {
    Set<String> missing = new TreeSet<>();
    Matcher named = NAMED.matcher(Files.readString(HOME.resolve("docs/threat-model.md")));
    int found = 0;
    while (named.find()) {
      found++;
      String source = source(named.group(1));
      String method = named.group(2);
      if (source.isEmpty() || (method != null && !source.contains("void " + method + "("))) {
        missing.add(named.group());
      }
    }

    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(30);
  }

  private static String source(String test) throws IOException {
    try (Stream<Path> modules = Files.list(HOME)) {
      for (Path module : modules.collect(Collectors.toList())) {
        Path tests = module.resolve("src/test/java");
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            Path file =
                files
                    .filter(one -> one.getFileName().toString().equals(test + ".java"))
                    .findFirst()
                    .orElse(null);
            if (file != null) {
              return Files.readString(file);
            }
          }
        }
      }
    }
    return "";
  }
}
