package dev.meridian.agent.link;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import dev.meridian.agent.pod.PodFleet;
import dev.meridian.agent.pod.PodReports;
import dev.meridian.agent.state.AgentDisk;
import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.Order;
import dev.meridian.protocol.v1.OrderRefused;
import dev.meridian.protocol.v1.OrdersTaken;
import dev.meridian.protocol.v1.PodState;
import dev.meridian.protocol.v1.PodStatus;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts orders on the agent's disk and only then says that they are taken. */
final class OrderIntake {
  private static final System.Logger LOG = System.getLogger(OrderIntake.class.getName());
  private static final long RETRY_MILLIS = 2000;

  private final AgentDisk disk;
  private final PodFleet fleet;
  private final PodReports reports;

  OrderIntake(AgentDisk disk, PodFleet fleet, PodReports reports) {
    this.disk = disk;
    this.fleet = fleet;
    this.reports = reports;
  }

  /**
   * Takes an order of the obeyed epoch. While the disk is full it waits and says so: an order that
   * is not on disk is not taken.
   */
  void take(Order order, Consumer<AgentMessage> answer) throws InterruptedException {
    while (true) {
      try {
        Optional<String> refusal = store(order);
        if (refusal.isPresent()) {
          answer.accept(
              AgentMessage.newBuilder()
                  .setOrderRefused(
                      OrderRefused.newBuilder()
                          .setRevision(order.getRevision())
                          .setReason(refusal.get()))
                  .build());
        } else {
          disk.ordersTaken(order.getRevision());
          answer.accept(
              AgentMessage.newBuilder()
                  .setOrdersTaken(OrdersTaken.newBuilder().setRevision(order.getRevision()))
                  .build());
        }
        return;
      } catch (IOException failed) {
        LOG.log(ERROR, "cannot store order " + order.getRevision() + "; tried again", failed);
        report(order, "the node cannot store the order: " + fleet.explain(failed));
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }

  private Optional<String> store(Order order) throws IOException, InterruptedException {
    try {
      switch (order.getOrderCase()) {
        case RUN_POD -> fleet.run(order.getRunPod(), order.getRevision());
        case REMOVE_POD -> fleet.remove(order.getRemovePod());
        case DESTROY_VOLUME -> fleet.destroy(order.getDestroyVolume());
        case ORDER_NOT_SET -> {
          return Optional.of(
              "this agent does not know the order; upgrade it to the control plane's version");
        }
      }
      return Optional.empty();
    } catch (IllegalArgumentException | IllegalStateException malformed) {
      LOG.log(WARNING, "order " + order.getRevision() + " is refused", malformed);
      Throwable cause = malformed.getCause() == null ? malformed : malformed.getCause();
      return Optional.of("the order cannot be understood: " + cause.getMessage());
    }
  }

  private void report(Order order, String reason) {
    if (order.hasRunPod()) {
      reports.podStatus(
          PodStatus.newBuilder()
              .setPodId(order.getRunPod().getPodId())
              .setIncarnation(order.getRunPod().getIncarnation())
              .setState(PodState.POD_WAITING)
              .setReason(reason)
              .build());
    }
  }
}
