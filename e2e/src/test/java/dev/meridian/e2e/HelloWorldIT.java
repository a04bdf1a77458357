package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** The shortest life of a service: installed, looked at, uninstalled, its name used again. */
@OnPlatform
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class HelloWorldIT {
  private final Platform platform;

  HelloWorldIT(Platform platform) {
    this.platform = platform;
  }

  @BeforeAll
  void publish() {
    platform.publish("hello-world");
  }

  @Test
  @Order(1)
  void deploysAndShowsThePlanAsATree() {
    CommandResult install =
        platform
            .developer()
            .run("instance", "install", "hello", "hello-world", "--set", "hello.count=2", "--wait");

    assertThat(install.ok().out()).contains("deploy (serial strategy) (COMPLETE)");
    CommandResult plan = platform.developer().run("plan", "show", "hello", "deploy").ok();
    assertThat(plan.out()).contains("hello-0:[server] (COMPLETE)", "hello-1:[server] (COMPLETE)");
    JsonNode instance = platform.developer().run("instance", "show", "hello", "--json").ok().json();
    assertThat(instance.path("state").asString()).isEqualTo("RUNNING");
    assertThat(instance.at("/pods/ready").asInt()).isEqualTo(2);
  }

  @Test
  @Order(2)
  void readsTheLogOfATask() {
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () ->
                assertThat(platform.developer().run("logs", "hello", "hello-0").ok().out())
                    .contains("Hello, world"));
  }

  @Test
  @Order(2)
  void endsALogThatIsFollowedWithinASecondOfTheRightBeingTaken() {
    Cli reader = platform.member("log-reader", "tenant-viewer", "acme/streams");
    String log =
        "/api/v1" + Services.PATH + "/hello/pods/hello-0/tasks/server/logs?follow=true&tail=100";
    try (EventListener followed =
        new EventListener(platform.controlPlane().url().resolve(log), reader.token())) {
      await()
          .atMost(Duration.ofSeconds(15))
          .untilAsserted(() -> assertThat(followed.lines()).contains("Hello, world"));

      platform
          .adminApi()
          .delete("/tenants/acme~streams/members/log-reader/roles/tenant-viewer", "")
          .expect(204);
      await().atMost(Duration.ofSeconds(1)).until(followed::ended);
      assertThat(followed.lines()).contains("event:end", "your right to read this log");
    }
  }

  @Test
  @Order(3)
  void refusesTheSameNameTwiceAndSaysSo() {
    CommandResult again =
        platform.developer().run("instance", "install", "hello", "hello-world").expect(5);

    assertThat(again.err()).contains("hello").contains("(409)");
  }

  @Test
  @Order(4)
  void needsAWordBeforeItUninstallsWithoutATerminal() {
    CommandResult refused = platform.developer().run("instance", "uninstall", "hello").expect(2);

    assertThat(refused.err()).contains("--yes");
  }

  @Test
  @Order(5)
  void keepsVolumesInTheQuotaAndEndsProcessesWhenUninstalled() {
    long pid = platform.services().taskPid("hello", "hello-0");
    assertThat(ProcessTable.entry(pid)).isPresent();
    assertThat(volumes()).hasSize(2);
    long counted = used("volumes");
    long disk = used("disk");
    long pods = used("pods");

    platform.developer().run("instance", "uninstall", "hello", "--yes", "--wait").ok();

    assertThat(ProcessTable.entry(pid)).isEmpty();
    assertThat(volumes())
        .hasSize(2)
        .allSatisfy(
            volume -> {
              assertThat(volume.path("state").asString()).isEqualTo("KEPT");
              assertThat(Instant.parse(volume.path("keptUntil").asString()))
                  .isBetween(
                      Instant.now().plus(Duration.ofDays(6)),
                      Instant.now().plus(Duration.ofDays(7)));
            });
    assertThat(used("volumes")).as("kept volumes count").isEqualTo(counted);
    assertThat(used("disk")).isEqualTo(disk);
    assertThat(used("pods")).isEqualTo(pods - 2);
  }

  @Test
  @Order(6)
  void goesOnWithItsDataWhenItIsInstalledAgainAndRestored() {
    List<JsonNode> kept = volumes();
    List<Long> before = kept.stream().map(this::greetings).toList();
    assertThat(before).allSatisfy(count -> assertThat(count).isPositive());
    long counted = used("volumes");
    List<String> install =
        List.of("instance", "install", "hello", "hello-world", "--set", "hello.count=2");

    CommandResult preview = run(install, "--restore-volumes", "--dry-run").ok();
    assertThat(preview.out()).contains("restores hello-0/data", "restores hello-1/data");
    run(install, "--set", "hello.sleep-seconds=1", "--restore-volumes", "--wait").ok();

    assertThat(volumes())
        .extracting(volume -> volume.path("id").asString())
        .containsExactlyElementsOf(
            kept.stream().map(volume -> volume.path("id").asString()).toList());
    assertThat(volumes())
        .allSatisfy(volume -> assertThat(volume.path("state").asString()).isEqualTo("READY"));
    assertThat(used("volumes")).as("counted once").isEqualTo(counted);
    await("both count on from where they were")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              for (int i = 0; i < kept.size(); i++) {
                assertThat(greetings(kept.get(i))).isGreaterThan(before.get(i));
              }
            });
  }

  @Test
  @Order(7)
  void destroysDataWhenItIsConfirmed() {
    List<JsonNode> doomed = volumes();
    assertThat(doomed).hasSize(2).allSatisfy(volume -> assertThat(folder(volume)).isDirectory());
    long counted = used("volumes");

    CommandResult unnamed =
        platform.developer().run("instance", "uninstall", "hello", "--delete-data", "--yes");
    assertThat(unnamed.expect(2).err())
        .contains(doomed.stream().map(volume -> volume.path("id").asString()).toList());
    platform
        .developer()
        .run(
            "instance",
            "uninstall",
            "hello",
            "--delete-data",
            "--confirm-volumes",
            "all",
            "--yes",
            "--wait")
        .ok();

    assertThat(volumes()).isEmpty();
    assertThat(doomed).allSatisfy(volume -> assertThat(folder(volume)).doesNotExist());
    assertThat(used("volumes")).isEqualTo(counted - 2);
    platform.developer().run("instance", "show", "hello").expect(4);
  }

  private CommandResult run(List<String> command, String... more) {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(List.of(more));
    return platform.developer().run(arguments.toArray(String[]::new));
  }

  /** Those of the service named hello, by pod. */
  private List<JsonNode> volumes() {
    return platform.services().volumes().stream()
        .filter(volume -> volume.path("instance").asString().equals("hello"))
        .sorted(Comparator.comparing(volume -> volume.path("pod").asString()))
        .toList();
  }

  private Path folder(JsonNode volume) {
    return platform
        .agentOf(volume.path("node").asString())
        .node()
        .dataFolder()
        .resolve("volumes")
        .resolve(volume.path("id").asString());
  }

  private long greetings(JsonNode volume) {
    try {
      return Long.parseLong(Files.readString(folder(volume).resolve("data/greetings")).strip());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private long used(String resource) {
    return platform
        .developerApi()
        .get("/tenants/" + Platform.TENANT.replace("/", "~"))
        .expect(200)
        .body()
        .path("quota")
        .values()
        .stream()
        .filter(line -> line.path("resource").asString().equals(resource))
        .findFirst()
        .orElseThrow()
        .path("used")
        .asLong();
  }
}
