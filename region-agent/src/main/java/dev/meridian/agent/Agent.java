package dev.meridian.agent;

import static java.lang.System.Logger.Level.INFO;

import dev.meridian.agent.artifact.ArtifactCache;
import dev.meridian.agent.disk.Folders;
import dev.meridian.agent.disk.OwnerFile;
import dev.meridian.agent.link.ControlLink;
import dev.meridian.agent.link.IdentityFile;
import dev.meridian.agent.link.JoinException;
import dev.meridian.agent.link.LinkContext;
import dev.meridian.agent.link.Outbox;
import dev.meridian.agent.link.Registration;
import dev.meridian.agent.link.TransferLink;
import dev.meridian.agent.logs.TaskLogs;
import dev.meridian.agent.node.BootClock;
import dev.meridian.agent.node.JavaHomes;
import dev.meridian.agent.node.NodeDescription;
import dev.meridian.agent.pod.DiskSpace;
import dev.meridian.agent.pod.NodeContext;
import dev.meridian.agent.pod.PodFleet;
import dev.meridian.agent.pod.RunLeases;
import dev.meridian.agent.runtime.ProcessRuntime;
import dev.meridian.agent.runtime.TaskReaper;
import dev.meridian.agent.secret.MemoryFolder;
import dev.meridian.agent.secret.SecretStore;
import dev.meridian.agent.state.AgentDisk;
import dev.meridian.agent.volume.Volumes;
import dev.meridian.protocol.v1.JavaHome;
import dev.meridian.protocol.v1.NodeReport;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One agent: takes over what runs, then joins or connects. Closing it leaves every task alone. */
final class Agent implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Agent.class.getName());
  private static final long LOG_FILE_BYTES = 10 << 20;
  private static final int LOG_FILES_KEPT = 3;

  private final AgentSettings settings;
  private final Path data;
  private final BootClock clock;
  private final CountDownLatch signalled = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  Agent(AgentSettings settings) throws IOException {
    this.settings = settings;
    // Others pass through to their sandboxes; what is private is private further down.
    this.data = Folders.make(settings.dataDirectory(), "rwx--x--x").toRealPath();
    this.clock = BootClock.ofThisNode();
    lock();
  }

  /** One agent for each data directory: two would start everything twice. */
  private void lock() throws IOException {
    FileChannel channel =
        FileChannel.open(OwnerFile.ensure(data.resolve("lock")), StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      throw new IOException(
          "another agent runs on " + data + "; stop it, or give this one its own --data-dir");
    }
    open.push(channel);
    TaskReaper.recordAgent(data, clock);
  }

  void start() throws IOException, JoinException, GeneralSecurityException, InterruptedException {
    Path memory = MemoryFolder.of(data);
    AgentDisk disk = new AgentDisk(data.resolve("state"));
    IdentityFile identity = new IdentityFile(data.resolve("state").resolve("identity"));
    if (identity.read().isEmpty() && settings.joinToken().isEmpty()) {
      throw new JoinException(
          "this agent has not joined yet and there is no join token: give --join-token-file or"
              + " set MERIDIAN_JOIN_TOKEN; get a token with: meridian region join-token");
    }
    ProcessRuntime runtime = new ProcessRuntime(data, memory.resolve("entries"), clock);
    open.push(runtime);
    List<JavaHome> found = JavaHomes.find(JavaHomes.usualRoots());
    List<JavaHome> javaHomes = runtime.usersOfTheirOwn() ? JavaHomes.openToAll(found) : found;
    TaskLogs logs = new TaskLogs(data.resolve("logs"), LOG_FILE_BYTES, LOG_FILES_KEPT);
    Outbox outbox = new Outbox(disk, clock.bootId());
    RunLeases leases = new RunLeases(memory, clock);
    TransferLink transfer = new TransferLink(settings.controlPlane(), identity, logs);
    DiskSpace space = new DiskSpace(settings.name(), data);
    AtomicReference<@Nullable PodFleet> started = new AtomicReference<>();
    NodeContext node =
        new NodeContext(
            data,
            space,
            InetAddress.getByName(settings.address()),
            javaHomes,
            disk,
            runtime,
            new Volumes(data.resolve("volumes"), data.resolve("state").resolve("volumes")),
            new ArtifactCache(
                data.resolve("artifacts"),
                settings.artifactCacheBytes(),
                transfer,
                () -> artifactsInUse(started.get())),
            new SecretStore(memory),
            logs,
            leases,
            outbox);
    PodFleet fleet = PodFleet.start(node);
    started.set(fleet);
    open.push(fleet);
    outbox.onRemovalAcknowledged(fleet::removalAcknowledged);
    LinkContext link =
        new LinkContext(
            settings.controlPlane(),
            identity,
            disk,
            clock,
            fleet,
            outbox,
            leases,
            runtime,
            transfer,
            () -> report(runtime, javaHomes),
            version());
    if (identity.read().isEmpty()) {
      new Registration(settings.controlPlane(), settings.joinToken().orElseThrow(), identity, disk)
          .register(settings.name(), report(runtime, javaHomes));
      LOG.log(INFO, "joined as {0}", identity.read().orElseThrow().getAgentId());
    }
    ControlLink control = new ControlLink(link);
    control.start();
    open.push(control);
  }

  private static Set<String> artifactsInUse(@Nullable PodFleet fleet) {
    return fleet == null ? Set.of() : fleet.artifactsInUse();
  }

  private NodeReport report(ProcessRuntime runtime, List<JavaHome> javaHomes) throws IOException {
    return new NodeDescription(
            data,
            settings.zone(),
            settings.address(),
            settings.advertisedAddress(),
            settings.ports(),
            settings.attributes(),
            settings.cpus(),
            settings.memoryBytes(),
            settings.diskBytes(),
            javaHomes)
        .report(
            clock.bootId(), runtime.name(), runtime.isolation(), runtime.notEnforced(), version());
  }

  private static String version() {
    String version = Agent.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** Returns when the process was asked to end. */
  void awaitSignal() throws InterruptedException {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  signalled.countDown();
                  try {
                    // The process ends when this hook does.
                    closed.await(5, TimeUnit.SECONDS);
                  } catch (InterruptedException killed) {
                    Thread.currentThread().interrupt();
                  }
                },
                "shutdown"));
    signalled.await();
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception failed) {
        LOG.log(System.Logger.Level.WARNING, "cannot close cleanly", failed);
      }
    }
    closed.countDown();
  }
}
