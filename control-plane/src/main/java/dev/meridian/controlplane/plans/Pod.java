package dev.meridian.controlplane.plans;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A pod of an instance.
 *
 * @param reason what it waits for or what is wrong, for people; empty when it is ready
 * @param incarnation 0 until it is first launched
 * @param configuration the number that the current incarnation runs
 * @param launched tasks ordered so far, with their run numbers
 * @param peersDigest what this incarnation was told about its peers
 * @param secretsDigest which versions of secrets this incarnation was given
 */
record Pod(
    UUID id,
    String name,
    String type,
    int index,
    State state,
    String reason,
    Instant since,
    long incarnation,
    int configuration,
    List<LaunchedTask> launched,
    String peersDigest,
    String secretsDigest) {

  enum State {
    PLANNED,
    PLACED,
    WAITING,
    STAGING,
    RUNNING,
    READY,
    FAILED,
    LOST,
    STOPPING,
    REMOVED
  }

  record LaunchedTask(String name, long run) {}

  Pod {
    launched = List.copyOf(launched);
  }

  Pod to(State newState, String newReason, Instant now) {
    return new Pod(
        id,
        name,
        type,
        index,
        newState,
        newReason,
        newState == state ? since : now,
        incarnation,
        configuration,
        launched,
        peersDigest,
        secretsDigest);
  }

  Pod launch(
      long newIncarnation,
      int newConfiguration,
      List<LaunchedTask> tasks,
      String newPeersDigest,
      String newSecretsDigest) {
    return new Pod(
        id,
        name,
        type,
        index,
        state,
        reason,
        since,
        newIncarnation,
        newConfiguration,
        tasks,
        newPeersDigest,
        newSecretsDigest);
  }

  boolean launchedAll(List<String> tasks) {
    List<String> names = launched.stream().map(LaunchedTask::name).toList();
    return names.containsAll(tasks);
  }
}
