package dev.meridian.tenancy.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  private final PostgresPrograms programs =
      PostgresPrograms.shipped(Path.of(System.getProperty("user.home"), ".cache", "meridian"));

  @Test
  void keepsDataAndPortOverARestartAndAsksForAPassword(@TempDir Path directory)
      throws SQLException, IOException {
    String url;
    try (EmbeddedPostgres server = EmbeddedPostgres.start(programs, directory)) {
      url = server.database("kept").url();
      try (Connection owner = server.database("kept").connectAsOwner()) {
        owner.createStatement().execute("create table public.fact as select 42 as answer");
      }
      assertThatThrownBy(
              () -> DriverManager.getConnection(server.database("kept").url(), "postgres", ""))
          .isInstanceOf(SQLException.class);
    }
    assertThat(Postmaster.of(directory.resolve("data"))).as("server after close").isEmpty();
    try (EmbeddedPostgres server = EmbeddedPostgres.start(programs, directory);
        Connection owner = server.database("kept").connectAsOwner();
        ResultSet row = owner.createStatement().executeQuery("select answer from public.fact")) {
      assertThat(server.database("kept").url()).isEqualTo(url);
      row.next();
      assertThat(row.getInt(1)).isEqualTo(42);
    }
    assertThat(Files.getPosixFilePermissions(directory.resolve("secret")))
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
  }

  @Test
  void refusesASecondControlPlaneOnTheSameDirectory(@TempDir Path directory) {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(programs, directory)) {
      assertThat(server.process()).isPresent();
      assertThatThrownBy(() -> EmbeddedPostgres.start(programs, directory))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining(
              "in use by another control plane (process " + ProcessHandle.current().pid());
      assertThat(server.process()).as("the first one's server").isPresent();
    }
  }

  @Test
  void startsAKilledServerAgainOnItsPort(@TempDir Path directory) throws SQLException {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(programs, directory)) {
      ServerAccess access = server.database("again");
      ProcessHandle first = server.process().orElseThrow();
      first.destroyForcibly();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(
              () -> {
                try (Connection owner = access.connectAsOwner()) {
                  return owner.isValid(1)
                      && server.process().filter(now -> now.pid() != first.pid()).isPresent();
                }
              });
    }
  }

  @Test
  void adoptsTheServerOfAKilledControlPlane(@TempDir Path directory) throws Exception {
    Process controlPlane =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                HoldsServer.class.getName(),
                programs.bin().toString(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long server;
    try (var lines = controlPlane.inputReader()) {
      server = Long.parseLong(lines.readLine());
    } finally {
      controlPlane.destroyForcibly().waitFor();
    }
    assertThat(ProcessHandle.of(server)).as("the orphaned server").isPresent();

    try (EmbeddedPostgres adopted = EmbeddedPostgres.start(programs, directory)) {
      assertThat(adopted.process().orElseThrow().pid()).isEqualTo(server);
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> ProcessHandle.of(server).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void saysWhatToDoWhenThePasswordFileIsGone(@TempDir Path directory) throws IOException {
    Files.createDirectories(directory.resolve("data"));

    assertThatThrownBy(() -> EmbeddedPostgres.start(programs, directory))
        .hasMessageContaining("secret is missing")
        .hasMessageContaining("--fresh");
  }
}
