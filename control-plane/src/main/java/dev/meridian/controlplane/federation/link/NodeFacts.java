package dev.meridian.controlplane.federation.link;

import dev.meridian.controlplane.federation.trust.Addresses;
import dev.meridian.protocol.v1.NodeReport;
import dev.meridian.tenancy.Isolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a node says about itself, checked: an agent is not trusted to send what fits the database.
 */
record NodeFacts(
    String runtime,
    Isolation isolation,
    String zone,
    String address,
    String advertisedAddress,
    long cpuMillis,
    long memoryBytes,
    long diskBytes,
    long diskFreeBytes,
    int portBegin,
    int portEnd,
    Map<String, String> attributes,
    List<JavaInstallation> javaHomes,
    List<String> notEnforced,
    String agentVersion) {

  /** A JDK on the node. */
  record JavaInstallation(int feature, String version, String home, String vendor) {}

  /** The zone of a node that names none. */
  static final String DEFAULT_ZONE = "default";

  private static final Set<String> RUNTIMES = Set.of("kubernetes", "container", "process");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
  private static final Pattern ZONE =
      Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9._-]{0,61}[a-zA-Z0-9])?");
  private static final int MOST_ATTRIBUTES = 64;
  private static final int MOST_LINES = 32;

  /** What changes while a node lives, by the names of parameters; trees as JSON. */
  Map<String, Object> columns(JsonMapper json) {
    return Map.ofEntries(
        Map.entry("isolation", isolation.key()),
        Map.entry("address", address),
        Map.entry("advertised", advertisedAddress),
        Map.entry("cpu", cpuMillis),
        Map.entry("memory", memoryBytes),
        Map.entry("disk", diskBytes),
        Map.entry("diskFree", diskFreeBytes),
        Map.entry("begin", portBegin),
        Map.entry("end", portEnd),
        Map.entry("attributes", json.writeValueAsString(attributes)),
        Map.entry("javaHomes", json.writeValueAsString(javaHomes)),
        Map.entry("notEnforced", json.writeValueAsString(notEnforced)));
  }

  static boolean isNodeName(String name) {
    return NAME.matcher(name).matches();
  }

  static boolean isZone(String zone) {
    return ZONE.matcher(zone).matches();
  }

  /** What is wrong with a report, each with the reason; empty when it can be taken. */
  static List<String> problems(NodeReport report) {
    List<String> found = new ArrayList<>();
    if (!RUNTIMES.contains(report.getRuntime())) {
      found.add(
          "runtime '%s' is none of process, container, kubernetes"
              .formatted(shown(report.getRuntime())));
    }
    if (!report.getIsolation().isEmpty() && Isolation.of(report.getIsolation()).isEmpty()) {
      found.add(
          "isolation '%s' is none of process, user, container"
              .formatted(shown(report.getIsolation())));
    }
    host(found, "address", report.getAddress());
    if (!report.getAdvertisedAddress().isEmpty()) {
      host(found, "advertised address", report.getAdvertisedAddress());
    }
    if (!report.getZone().isEmpty() && !isZone(report.getZone())) {
      found.add(
          "zone '%s' is not a name of letters, digits, '-', '.' and '_'"
              .formatted(shown(report.getZone())));
    }
    int begin = report.getPorts().getBegin();
    int end = report.getPorts().getEnd();
    if (begin < 1 || end > 65535 || end < begin) {
      found.add("port range %d-%d is not within 1-65535".formatted(begin, end));
    }
    var capacity = report.getCapacity();
    if (capacity.getCpuMillis() <= 0
        || capacity.getMemoryBytes() <= 0
        || capacity.getDiskBytes() < 0
        || report.getDiskFreeBytes() < 0) {
      found.add("capacity needs more than 0 cpus and memory and no negative disk");
    }
    if (report.getAttributesCount() > MOST_ATTRIBUTES) {
      found.add("more than %d attributes".formatted(MOST_ATTRIBUTES));
    }
    if (report.getJavaHomesCount() > MOST_LINES || report.getNotEnforcedCount() > MOST_LINES) {
      found.add("more than %d JDKs or unenforced limits".formatted(MOST_LINES));
    }
    return found;
  }

  /** The facts of a report without problems. */
  static NodeFacts of(NodeReport report) {
    Map<String, String> attributes = new TreeMap<>();
    report
        .getAttributesMap()
        .forEach((key, value) -> attributes.put(Texts.clean(key, 128), Texts.clean(value, 256)));
    return new NodeFacts(
        report.getRuntime(),
        isolation(report),
        report.getZone().isEmpty() ? DEFAULT_ZONE : report.getZone(),
        report.getAddress(),
        report.getAdvertisedAddress().isEmpty()
            ? report.getAddress()
            : report.getAdvertisedAddress(),
        report.getCapacity().getCpuMillis(),
        report.getCapacity().getMemoryBytes(),
        report.getCapacity().getDiskBytes(),
        report.getDiskFreeBytes(),
        report.getPorts().getBegin(),
        report.getPorts().getEnd(),
        attributes,
        report.getJavaHomesList().stream()
            .map(
                j ->
                    new JavaInstallation(
                        j.getFeature(),
                        Texts.clean(j.getVersion(), 64),
                        Texts.clean(j.getHome(), 512),
                        Texts.clean(j.getVendor(), 128)))
            .toList(),
        report.getNotEnforcedList().stream().map(line -> Texts.clean(line, 256)).toList(),
        Texts.clean(report.getAgentVersion(), 64));
  }

  /** Users are what processes can be kept apart by, and no containers. */
  private static Isolation isolation(NodeReport report) {
    if (!report.getRuntime().equals("process")) {
      return Isolation.of(report.getIsolation()).orElse(Isolation.CONTAINER);
    }
    return report.getIsolation().equals(Isolation.USER.key()) ? Isolation.USER : Isolation.PROCESS;
  }

  private static void host(List<String> found, String what, String value) {
    if (!Addresses.isHost(value)) {
      found.add("%s '%s' is neither an address nor a host name".formatted(what, shown(value)));
    }
  }

  private static String shown(String value) {
    return Texts.clean(value, 64);
  }
}
