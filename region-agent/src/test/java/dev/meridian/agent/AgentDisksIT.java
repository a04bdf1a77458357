package dev.meridian.agent;

import static dev.meridian.agent.RunningAgent.SOON;
import static dev.meridian.agent.TestOrders.pod;
import static dev.meridian.agent.TestOrders.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.agent.disk.Folders;
import dev.meridian.agent.secret.MemoryFolder;
import dev.meridian.protocol.v1.Artifact;
import dev.meridian.protocol.v1.DestroyVolume;
import dev.meridian.protocol.v1.Order;
import dev.meridian.protocol.v1.PodState;
import dev.meridian.protocol.v1.PodStatus;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.protocol.v1.TaskState;
import dev.meridian.protocol.v1.Volume;
import dev.meridian.protocol.v1.VolumeState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Volumes, artifacts and the room on a node. */
class AgentDisksIT {
  @RegisterExtension final RunningAgent node = new RunningAgent();

  @Test
  void neverStartsOnAVolumeWhoseMarkerIsMissing() throws Exception {
    RunPod.Builder pod =
        pod(1, task("server", "echo kept > data/file; exec sleep 1000"))
            .addVolumes(Volume.newBuilder().setVolumeId("vol-1").setPath("data").setCreate(true));
    node.run(pod);
    long pid = node.awaitTask("server", TaskState.TASK_RUNNING).getPid();
    Path file = node.data().resolve("volumes/vol-1/data/file");
    await().atMost(SOON).until(() -> Files.exists(file));
    Path away = node.data().resolve("away");
    Files.move(node.data().resolve("volumes/vol-1"), away);

    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    PodStatus waiting = node.awaitState(PodState.POD_WAITING);
    assertThat(waiting.getReason()).contains("vol-1", "marker");
    assertThat(node.data().resolve("volumes/vol-1")).doesNotExist();

    Files.move(away, node.data().resolve("volumes/vol-1"));
    await().atMost(SOON).until(() -> node.launches() == 2);
  }

  @Test
  void destroysAVolumeByOrderOnly() throws Exception {
    node.run(
        pod(1, task("server", "exec sleep 1000"))
            .addVolumes(Volume.newBuilder().setVolumeId("vol-1").setPath("data").setCreate(true)));
    node.awaitTask("server", TaskState.TASK_RUNNING);
    node.remove(1);
    await().atMost(SOON).until(() -> node.isRemoved(1));
    assertThat(node.data().resolve("volumes/vol-1/data")).isDirectory();

    node.plane()
        .order(
            Order.newBuilder()
                .setRevision(node.nextRevision())
                .setDestroyVolume(DestroyVolume.newBuilder().setVolumeId("vol-1")));

    await()
        .atMost(SOON)
        .until(
            () ->
                node.plane()
                    .heard(
                        message ->
                            message.getVolumeStatus().getState() == VolumeState.VOLUME_DESTROYED));
    assertThat(node.data().resolve("volumes/vol-1")).doesNotExist();
  }

  @Test
  void fetchesVerifiesAndResumesAnArtifact() throws Exception {
    byte[] content = "0123456789".repeat(1000).getBytes(StandardCharsets.US_ASCII);
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    node.plane().artifacts.put(digest, content);
    node.plane().breakFetchAfter = 4000;
    node.run(
        pod(1, task("server", "cmp lib/a.txt lib/a.txt && exec sleep 1000"))
            .addArtifacts(
                Artifact.newBuilder()
                    .setDigest(digest)
                    .setSizeBytes(content.length)
                    .setDestination("lib/a.txt")));
    PodStatus waiting = node.awaitState(PodState.POD_WAITING);
    assertThat(waiting.getReason()).contains(digest, "broken");
    node.plane().breakFetchAfter = Integer.MAX_VALUE;

    node.awaitTask("server", TaskState.TASK_RUNNING);
    assertThat(node.data().resolve("sandboxes/pod-1-1/work/lib/a.txt")).hasBinaryContent(content);
    assertThat(node.plane().fetchOffsets).contains(0L).anyMatch(offset -> offset > 0);
  }

  @Test
  void refusesACorruptArtifact() {
    node.plane().artifacts.put("0".repeat(64), "garbage".getBytes(StandardCharsets.US_ASCII));
    node.run(
        pod(1, task("server", "exec sleep 1000"))
            .addArtifacts(Artifact.newBuilder().setDigest("0".repeat(64)).setDestination("x")));
    assertThat(node.awaitState(PodState.POD_WAITING).getReason()).contains("corrupt");
  }

  @Test
  void waitsAndSaysWhichDiskOfWhichNodeIsFull() throws Exception {
    Path full = Files.createDirectories(node.data().resolve("full"));
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m", "none", full.toString())
            .start();
    Assumptions.assumeTrue(mount.waitFor() == 0, "needs root and mounts");
    node.stop();
    try {
      long before = node.plane().sessions();
      node.startOn(full);
      await()
          .atMost(SOON)
          .until(() -> node.plane().sessions() > before && node.plane().isConnected());
      node.run(pod(1, task("server", "exec sleep 1000")));
      assertThat(node.awaitState(PodState.POD_WAITING).getReason())
          .contains("the disk of node node-1 is full: " + full);
      node.stop();
      Folders.remove(MemoryFolder.of(full));
    } finally {
      assertThat(new ProcessBuilder("umount", full.toString()).start().waitFor()).isZero();
    }
  }

  @Test
  void aTaskThatFailsOnAFullVolumeSaysWhy() throws Exception {
    RunPod.Builder pod =
        pod(1, task("server", "until test -e go; do sleep 0.1; done; cat /dev/zero > data/file"))
            .addVolumes(Volume.newBuilder().setVolumeId("vol-1").setPath("data").setCreate(true));
    node.run(pod);
    node.awaitTask("server", TaskState.TASK_RUNNING);
    Path volume = node.data().resolve("volumes/vol-1/data");
    Process mount =
        new ProcessBuilder(
                "mount", "-t", "tmpfs", "-o", "size=1m,mode=0777", "none", volume.toString())
            .start();
    Assumptions.assumeTrue(mount.waitFor() == 0, "needs root and mounts");
    try {
      Files.createFile(node.data().resolve("sandboxes/pod-1-1/work/go"));

      assertThat(node.awaitTask("server", TaskState.TASK_FAILED).getMessage())
          .contains("the disk of node node-1 is full")
          .contains("vol-1");
    } finally {
      node.remove(1);
      await().atMost(SOON).until(() -> node.isRemoved(1));
      assertThat(new ProcessBuilder("umount", volume.toString()).start().waitFor()).isZero();
    }
  }

  @Test
  void anArchiveLeadsNoOtherArtifactOutOfTheSandbox() throws Exception {
    Path outside = Files.createDirectories(node.data().resolve("outside"));
    Path source = Files.createDirectories(node.data().resolve("source"));
    Files.createSymbolicLink(source.resolve("lib"), outside);
    Path archive = node.data().resolve("archive.tar.gz");
    assertThat(
            new ProcessBuilder("tar", "-czf", archive.toString(), "-C", source.toString(), "lib")
                .start()
                .waitFor())
        .isZero();
    byte[] link = Files.readAllBytes(archive);
    byte[] evil = "evil".getBytes(StandardCharsets.US_ASCII);
    node.plane().artifacts.put(sha256(link), link);
    node.plane().artifacts.put(sha256(evil), evil);

    node.run(
        pod(1, task("server", "exec sleep 1000"))
            .addArtifacts(
                Artifact.newBuilder()
                    .setDigest(sha256(link))
                    .setDestination(".")
                    .setUnpack("tar.gz"))
            .addArtifacts(
                Artifact.newBuilder().setDigest(sha256(evil)).setDestination("lib/evil")));

    assertThat(node.awaitState(PodState.POD_WAITING).getReason())
        .contains("leads through the link");
    assertThat(outside).isEmptyDirectory();
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
