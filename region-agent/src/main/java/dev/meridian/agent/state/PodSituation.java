package dev.meridian.agent.state;

import java.time.Instant;
import java.util.List;

/**
 * What is true outside the record when a decision is taken.
 *
 * @param live every run of the pod that exists, of any incarnation
 * @param onHold the control plane's history is in doubt: nothing is removed
 * @param mayLaunch the pod has no run lease or a valid one
 * @param removalReported the tombstone was answered in the life of this agent process
 */
public record PodSituation(
    List<LiveRun> live,
    Preparation preparation,
    boolean onHold,
    boolean mayLaunch,
    boolean removalReported,
    Instant now) {}
