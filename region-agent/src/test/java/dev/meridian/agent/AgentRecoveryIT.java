package dev.meridian.agent;

import static dev.meridian.agent.RunningAgent.SOON;
import static dev.meridian.agent.TestOrders.lives;
import static dev.meridian.agent.TestOrders.pod;
import static dev.meridian.agent.TestOrders.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Duration;
import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.ConfirmEpoch;
import dev.meridian.protocol.v1.ControlMessage;
import dev.meridian.protocol.v1.Goal;
import dev.meridian.protocol.v1.PodState;
import dev.meridian.protocol.v1.PodStatus;
import dev.meridian.protocol.v1.TaskState;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What holds when the agent, its control plane or their connection goes away, and when orders come
 * late or twice.
 */
class AgentRecoveryIT {
  @RegisterExtension final RunningAgent node = new RunningAgent();

  @Test
  void adoptsWhatRunsAfterAnAgentDied() throws Exception {
    node.run(pod(1, task("server", "exec sleep 1000")));
    long pid = node.awaitTask("server", TaskState.TASK_RUNNING).getPid();
    node.stop();
    node.plane().heard.clear();

    node.start();

    assertThat(node.awaitTask("server", TaskState.TASK_RUNNING).getPid()).isEqualTo(pid);
    assertThat(node.launches()).isEqualTo(1);
  }

  @Test
  void restartsAFailedTaskWhileTheControlPlaneIsAway() throws Exception {
    node.run(pod(1, task("server", "exec sleep 1000")));
    long pid = node.awaitTask("server", TaskState.TASK_RUNNING).getPid();
    node.plane().close();

    ProcessHandle.of(pid).orElseThrow().destroyForcibly();

    await().atMost(SOON).until(() -> node.launches() == 2);
  }

  @Test
  void keepsExitCodesOfTasksThatEndWhileNoAgentRuns() throws Exception {
    node.run(
        pod(1, task("job", "until test -e go; do sleep 0.1; done; exit 0").setGoal(Goal.ONCE)));
    node.awaitTask("job", TaskState.TASK_RUNNING);
    node.stop();
    Files.createFile(node.data().resolve("sandboxes/pod-1-1/work/go"));
    await()
        .atMost(SOON)
        .until(() -> Files.list(node.data().resolve("exits")).findAny().isPresent());
    node.plane().heard.clear();

    node.start();

    node.awaitTask("job", TaskState.TASK_FINISHED);
    assertThat(node.launches()).isEqualTo(1);
  }

  @Test
  void theLeaseEndsATaskWhoseControlPlaneIsSilent() {
    node.run(
        pod(1, task("server", "exec sleep 1000")).setRunLease(Duration.newBuilder().setSeconds(5)));
    long pid = node.awaitTask("server", TaskState.TASK_RUNNING).getPid();
    await().during(java.time.Duration.ofSeconds(7)).atMost(SOON).until(() -> lives(pid));

    node.stop();

    await().atMost(SOON).until(() -> !lives(pid));
  }

  @Test
  void replacesALowerIncarnationOnlyAfterItEnded() {
    node.run(pod(1, task("server", "trap 'sleep 0.5; exit' TERM; while :; do sleep 0.1; done")));
    long first = node.awaitTask("server", TaskState.TASK_RUNNING).getPid();

    node.run(pod(2, task("server", "exec sleep 1000")));
    PodStatus second =
        await()
            .atMost(SOON)
            .until(
                () -> node.plane().last("pod-1"),
                last ->
                    last != null
                        && last.getIncarnation() == 2
                        && last.getTasksCount() == 1
                        && last.getTasks(0).getState() == TaskState.TASK_RUNNING);

    assertThat(second.getTasks(0).getPid()).isNotEqualTo(first);
    assertThat(lives(first)).isFalse();
    assertThat(node.plane().statuses("pod-1").map(PodStatus::getState))
        .contains(PodState.POD_ENDED);
  }

  @Test
  void aLateOrderOfARemovedIncarnationStartsNothing() throws Exception {
    node.remove(3);
    await().atMost(SOON).until(() -> node.isRemoved(3));
    node.plane().heard.clear();

    node.run(pod(2, task("server", "exec sleep 1000")));

    await().atMost(SOON).until(() -> node.isRemoved(3));
    assertThat(node.data().resolve("launches.log")).doesNotExist();
  }

  @Test
  void holdsAtAForeignEpochAndStopsNothing() throws Exception {
    node.run(pod(1, task("server", "exec sleep 1000")));
    long pid = node.awaitTask("server", TaskState.TASK_RUNNING).getPid();
    node.plane().epoch = "epoch-2";
    node.plane().cut();
    await().atMost(SOON).until(() -> node.plane().heard(AgentMessage::hasInventory));

    node.remove(1);
    node.run(pod(7, task("server", "exit 1")));
    node.plane().heard.clear();
    node.plane()
        .send(
            ControlMessage.newBuilder()
                .setConfirmEpoch(ConfirmEpoch.newBuilder().setHistoryEpoch("epoch-2"))
                .build());
    await()
        .atMost(SOON)
        .until(() -> node.plane().statuses("pod-1").anyMatch(told -> told.getIncarnation() == 1));

    assertThat(lives(pid)).isTrue();
    assertThat(node.launches()).isEqualTo(1);
    node.remove(1);
    await().atMost(SOON).until(() -> node.isRemoved(1));
  }

  @Test
  void sendsAStatusAgainUntilItIsAcknowledged() {
    node.plane().acknowledgesStatus = false;
    node.run(pod(1, task("server", "exec sleep 1000")));
    node.awaitTask("server", TaskState.TASK_RUNNING);
    node.plane().heard.clear();

    node.plane().cut();

    node.awaitTask("server", TaskState.TASK_RUNNING);
    assertThat(node.plane().heard)
        .filteredOn(AgentMessage::hasPodStatus)
        .allMatch(message -> message.getSession() == node.plane().sessions());
  }
}
