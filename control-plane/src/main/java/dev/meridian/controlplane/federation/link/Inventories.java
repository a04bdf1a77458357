package dev.meridian.controlplane.federation.link;

import dev.meridian.protocol.v1.Inventory;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** An agent's inventory as it is stored and shown: {@code {"pods":[…],"volumes":[…]}}. */
final class Inventories {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MOST = 10_000;

  private Inventories() {}

  static String json(Inventory inventory) throws ProtocolViolation {
    if (inventory.getPodsCount() > MOST || inventory.getVolumesCount() > MOST) {
      throw new ProtocolViolation("An inventory lists more than " + MOST + " things.");
    }
    List<Map<String, Object>> pods = new java.util.ArrayList<>();
    for (var pod : inventory.getPodsList()) {
      pods.add(
          Map.of(
              "podId", id(pod.getPodId()),
              "incarnation", pod.getIncarnation(),
              "tenantId", Texts.clean(pod.getTenantId(), 64),
              "instance", Texts.clean(pod.getInstance(), 128),
              "pod", Texts.clean(pod.getPod(), 128),
              "state", Texts.clean(pod.getState().name(), 64)));
    }
    List<Map<String, Object>> volumes = new java.util.ArrayList<>();
    for (var volume : inventory.getVolumesList()) {
      volumes.add(
          Map.of(
              "volumeId", id(volume.getVolumeId()),
              "tenantId", Texts.clean(volume.getTenantId(), 64),
              "pod", Texts.clean(volume.getPod(), 128),
              "usedBytes", volume.getUsedBytes()));
    }
    return JSON.writeValueAsString(Map.of("pods", pods, "volumes", volumes));
  }

  private static String id(String text) throws ProtocolViolation {
    return Texts.id(text)
        .orElseThrow(() -> new ProtocolViolation("An inventory names a thing by no id."))
        .toString();
  }
}
