package dev.meridian.spec.parse;

import dev.meridian.spec.yaml.Keys;
import java.util.regex.Pattern;

/** What names may look like, and where files of a sandbox may lie. */
final class Names {
  private static final Pattern NAME =
      Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9])?");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Names() {}

  /** Pod types, tasks, ports and the like become part of host names and variables. */
  static void check(Keys.Named element, String what) {
    if (!NAME.matcher(element.name()).matches()) {
      element
          .keys()
          .problems()
          .error(
              element.keys().path(),
              element.keys().node(),
              what
                  + " names are 1 to 63 letters, digits, - and _ and begin and end with a letter or"
                  + " digit");
    }
  }

  static boolean isVariable(String name) {
    return VARIABLE.matcher(name).matches();
  }

  /** True for a path that stays inside the sandbox. */
  static boolean isInside(String path) {
    return !path.isBlank()
        && !path.startsWith("/")
        && path.indexOf('\0') < 0
        && Pattern.compile("/").splitAsStream(path).noneMatch(".."::equals);
  }
}
