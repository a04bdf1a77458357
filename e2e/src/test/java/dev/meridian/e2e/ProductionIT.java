package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The control plane as it is run for others: docs/production.md. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProductionIT {
  private static final String HOST = "meridian.example.org";
  private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final String PASSWORD = "a password fit for production";

  private final Path folder = TestFolder.make();
  private final Path store = folder.resolve("server.p12");
  private final Path authority = folder.resolve("authority.pem");
  private final Path log = folder.resolve("control-plane.log");
  private final int port = Ports.free();
  private final int agentPort = Ports.free();
  private final String url = "https://" + HOST + ":" + port;
  private OutsideDatabase database;
  private RunningProcess controlPlane;

  @BeforeAll
  void start() throws IOException {
    database =
        OutsideDatabase.start(
            folder.resolve("database"), folder.resolve("postgresql.log"), "of the database");
    makeCertificate();
    Map<String, String> settings = new HashMap<>(database.settings());
    settings.put("SPRING_PROFILES_ACTIVE", "production");
    settings.put("MERIDIAN_URL", url);
    settings.put("SERVER_SSL_KEY_STORE", store.toString());
    settings.put("SERVER_SSL_KEY_STORE_PASSWORD", PASSWORD);
    settings.put("MERIDIAN_KEY_ENCRYPTION_KEY", keyEncryptionKey());
    settings.put("MERIDIAN_SECOND_FACTOR_REQUIRED", "none");
    settings.put("MERIDIAN_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD);
    controlPlane = RunningProcess.start("control plane", up(folder.resolve("data")), settings, log);
    await("the control plane has started; " + log)
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(200))
        .failFast(
            () -> {
              if (!controlPlane.alive()) {
                throw new IllegalStateException("It ended: " + controlPlane.lastLines());
              }
            })
        .until(() -> Files.readString(log).contains("Started ControlPlane"));
  }

  @AfterAll
  void stop() {
    if (controlPlane != null) {
      controlPlane.stop();
    }
    if (database != null) {
      database.stop();
    }
    ProcessTable.touching(folder).forEach(ProcessTable.Entry::kill);
    TestFolder.delete(folder);
  }

  private List<String> up(Path data) {
    return List.of(
        "up",
        "--data-dir",
        data.toString(),
        "--port",
        String.valueOf(port),
        "--agent-port",
        String.valueOf(agentPort));
  }

  private void makeCertificate() {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> kept =
        List.of("-keystore", store.toString(), "-storepass", PASSWORD, "-alias", "server");
    List<String> make =
        new ArrayList<>(
            List.of(
                keytool,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + HOST,
                "-ext",
                "SAN=dns:" + HOST));
    make.addAll(kept);
    Shell.run(make);
    List<String> export =
        new ArrayList<>(List.of(keytool, "-exportcert", "-rfc", "-file", authority.toString()));
    export.addAll(kept);
    Shell.run(export);
  }

  /** As docs/production.md makes one: a Tink key set with one AES-256 key. */
  private static String keyEncryptionKey() {
    byte[] key = new byte[34];
    new SecureRandom().nextBytes(key);
    key[0] = 0x1a;
    key[1] = 32;
    return """
        {"primaryKeyId":1,"key":[{"keyId":1,"status":"ENABLED","outputPrefixType":"TINK","keyData":\
        {"typeUrl":"type.googleapis.com/google.crypto.tink.AesGcmKey","keyMaterialType":"SYMMETRIC",\
        "value":"%s"}}]}"""
        .formatted(Base64.getEncoder().encodeToString(key));
  }

  /** Somebody whose machine knows the host, and no authority of ours. */
  private Cli person(String name) throws IOException {
    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 " + HOST + " localhost\n");
    return new Cli(
        folder.resolve("people").resolve(name),
        url,
        Map.of("JDK_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + hosts));
  }

  private Cli administrator(String home) throws IOException {
    Cli admin = person(home);
    admin
        .run(
            PASSWORD + "\n",
            List.of(
                "login",
                "--username",
                "admin",
                "--password-stdin",
                "--ca-file",
                authority.toString()))
        .ok();
    return admin;
  }

  /** The lines of the log that begin with these words, each a document. */
  private List<JsonNode> logged(String words) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.startsWith("{"))
        .map(JsonMapper.shared()::readTree)
        .filter(line -> line.path("message").asString("").startsWith(words))
        .toList();
  }

  @Test
  void saysInItsLogWhoseWorkItDoesAndWhere() throws IOException {
    Cli admin = administrator("operator");
    admin.run("region", "create", "edge", "--provider", "edge").ok();
    admin.run("tenant", "create", "globex").ok();
    admin
        .run(
            "package",
            "publish",
            Checkout.folder().resolve("catalog/hello-world").toString(),
            "--out",
            folder.resolve("bundles").toString())
        .ok();
    Path data = folder.resolve("agent");
    TestFolder.create(data);
    AgentProcess agent =
        new AgentProcess(
            new TestNode("edge-1", "edge", "a", "127.0.61.1", data),
            agentPort,
            folder.resolve("agent.log"));
    agent.start(Optional.of(admin.run("region", "join-token", "edge", "--quiet").ok().out()));
    try {
      await("the agent is connected; " + agent.lastLines())
          .atMost(Duration.ofSeconds(60))
          .until(() -> !logged("Agent ").isEmpty() && node(admin).contains("READY"));
      admin
          .run("instance", "install", "greeter", "hello-world", "--tenant", "globex", "--wait=60s")
          .ok();

      assertThat(logged("Instance greeter of globex"))
          .isNotEmpty()
          .allSatisfy(
              line -> {
                assertThat(line.path("tenant").asString("")).matches(ID);
                assertThat(line.path("instance").asString("")).matches(ID);
                assertThat(line.path("trace.id").asString("")).matches("[0-9a-f]{32}");
              });
      assertThat(logged("Agent "))
          .filteredOn(line -> line.path("message").asString("").contains("is connected"))
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line.path("region").asString("")).isEqualTo("edge"));
    } finally {
      agent.stopEverything();
    }
  }

  private static String node(Cli person) {
    return person.run("node", "list", "--json").ok().out();
  }

  @Test
  void isUsedByWhoeverTrustsItsAuthorityAndRemembersThat() throws IOException {
    Cli admin = administrator("admin");

    assertThat(admin.run("tenant", "create", "acme").ok().err()).doesNotContain("certificate");
    assertThat(admin.run("tenant", "list").ok().out()).contains("acme");
  }

  @Test
  void saysToWhoeverDoesNotTrustItHowToDoSo() throws IOException {
    CommandResult refused = person("stranger").run("tenant", "list").expect(6);

    assertThat(refused.err())
        .contains(url + " is signed by an authority that is not trusted here")
        .contains("--ca-file FILE or MERIDIAN_CA_FILE")
        .doesNotContain("\tat ");
  }

  @Test
  void isNotTakenForAnotherHost() throws IOException {
    CommandResult refused =
        person("misled")
            .run(
                "tenant",
                "list",
                "--url",
                "https://localhost:" + port,
                "--ca-file",
                authority.toString())
            .expect(6);

    assertThat(refused.err()).contains("does not prove that address", "localhost");
  }

  @Test
  void refusesTheDefaultsOfADemoBeforeItTouchesAnything() {
    Path data = folder.resolve("refused");
    List<String> command =
        new ArrayList<>(
            List.of(
                "timeout",
                "120",
                "env",
                "MERIDIAN_NO_BUILD=1",
                "SPRING_PROFILES_ACTIVE=production",
                Checkout.launcher().toString()));
    command.addAll(up(data));

    Shell.Ended refused = Shell.ended(command);

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output().lines().filter(line -> line.startsWith("- ")))
        .satisfiesExactly(
            address -> assertThat(address).contains("MERIDIAN_URL", "https"),
            server -> assertThat(server).contains("MERIDIAN_DB_URL", "MERIDIAN_DB_USER"),
            key -> assertThat(key).contains("MERIDIAN_KEY_ENCRYPTION_KEY"),
            factor -> assertThat(factor).contains("MERIDIAN_SECOND_FACTOR_REQUIRED"));
    assertThat(refused.output())
        .contains("Meridian does not start. The profile 'production' refuses these settings. Fix:")
        .doesNotContain("\tat ", "Exception");
    assertThat(data.resolve("database")).doesNotExist();
  }
}
