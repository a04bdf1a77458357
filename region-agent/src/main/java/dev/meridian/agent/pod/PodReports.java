package dev.meridian.agent.pod;

import dev.meridian.protocol.v1.PodStatus;
import dev.meridian.protocol.v1.VolumeState;

/**
 * Where news goes. Each call takes a sequence and a time, is sent at once when there is a session,
 * and again after a reconnect until it is acknowledged.
 */
public interface PodReports {
  /**
   * @param status without boot id, sequence and time
   */
  void podStatus(PodStatus status);

  /** No process of this incarnation or a lower one exists. */
  void podRemoved(String podId, long incarnation);

  void volumeStatus(String volumeId, VolumeState state, String reason);
}
