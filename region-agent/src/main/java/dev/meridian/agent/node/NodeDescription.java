package dev.meridian.agent.node;

import dev.meridian.protocol.v1.JavaHome;
import dev.meridian.protocol.v1.NodeReport;
import dev.meridian.protocol.v1.PortRange;
import dev.meridian.protocol.v1.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What this node says about itself.
 *
 * @param cpus cores; empty: as many as there are
 * @param memoryBytes empty: as much as there is
 * @param diskBytes empty: the size of the data directory's file system
 */
public record NodeDescription(
    Path data,
    String zone,
    String address,
    String advertisedAddress,
    PortRange ports,
    Map<String, String> attributes,
    OptionalDouble cpus,
    OptionalLong memoryBytes,
    OptionalLong diskBytes,
    List<JavaHome> javaHomes) {

  /** The report as of now. */
  public NodeReport report(
      String bootId, String runtime, String isolation, List<String> notEnforced, String version)
      throws IOException {
    var store = Files.getFileStore(data);
    return NodeReport.newBuilder()
        .setBootId(bootId)
        .setCapacity(
            Resources.newBuilder()
                .setCpuMillis(
                    Math.round(cpus.orElse(Runtime.getRuntime().availableProcessors()) * 1000))
                .setMemoryBytes(memoryBytes.orElse(installedMemory()))
                .setDiskBytes(diskBytes.orElse(store.getTotalSpace())))
        .setAddress(address)
        .setAdvertisedAddress(advertisedAddress)
        .setPorts(ports)
        .setZone(zone)
        .putAllAttributes(attributes)
        .addAllJavaHomes(javaHomes)
        .setRuntime(runtime)
        .setIsolation(isolation)
        .addAllNotEnforced(notEnforced)
        .setAgentVersion(version)
        .setOs(System.getProperty("os.name"))
        .setArch(System.getProperty("os.arch"))
        .setDiskFreeBytes(store.getUsableSpace())
        .build();
  }

  private static long installedMemory() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
      if (line.startsWith("MemTotal:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new IOException("/proc/meminfo has no MemTotal; give --memory");
  }
}
