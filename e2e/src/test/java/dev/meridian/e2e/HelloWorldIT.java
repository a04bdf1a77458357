package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
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
  void keepsVolumesAndEndsProcessesWhenUninstalled() {
    long pid = platform.services().taskPid("hello", "hello-0");
    assertThat(ProcessTable.entry(pid)).isPresent();

    platform.developer().run("instance", "uninstall", "hello", "--yes", "--wait").ok();

    assertThat(ProcessTable.entry(pid)).isEmpty();
    assertThat(platform.developer().run("volume", "list", "--json").ok().json().values())
        .filteredOn(volume -> volume.path("instance").asString().equals("hello"))
        .isNotEmpty()
        .allSatisfy(volume -> assertThat(volume.path("state").asString()).isEqualTo("KEPT"));
  }

  @Test
  @Order(6)
  void givesTheNameFreeAgainAndDestroysDataWhenItIsConfirmed() {
    platform.developer().run("instance", "install", "hello", "hello-world", "--wait").ok();

    platform.developer().run("instance", "uninstall", "hello", "--delete-data", "--yes").expect(2);
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

    assertThat(platform.developer().run("instance", "show", "hello").exitCode()).isIn(0, 4);
  }
}
