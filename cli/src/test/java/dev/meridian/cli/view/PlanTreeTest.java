package dev.meridian.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.api.Json;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class PlanTreeTest {
  private final PlanTree tree =
      new PlanTree(
          new Palette(false), Clock.fixed(Instant.parse("2026-11-21T10:00:12Z"), ZoneOffset.UTC));

  @Test
  void drawsPhasesAndStepsAndWhatEachWaitsFor() {
    assertThat(
            tree.lines(
                Json.parse(
                    """
                    {"name":"deploy","strategy":"serial","status":"IN_PROGRESS","reason":"1 of 3 steps done",
                     "phases":[
                      {"name":"brokers","strategy":"parallel","status":"IN_PROGRESS","steps":[
                        {"name":"broker-0:[server]","status":"COMPLETE","reason":"","since":"2026-11-21T10:00:00Z"},
                        {"name":"broker-1:[server]","status":"STARTED","reason":"waits for readiness",
                         "since":"2026-11-21T10:00:00Z","attempts":2}]},
                      {"name":"check","strategy":"serial","status":"PENDING","steps":[
                        {"name":"broker-0:[check]","status":"PENDING","reason":"waits for phase brokers"}]}],
                     "errors":["broker-2: no such task"]}
                    """)))
        .containsExactly(
            "deploy (serial strategy) (IN_PROGRESS)  1 of 3 steps done",
            "├─ brokers (parallel strategy) (IN_PROGRESS)",
            "│  ├─ broker-0:[server] (COMPLETE)",
            "│  └─ broker-1:[server] (STARTED)  waits for readiness · 12 s · attempt 2",
            "└─ check (serial strategy) (PENDING)",
            "   └─ broker-0:[check] (PENDING)  waits for phase brokers",
            "Errors:",
            "- broker-2: no such task");
  }

  @Test
  void leavesOutStatusesThatAnOfflinePlanDoesNotHave() {
    assertThat(
            tree.lines(
                Json.parse(
                    """
                    {"name":"deploy","strategy":"serial","phases":[{"name":"a","strategy":"serial",
                     "steps":[{"pod":"hello","index":1,"tasks":["x","y"]}]}]}
                    """)))
        .containsExactly(
            "deploy (serial strategy)", "└─ a (serial strategy)", "   └─ hello-1:[x, y]");
  }
}
