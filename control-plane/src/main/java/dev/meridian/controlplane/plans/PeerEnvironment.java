package dev.meridian.controlplane.plans;

import dev.meridian.protocol.v1.HostEntry;
import dev.meridian.spec.EnvironmentNames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What every pod of an instance is told of all of them, before anyone starts: names, addresses and
 * ports, as environment and as hosts entries.
 *
 * @param domain {@code <instance>.<tenant label>.meridian.internal}
 * @param peers placed pods, by type and index
 */
record PeerEnvironment(String domain, List<Peer> peers) {

  record Peer(String name, String type, int index, Place place) {}

  static PeerEnvironment of(
      String instance, String tenantLabel, List<Pod> pods, Map<UUID, Place> places) {
    List<Peer> peers = new ArrayList<>();
    for (Pod pod : pods) {
      Place place = places.get(pod.id());
      if (place != null && pod.state() != Pod.State.REMOVED) {
        peers.add(new Peer(pod.name(), pod.type(), pod.index(), place));
      }
    }
    peers.sort(Comparator.comparing(Peer::type).thenComparingInt(Peer::index));
    return new PeerEnvironment(
        instance + "." + tenantLabel + ".meridian.internal", List.copyOf(peers));
  }

  String nameOf(String pod) {
    return pod + "." + domain;
  }

  Map<String, String> environment() {
    Map<String, String> env = new TreeMap<>();
    Map<String, List<Peer>> byType = new LinkedHashMap<>();
    peers.forEach(p -> byType.computeIfAbsent(p.type(), t -> new ArrayList<>()).add(p));
    byType.forEach(
        (type, pods) -> {
          String prefix = "PEERS_" + EnvironmentNames.of(type);
          env.put(prefix, String.join(",", pods.stream().map(Peer::name).toList()));
          Map<String, List<String>> byPort = new TreeMap<>();
          for (Peer pod : pods) {
            for (Place.Port port : pod.place().ports()) {
              byPort
                  .computeIfAbsent(EnvironmentNames.of(port.name()), n -> new ArrayList<>())
                  .add(nameOf(pod.name()) + ":" + port.number());
            }
          }
          byPort.forEach((port, list) -> env.put(prefix + "_" + port, String.join(",", list)));
        });
    for (Peer peer : peers) {
      String prefix = "PEER_" + EnvironmentNames.of(peer.name());
      env.put(prefix + "_ADDRESS", peer.place().address());
      for (Place.Port port : peer.place().ports()) {
        env.put(prefix + "_" + EnvironmentNames.of(port.name()), Integer.toString(port.number()));
      }
    }
    return env;
  }

  List<HostEntry> hosts() {
    return peers.stream()
        .map(
            p ->
                HostEntry.newBuilder()
                    .setAddress(p.place().address())
                    .addNames(nameOf(p.name()))
                    .addNames(p.name())
                    .build())
        .toList();
  }

  /**
   * Changes exactly when addresses or ports of the instance change. Made from the facts and not
   * from the rendered order, so that another version of Meridian does not relaunch anything.
   */
  String digest() {
    StringBuilder text = new StringBuilder();
    for (Peer peer : peers) {
      text.append(peer.name())
          .append('=')
          .append(peer.place().address())
          .append('/')
          .append(peer.place().advertisedAddress());
      peer.place().ports().stream()
          .sorted(Comparator.comparing(Place.Port::task).thenComparing(Place.Port::name))
          .forEach(
              p ->
                  text.append(' ')
                      .append(p.task())
                      .append('.')
                      .append(p.name())
                      .append(':')
                      .append(p.number()));
      text.append('\n');
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
