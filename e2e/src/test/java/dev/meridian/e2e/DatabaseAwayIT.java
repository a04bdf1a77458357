package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The database server dies and comes back; the control plane is never started again. */
@OnPlatform(OnPlatform.Kind.OUTSIDE_DATABASE)
class DatabaseAwayIT {
  /** At least so long; {@code ./meridian test --long database-away} takes longer. */
  private static final Duration AWAY =
      Duration.ofSeconds(Integer.getInteger("meridian.database.away-seconds", 30));

  private static final Duration ANSWERED = Duration.ofSeconds(15);

  @Test
  void answersThatItIsAwayAndGoesOnWhenItIsBack(Platform platform) {
    try (Site site = platform.site("away").join();
        Site later = platform.site("away-later")) {
      site.installHello();
      Launch first = site.launches().getFirst();
      platform.services().ask("away-kept", "hello-world", later.region(), "{}", true).expect(202);
      long controlPlane = platform.controlPlane().running().pid();
      platform.developer().signInAgain();

      platform.database().kill();
      long begun = System.nanoTime();
      ProcessTable.entry(first.pid()).orElseThrow().kill();
      CompletableFuture<Api.Answer> read =
          CompletableFuture.supplyAsync(() -> platform.developerApi().get(Services.PATH + "/away"));
      CompletableFuture<Api.Answer> write =
          CompletableFuture.supplyAsync(
              () -> platform.services().ask("lost", "hello-world", "away", "{}", false));

      assertUnavailable(read.join());
      assertUnavailable(write.join());
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(ANSWERED);
      assertThat(platform.controlPlane().ready()).isFalse();
      await("the agent starts its task again alone")
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(site.launches()).hasSize(2));
      await("the outage is long enough")
          .atMost(AWAY.plusSeconds(10))
          .until(() -> System.nanoTime() - begun > AWAY.toNanos());
      // By now nothing that was read before is remembered, the keys of tokens included.
      assertUnavailable(platform.developerApi().get(Services.PATH + "/away"));
      assertThat(platform.controlPlane().running().alive()).isTrue();
      platform.database().start();

      platform.controlPlane().awaitReady();
      assertThat(platform.controlPlane().running().pid()).isEqualTo(controlPlane);
      later.join();
      platform.services().awaitDeployed("away-kept");
      site.awaitReady();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(platform.services().taskPid("away", "hello-0"))
                      .isEqualTo(site.launches().getLast().pid()));
      platform.services().awaitPod("away", "hello-0", "READY");
      assertThat(site.launches()).as("nothing else was started").hasSize(2);
      assertThat(platform.developerApi().get(Services.PATH + "/lost").status())
          .as("what was refused is not there")
          .isEqualTo(404);
      platform.services().install("away-new", "hello-world", "away", "{}");
    } finally {
      platform.database().startIfAway();
    }
  }

  private static void assertUnavailable(Api.Answer answer) {
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(503);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.body().path("type").asString("")).isNotBlank();
    assertThat(answer.body().path("detail").asString(""))
        .contains("database")
        .containsIgnoringCase("try again");
  }
}
