package dev.meridian.agent.pod;

import static java.lang.System.Logger.Level.WARNING;

import dev.meridian.agent.record.PodRecord;
import dev.meridian.agent.state.LiveRun;
import dev.meridian.agent.state.RunEnd;
import dev.meridian.agent.state.TaskOutcomes;
import dev.meridian.agent.state.Timestamps;
import dev.meridian.protocol.v1.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out why a run ended, beyond its exit code: its health, and the room on its disks. */
final class Postmortem {
  private static final System.Logger LOG = System.getLogger(Postmortem.class.getName());

  private final NodeContext node;

  Postmortem(NodeContext node) {
    this.node = node;
  }

  /**
   * @param unhealthy why the agent stopped it as unhealthy; null: it did not
   */
  RunEnd of(PodRecord record, LiveRun run, RunEnd seen, @Nullable String unhealthy) {
    Duration healthyFor =
        TaskOutcomes.find(record, run.task())
            .filter(known -> known.getStatus().getHealthy() && known.getStatus().hasStartedAt())
            .map(
                known ->
                    Duration.between(
                        Timestamps.instant(known.getStatus().getStartedAt()), seen.at()))
            .orElse(Duration.ZERO);
    return new RunEnd(
        unhealthy == null ? seen.cause() : RunEnd.Cause.UNHEALTHY,
        seen.exitCode(),
        seen.signal(),
        seen.at(),
        healthyFor,
        unhealthy == null ? explanation(record, seen) : unhealthy);
  }

  /** A program rarely says that it failed for want of room; the node knows. */
  private String explanation(PodRecord record, RunEnd seen) {
    if (seen.cause() != RunEnd.Cause.EXITED
        || seen.exitCode() == 0
        || !seen.explanation().isEmpty()) {
      return seen.explanation();
    }
    try {
      List<Path> folders = new ArrayList<>(List.of(node.data()));
      for (Volume volume : record.getOrder().getVolumesList()) {
        folders.add(node.volumes().data(volume.getVolumeId()));
      }
      return node.space().exhausted(folders).orElse("");
    } catch (IOException unknown) {
      LOG.log(WARNING, "cannot tell how much room is left", unknown);
      return "";
    }
  }
}
