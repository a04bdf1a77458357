package dev.meridian.agent;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import dev.meridian.agent.disk.CrashSafeFile;
import dev.meridian.agent.disk.Folders;
import dev.meridian.agent.link.Endpoint;
import dev.meridian.agent.link.ScriptedControlPlane;
import dev.meridian.agent.node.BootClock;
import dev.meridian.agent.record.IdentityRecord;
import dev.meridian.agent.runtime.TaskReaper;
import dev.meridian.agent.secret.MemoryFolder;
import dev.meridian.protocol.v1.Order;
import dev.meridian.protocol.v1.PodState;
import dev.meridian.protocol.v1.PodStatus;
import dev.meridian.protocol.v1.PortRange;
import dev.meridian.protocol.v1.RemovePod;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.protocol.v1.TaskState;
import dev.meridian.protocol.v1.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A whole agent with real processes, against a control plane that follows a script over TLS. */
final class RunningAgent implements BeforeEachCallback, AfterEachCallback {
  static final Duration SOON = Duration.ofSeconds(20);

  private final AtomicLong revision = new AtomicLong();
  private @Nullable Path data;
  private @Nullable ScriptedControlPlane plane;
  private @Nullable Agent agent;

  @Override
  public void beforeEach(ExtensionContext test) throws Exception {
    // Not the build's folder: tenants' users must be able to pass through.
    data = Files.createTempDirectory("meridian-agent");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
    plane = new ScriptedControlPlane("cp-1");
    start();
    await().atMost(SOON).until(plane::isConnected);
  }

  @Override
  public void afterEach(ExtensionContext test) throws Exception {
    stop();
    plane().close();
    new TaskReaper(data(), BootClock.ofThisNode()).endTasks(Duration.ofMillis(200));
    Folders.remove(MemoryFolder.of(data()));
    Folders.remove(data());
  }

  Path data() {
    return requireNonNull(data);
  }

  ScriptedControlPlane plane() {
    return requireNonNull(plane);
  }

  void start() throws Exception {
    startOn(data());
  }

  /** Starts it on another data directory than its own. */
  void startOn(Path folder) throws Exception {
    agent = new Agent(settings(folder, plane().port(), Optional.of(plane().token())));
    agent.start();
  }

  /** Ends the agent and no task. */
  void stop() {
    if (agent != null) {
      agent.close();
      agent = null;
    }
  }

  AgentSettings settings(int port, Optional<String> token) {
    return settings(data(), port, token);
  }

  private static AgentSettings settings(Path folder, int port, Optional<String> token) {
    return new AgentSettings(
        folder,
        new Endpoint("127.0.0.1", port),
        token,
        "node-1",
        "a",
        "127.0.0.1",
        "127.0.0.1",
        PortRange.newBuilder().setBegin(20_000).setEnd(20_999).build(),
        Map.of(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        1 << 20);
  }

  /** How many CAs it trusts. */
  int authorities() throws IOException {
    byte[] identity = CrashSafeFile.read(data().resolve("state/identity")).orElseThrow();
    return IdentityRecord.parseFrom(identity).getCaCertificatesCount();
  }

  long nextRevision() {
    return revision.incrementAndGet();
  }

  void run(RunPod.Builder pod) {
    plane().order(Order.newBuilder().setRevision(nextRevision()).setRunPod(pod));
  }

  void remove(long incarnation) {
    plane()
        .order(
            Order.newBuilder()
                .setRevision(nextRevision())
                .setRemovePod(
                    RemovePod.newBuilder().setPodId(TestOrders.POD).setIncarnation(incarnation)));
  }

  TaskStatus awaitTask(String name, TaskState state) {
    return await()
        .atMost(SOON)
        .until(
            () -> {
              PodStatus last = plane().last(TestOrders.POD);
              return last == null
                  ? Optional.<TaskStatus>empty()
                  : last.getTasksList().stream()
                      .filter(task -> task.getName().equals(name) && task.getState() == state)
                      .findFirst();
            },
            Optional::isPresent)
        .orElseThrow();
  }

  PodStatus awaitState(PodState state) {
    return await()
        .atMost(SOON)
        .until(
            () -> plane().last(TestOrders.POD), last -> last != null && last.getState() == state);
  }

  boolean isRemoved(long incarnation) {
    return plane()
        .heard(
            message ->
                message.hasPodRemoved() && message.getPodRemoved().getIncarnation() == incarnation);
  }

  long launches() throws IOException {
    return Files.readAllLines(data().resolve("launches.log")).size();
  }
}
