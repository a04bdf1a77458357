package dev.meridian.agent.runtime;

import dev.meridian.agent.disk.CrashSafeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An unprivileged OS user for each tenant. No account is made: a number is enough to own files and
 * to run processes. The number follows from the tenant's id; two tenants that would share one are
 * told apart by a table on disk.
 */
final class TenantUsers {
  // Above the ranges that systemd gives to containers and dynamic users, and positive as an int.
  private static final int FIRST = 1_900_000_000;
  private static final int COUNT = 200_000_000;

  private final Path file;
  private final Optional<String> obstacle;
  private final Map<String, Integer> users = new LinkedHashMap<>();

  TenantUsers(Path file, Path dataFolder) throws IOException {
    this.file = file;
    this.obstacle = obstacle(dataFolder);
    byte[] content = CrashSafeFile.read(file).orElse(new byte[0]);
    for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
      int blank = line.lastIndexOf(' ');
      users.put(line.substring(0, blank), Integer.valueOf(line.substring(blank + 1)));
    }
  }

  /** Why tenants share the agent's own user; empty when they do not. */
  Optional<String> obstacle() {
    return obstacle;
  }

  /** The user of a tenant; empty: the agent's own. */
  synchronized OptionalInt of(String tenantId) throws IOException {
    if (obstacle.isPresent()) {
      return OptionalInt.empty();
    }
    Integer known = users.get(tenantId);
    if (known != null) {
      return OptionalInt.of(known);
    }
    int candidate = FIRST + Math.floorMod(tenantId.hashCode() * 0x9E3779B1, COUNT);
    while (users.containsValue(candidate)) {
      candidate = FIRST + (candidate - FIRST + 1) % COUNT;
    }
    users.put(tenantId, candidate);
    StringBuilder table = new StringBuilder();
    users.forEach((tenant, user) -> table.append(tenant).append(' ').append(user).append('\n'));
    CrashSafeFile.write(file, table.toString().getBytes(StandardCharsets.UTF_8));
    return OptionalInt.of(candidate);
  }

  /** Gives a file or folder to a user. */
  static void own(Path path, int user) throws IOException {
    Files.setAttribute(path, "unix:gid", user, java.nio.file.LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:uid", user, java.nio.file.LinkOption.NOFOLLOW_LINKS);
  }

  private static Optional<String> obstacle(Path dataFolder) throws IOException {
    int self = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    if (self != 0) {
      return Optional.of("tenant users: the agent does not run as root");
    }
    boolean canSwitch =
        java.util.stream.Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "setpriv")));
    if (!canSwitch) {
      return Optional.of("tenant users: the program setpriv (util-linux) is missing");
    }
    for (Path at = dataFolder.toRealPath().getParent(); at != null; at = at.getParent()) {
      if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return Optional.of(
            "tenant users: other users cannot pass through "
                + at
                + "; use a data directory such as /var/lib/meridian");
      }
    }
    return Optional.empty();
  }
}
