package dev.meridian.spec.parse;

import dev.meridian.spec.AccessMode;
import dev.meridian.spec.ExternalVolumeSpec;
import dev.meridian.spec.HostVolumeSpec;
import dev.meridian.spec.VolumeSpec;
import dev.meridian.spec.yaml.Keys;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads volumes of all three kinds: persistent, of the host, of a volume driver. */
final class VolumeParser {
  private static final Pattern PATH = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]*");
  private static final Pattern PROFILE = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");

  // The documented patterns nest repetitions, which takes for ever on some texts; these accept the
  // same.
  private static final Pattern RELATIVE = Pattern.compile("[.a-zA-Z0-9][.a-zA-Z0-9_/\\\\-]*");
  private static final Pattern ABSOLUTE = Pattern.compile("/" + RELATIVE.pattern());

  private VolumeParser() {}

  /** The one under {@code volume} and those under {@code volumes}, by name. */
  static Map<String, VolumeSpec> volumes(Keys keys) {
    Map<String, VolumeSpec> volumes = new LinkedHashMap<>();
    keys.map("volume")
        .ifPresent(
            own -> {
              VolumeSpec volume = volume(own);
              volumes.put(volume.path(), volume);
              own.finish();
            });
    Map<String, String> nameOfPath = new HashMap<>();
    volumes.forEach((name, volume) -> nameOfPath.put(volume.path(), name));
    keys.named("volumes", element -> volume(element.keys()))
        .forEach(
            (name, volume) -> {
              String other = nameOfPath.putIfAbsent(volume.path(), name);
              if (volumes.putIfAbsent(name, volume) != null || other != null) {
                keys.error("volumes", "has the path " + volume.path() + " twice");
              }
            });
    return volumes;
  }

  private static VolumeSpec volume(Keys keys) {
    String path = keys.requiredText("path");
    if (!path.isEmpty() && !PATH.matcher(path).matches()) {
      keys.error(
          "path",
          "must be one name of letters, digits, - and _ that begins with a letter or digit");
    }
    Optional<VolumeSpec.Type> type = keys.choice("type", Keys.names(VolumeSpec.Type.class));
    if (keys.value("type").isEmpty()) {
      keys.require("type");
    }
    Optional<Integer> size = keys.integer("size", 1, Integer.MAX_VALUE);
    if (keys.value("size").isEmpty()) {
      keys.require("size");
    }
    List<String> profiles = keys.texts("profiles");
    checkProfiles(keys, profiles, type.orElse(VolumeSpec.Type.MOUNT));
    return new VolumeSpec(path, type.orElse(VolumeSpec.Type.ROOT), size.orElse(0), profiles);
  }

  private static void checkProfiles(Keys keys, List<String> profiles, VolumeSpec.Type type) {
    if (!profiles.isEmpty() && type != VolumeSpec.Type.MOUNT) {
      keys.error("profiles", "are for MOUNT volumes only");
    }
    Set<String> seen = new HashSet<>();
    for (String profile : profiles) {
      if (!PROFILE.matcher(profile).matches()) {
        keys.error("profiles", "\"" + profile + "\" must be 1 to 128 letters, digits, _ . and -");
      } else if (!seen.add(profile)) {
        keys.error("profiles", "\"" + profile + "\" is given twice");
      }
    }
  }

  static HostVolumeSpec hostVolume(Keys.Named element) {
    Keys keys = element.keys();
    String host = keys.requiredText("host-path");
    if (!host.isEmpty() && !ABSOLUTE.matcher(host).matches()) {
      keys.error("host-path", "must be an absolute path of letters, digits and . _ - / ");
    }
    String container = keys.requiredText("container-path");
    checkContainerPath(keys, container);
    Optional<AccessMode> mode = keys.choice("mode", Keys.names(AccessMode.class));
    if (keys.value("mode").isEmpty()) {
      keys.require("mode");
    }
    return new HostVolumeSpec(host, container, mode.orElse(AccessMode.RO));
  }

  private static void checkContainerPath(Keys keys, String path) {
    if (!path.isEmpty() && !(RELATIVE.matcher(path).matches() && Names.isInside(path))) {
      keys.error(
          "container-path", "must be a path inside the sandbox of letters, digits and . _ - /");
    }
  }

  static ExternalVolumeSpec externalVolume(Keys.Named element) {
    Keys keys = element.keys();
    String type = keys.choice("type", Map.of("DOCKER", "DOCKER")).orElse("DOCKER");
    if (keys.value("type").isEmpty()) {
      keys.require("type");
    }
    Optional<String> name = keys.text("volume-name");
    Map<String, String> options = Pairs.read(keys, "driver-options", ";", "=");
    if (name.isPresent() && options.containsKey("name")) {
      keys.error("driver-options", "names the volume, and volume-name does too; give one of them");
    }
    String container = keys.requiredText("container-path");
    return new ExternalVolumeSpec(
        type,
        name,
        keys.choice("volume-mode", Keys.names(AccessMode.class)).orElse(AccessMode.RW),
        keys.requiredText("driver-name"),
        options,
        container);
  }
}
