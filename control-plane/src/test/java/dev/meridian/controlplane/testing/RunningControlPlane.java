package dev.meridian.controlplane.testing;

import dev.meridian.controlplane.ControlPlane;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.database.ServerAccess;
import dev.meridian.tenancy.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The real application on a free port with a fresh database. */
public final class RunningControlPlane implements BeforeAllCallback, AfterAllCallback {
  public static final String ADMIN_PASSWORD = "correct horse battery staple";

  private final Map<String, String> more;
  private final @Nullable RunningControlPlane first;
  private final Class<?>[] beans;
  private @Nullable ConfigurableApplicationContext context;
  private @Nullable ServerAccess access;
  private @Nullable Path data;
  private int port;

  public RunningControlPlane(Map<String, String> more) {
    this(more, null);
  }

  /**
   * @param first the replica that runs already, whose database and address this one shares; null
   *     for a control plane of its own
   * @param beans classes with bean methods, beside the application's own
   */
  public RunningControlPlane(
      Map<String, String> more, @Nullable RunningControlPlane first, Class<?>... beans) {
    this.more = more;
    this.first = first;
    this.beans = beans.clone();
  }

  @Override
  public void beforeAll(ExtensionContext extension) throws IOException {
    start();
  }

  /** Starts it, for a test that needs more than one, in its own order. */
  public void start() throws IOException {
    port = freePort();
    if (first != null) {
      access = first.access;
      data = first.data;
    }
    if (access == null || data == null) {
      access = TestServer.running().freshAccess();
      data = Files.createTempDirectory("meridian-identity-");
    }
    List<String> arguments = new ArrayList<>();
    arguments.add("--server.port=" + port);
    arguments.add("--server.address=127.0.0.1");
    arguments.add("--meridian.url=" + (first == null ? url() : first.url()));
    arguments.add("--meridian.data-dir=" + data);
    arguments.add("--meridian.bootstrap-admin-password=" + ADMIN_PASSWORD);
    arguments.add("--meridian.agent-port=0");
    arguments.add("--meridian.db.url=" + access.url());
    arguments.add("--meridian.db.user=" + access.owner());
    arguments.add("--meridian.db.password=" + access.password());
    more.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    context =
        new SpringApplicationBuilder(ControlPlane.class)
            .sources(beans)
            .run(arguments.toArray(String[]::new));
  }

  @Override
  public void afterAll(ExtensionContext extension) {
    stop();
  }

  public void stop() {
    if (context != null) {
      context.close();
    }
  }

  public URI url() {
    boolean tls = more.containsKey("server.ssl.certificate");
    return URI.create((tls ? "https" : "http") + "://localhost:" + port);
  }

  public <T> T get(Class<T> type) {
    if (context == null) {
      throw new IllegalStateException("not started");
    }
    return context.getBean(type);
  }

  /** Reads or changes rows behind the application's back. */
  public <T> T rows(SystemJob job, Function<JdbcClient, T> work) {
    return get(Scopes.class).asSystem(job, () -> work.apply(get(JdbcClient.class)));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
