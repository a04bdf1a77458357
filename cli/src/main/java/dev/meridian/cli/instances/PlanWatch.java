package dev.meridian.cli.instances;

import dev.meridian.cli.ExitCode;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.api.Refused;
import dev.meridian.cli.api.Unreachable;
import dev.meridian.cli.view.LiveLines;
import dev.meridian.cli.view.Palette;
import dev.meridian.cli.view.PlanTree;
import dev.meridian.cli.view.Terminal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Watches a plan until it is COMPLETE, has an ERROR, or the time is over. Lives through a control
 * plane that is away for a while: it says so and goes on.
 */
public final class PlanWatch {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Api api;
  private final Terminal terminal;
  private final PlanTree tree;
  private final Clock clock;

  public PlanWatch(Api api, Terminal terminal, Palette palette, Clock clock) {
    this.api = api;
    this.terminal = terminal;
    this.tree = new PlanTree(palette, clock);
    this.clock = clock;
  }

  /** How a watch ended, and the plan as it was then. */
  public record Outcome(ExitCode exitCode, JsonNode plan) {}

  /**
   * Watches.
   *
   * @param path the plan in the API
   * @param quiet shows nothing
   */
  public Outcome until(String path, Duration timeout, boolean quiet) {
    Instant deadline = clock.instant().plus(timeout);
    LiveLines live = new LiveLines(terminal);
    JsonNode plan = Json.object();
    while (true) {
      try {
        plan = api.get(path);
        show(live, tree.lines(plan), quiet);
      } catch (Unreachable away) {
        if (clock.instant().isAfter(deadline)) {
          throw away;
        }
        show(live, List.of("The control plane does not answer; asking again …"), quiet);
      } catch (Refused refused) {
        if (!refused.isForNow() || clock.instant().isAfter(deadline)) {
          throw refused;
        }
        show(live, List.of(refused.getMessage() + " Asking again …"), quiet);
      }
      switch (Json.text(plan, "/status")) {
        case "COMPLETE" -> {
          return new Outcome(ExitCode.OK, plan);
        }
        case "ERROR" -> {
          return new Outcome(ExitCode.FAILED, plan);
        }
        default -> {
          if (clock.instant().isAfter(deadline)) {
            return new Outcome(ExitCode.TIMED_OUT, plan);
          }
        }
      }
      pause();
    }
  }

  private static void show(LiveLines live, List<String> lines, boolean quiet) {
    if (!quiet) {
      live.show(lines);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new dev.meridian.cli.CommandFailure(ExitCode.FAILED, "Watching was interrupted");
    }
  }
}
