package dev.meridian.agent;

import dev.meridian.agent.link.Endpoint;
import dev.meridian.agent.link.JoinException;
import dev.meridian.protocol.v1.PortRange;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The region agent's command line. Runs in the foreground until it gets SIGTERM. */
@Command(
    name = "meridian-agent",
    description =
        "Runs what a Meridian control plane orders for this node. SIGTERM stops the agent; tasks go"
            + " on and are adopted when it starts again.",
    mixinStandardHelpOptions = true,
    subcommands = StopCommand.class,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:stopped by a signal",
      "1:cannot run or cannot join; the message says why",
      "2:wrong use"
    })
public final class AgentMain implements Callable<Integer> {
  private static final String TOKEN_VARIABLE = "MERIDIAN_JOIN_TOKEN";

  @Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Option(names = "--data-dir", description = "where the agent keeps everything")
  @Nullable Path dataDirectory;

  @Option(names = "--control-plane", paramLabel = "HOST:PORT", description = "where to dial")
  @Nullable String controlPlane;

  @Option(
      names = "--join-token-file",
      paramLabel = "FILE",
      description = "holds the join token; or set " + TOKEN_VARIABLE + ". Needed once.")
  @Nullable Path joinTokenFile;

  @Option(names = "--name", description = "name of the node; default: the host's name")
  @Nullable String name;

  @Option(names = "--zone", description = "fault domain in the region; default: ${DEFAULT-VALUE}")
  String zone = "default";

  @Option(
      names = "--address",
      description = "where ports are bound and peers reach this node; default: ${DEFAULT-VALUE}")
  String address = "127.0.0.1";

  @Option(
      names = "--advertised-address",
      description = "where clients outside reach it; default: the address")
  @Nullable String advertisedAddress;

  @Option(
      names = "--ports",
      converter = PortRangeOption.class,
      description = "ports for tasks; default: 20000-20999")
  PortRange ports = PortRange.newBuilder().setBegin(20_000).setEnd(20_999).build();

  @Option(names = "--attribute", paramLabel = "KEY=VALUE", description = "for placement; repeats")
  Map<String, String> attributes = new LinkedHashMap<>();

  @Option(names = "--cpus", description = "cores to offer; default: all")
  @Nullable Double cpus;

  @Option(
      names = "--memory",
      converter = ByteSize.class,
      description = "memory to offer, such as 8GiB; default: all")
  @Nullable Long memory;

  @Option(
      names = "--disk",
      converter = ByteSize.class,
      description = "disk to offer; default: the size of the data directory's file system")
  @Nullable Long disk;

  @Option(
      names = "--artifact-cache-size",
      converter = ByteSize.class,
      description = "artifacts above this are removed when no pod needs them; default: 4GiB")
  long artifactCache = 4L << 30;

  public static void main(String[] arguments) {
    AgentLogging.configure();
    System.exit(new CommandLine(new AgentMain()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    AgentSettings settings = settings();
    try (Agent agent = new Agent(settings)) {
      agent.start();
      agent.awaitSignal();
      return 0;
    } catch (JoinException refused) {
      return fail("cannot join: " + refused.getMessage());
    } catch (IOException | java.security.GeneralSecurityException failed) {
      return fail(
          failed.getMessage() == null ? failed.toString() : String.valueOf(failed.getMessage()));
    }
  }

  private static int fail(String message) {
    System.err.println("meridian-agent: " + message);
    return 1;
  }

  private AgentSettings settings() {
    if (dataDirectory == null || controlPlane == null) {
      throw wrongUse("--data-dir and --control-plane are required");
    }
    try {
      return new AgentSettings(
          dataDirectory.toAbsolutePath(),
          Endpoint.parse(controlPlane),
          joinToken(),
          name == null ? InetAddress.getLocalHost().getHostName() : name,
          zone,
          address,
          advertisedAddress == null ? address : advertisedAddress,
          ports,
          Map.copyOf(attributes),
          cpus == null ? OptionalDouble.empty() : OptionalDouble.of(cpus),
          memory == null ? OptionalLong.empty() : OptionalLong.of(memory),
          disk == null ? OptionalLong.empty() : OptionalLong.of(disk),
          artifactCache);
    } catch (IllegalArgumentException | IOException unreadable) {
      throw wrongUse(String.valueOf(unreadable.getMessage()));
    }
  }

  private Optional<String> joinToken() throws IOException {
    if (joinTokenFile != null) {
      if (!Files.isReadable(joinTokenFile)) {
        throw new IOException("--join-token-file " + joinTokenFile + " cannot be read");
      }
      return Optional.of(Files.readString(joinTokenFile).strip());
    }
    return Optional.ofNullable(System.getenv(TOKEN_VARIABLE)).filter(text -> !text.isBlank());
  }

  private ParameterException wrongUse(String message) {
    return new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), message);
  }
}
