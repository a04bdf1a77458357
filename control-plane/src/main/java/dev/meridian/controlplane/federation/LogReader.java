package dev.meridian.controlplane.federation;

import java.io.IOException;
import java.util.UUID;

/** Reads logs of tasks where they are: on the nodes. */
public interface LogReader {

  /**
   * Reads a log and blocks until its end: the end of the file, or of the reader when it follows.
   * The caller has checked that the pod is one of its tenant's.
   *
   * @param task short name of the task
   * @param stream {@code stdout} or {@code stderr}
   * @param tail the last so many lines; 0: from the oldest that is kept
   * @param follow goes on with what is written later
   * @throws dev.meridian.controlplane.platform.ProblemException unavailable when the agent is away
   *     or does not answer in time, not found when it has no such log
   * @throws IOException thrown by the sink
   */
  void read(
      UUID agentId, UUID podId, String task, String stream, int tail, boolean follow, LogSink sink)
      throws IOException;
}
