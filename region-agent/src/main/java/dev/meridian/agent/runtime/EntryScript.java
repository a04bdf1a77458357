package dev.meridian.agent.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The script that gives a task its environment, after the privileges were dropped. It holds the
 * values of secrets, so it lives on a memory-backed file system, readable by the task's user alone.
 * Its argument is the command to run.
 */
final class EntryScript {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private EntryScript() {}

  static void write(Path file, Map<String, String> environment, OptionalInt user)
      throws IOException, LaunchException {
    StringBuilder script = new StringBuilder("unset OLDPWD\n");
    for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
      if (!NAME.matcher(entry.getKey()).matches()) {
        throw new LaunchException(
            "environment variable \""
                + entry.getKey()
                + "\": a name has letters, digits and underscores and starts with no digit;"
                + " rename it in the service");
      }
      if (entry.getValue().indexOf('\0') >= 0) {
        throw new LaunchException(
            "environment variable " + entry.getKey() + ": its value holds a zero byte");
      }
      script.append("export ").append(entry.getKey()).append("='");
      script.append(entry.getValue().replace("'", "'\\''")).append("'\n");
    }
    script.append("exec /bin/sh -c \"$1\"\n");
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, script);
    if (user.isPresent()) {
      TenantUsers.own(file, user.getAsInt());
    }
  }
}
