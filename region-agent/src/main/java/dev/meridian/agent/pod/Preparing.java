package dev.meridian.agent.pod;

import static java.lang.System.Logger.Level.ERROR;

import dev.meridian.agent.record.PodRecord;
import dev.meridian.agent.state.Preparation;
import dev.meridian.protocol.v1.RunPod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a pod's preparation is. Preparing takes long and happens beside the pod's thread; all
 * that is remembered of it changes on the pod's thread alone.
 */
final class Preparing {
  private static final System.Logger LOG = System.getLogger(Preparing.class.getName());
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final PodPreparation preparation;
  private final Mailbox mailbox;
  private Preparation state = new Preparation.Missing();
  private @Nullable RunPod under;
  private @Nullable RunPod complete;
  private String obstacle = "";
  private List<Integer> takenPorts = List.of();

  Preparing(PodPreparation preparation, Mailbox mailbox) {
    this.preparation = preparation;
    this.mailbox = mailbox;
  }

  Preparation state() {
    return state;
  }

  /** The order with its secrets; empty unless the preparation is done. */
  Optional<RunPod> order() {
    return state instanceof Preparation.Done ? Optional.ofNullable(complete) : Optional.empty();
  }

  /** Why the pod waits; empty when nothing is in the way. */
  String obstacle() {
    return obstacle;
  }

  List<Integer> takenPorts() {
    return takenPorts;
  }

  /** Another order: whatever was prepared is not for it. */
  void restart() {
    state = new Preparation.Missing();
    under = null;
    obstacle = "";
    takenPorts = List.of();
  }

  /** What was ready may have changed while a task ran: volumes, ports, space. */
  void recheck() {
    if (!(state instanceof Preparation.UnderWay)) {
      state = new Preparation.Missing();
    }
  }

  void begin(PodRecord record, boolean portsAreOwn) {
    RunPod order = record.getOrder();
    state = new Preparation.UnderWay();
    under = order;
    Thread.ofVirtual()
        .name("prepare-" + record.getPodId())
        .start(
            () -> {
              try {
                RunPod prepared = preparation.prepare(order, portsAreOwn);
                mailbox.send(() -> done(order, prepared));
              } catch (BlockedException blocked) {
                mailbox.send(
                    () ->
                        blocked(order, String.valueOf(blocked.getMessage()), blocked.takenPorts()));
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException defect) {
                LOG.log(ERROR, "cannot prepare pod " + order.getPodId(), defect);
                mailbox.send(() -> blocked(order, "cannot be prepared: " + defect, List.of()));
              }
            });
  }

  private void done(RunPod of, RunPod prepared) {
    if (of == under) {
      complete = prepared;
      state = new Preparation.Done();
      obstacle = "";
      takenPorts = List.of();
    }
  }

  private void blocked(RunPod of, String reason, List<Integer> ports) {
    if (of == under) {
      block(reason, ports);
    }
  }

  /** Something is in the way; it is tried again soon. */
  void block(String reason, List<Integer> ports) {
    state = new Preparation.Blocked(Instant.now().plus(RETRY));
    obstacle = reason;
    takenPorts = ports;
  }
}
