package dev.meridian.controlplane.matrix;

import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Ids;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Sends cells to the server and tells which answers are not those of the matrix. */
final class MatrixRun {
  private static final int AT_ONCE = 4;

  /** Bytes that are nobody's before the package is published that names them: that is recorded. */
  private static final Set<String> PARTS_OF_A_PUBLISH = Set.of("artifactBegin", "artifactAppend");

  private final World world;
  private final Things things;
  private final Http http;

  MatrixRun(RunningControlPlane server) {
    this.http = new Http(server.url());
    this.world = new World(server);
    this.things = new Things(server, world, http);
  }

  World world() {
    return world;
  }

  Things things() {
    return things;
  }

  Http http() {
    return http;
  }

  /** The wrong cells of these blocks, each as a line that says what was expected of whom. */
  List<String> wrong(List<Block> blocks) {
    List<Callable<Optional<String>>> cells = new ArrayList<>();
    for (Block block : blocks) {
      Arrays.stream(Actor.values()).forEach(actor -> cells.add(() -> wrong(block, actor)));
    }
    return all(cells);
  }

  /** Where a foreign tenant's thing is told apart from one that does not exist. */
  List<String> toldApart(List<Block> blocks) {
    List<Callable<Optional<String>>> cells = new ArrayList<>();
    for (Block block : blocks) {
      Set<String> owned = Request.owned(block);
      owned.forEach(kind -> cells.add(() -> toldApart(block, Set.of(kind))));
      if (owned.size() > 1) {
        cells.add(() -> toldApart(block, owned));
      }
    }
    return all(cells);
  }

  private Optional<String> wrong(Block block, Actor actor) {
    String trace = Ids.next().toString().replace("-", "");
    Request request = Request.of(block, things, actor.asksFor()).traced(trace);
    Http.Answer answer = request.send(http, world.token(actor, block.signIn()));
    int expected = block.answers().getOrDefault(actor, 0);
    if (answer.status() != expected) {
      return Optional.of(
          "%s as %s: expected %d and got %d: %s %s: %s"
              .formatted(
                  block.title(),
                  actor.column(),
                  expected,
                  answer.status(),
                  request.method(),
                  request.path(),
                  shortened(answer.body())));
    }
    Optional<Block.Saying> broken =
        block.sayings().stream()
            .filter(one -> one.actor() == actor && !one.holdsFor(answer.body()))
            .findFirst();
    if (broken.isPresent()) {
      return Optional.of(
          "%s as %s: not as written, %s: %s"
              .formatted(block.title(), actor.column(), broken.get(), shortened(answer.body())));
    }
    if (answer.status() < 300
        && request.changes()
        && !PARTS_OF_A_PUBLISH.contains(block.operation())
        && !world.isAudited(trace)) {
      return Optional.of(
          "%s as %s: was done and is in no audit log".formatted(block.title(), actor.column()));
    }
    return leak(actor, request, answer)
        .map(
            mark -> "%s as %s: the answer holds %s".formatted(block.title(), actor.column(), mark));
  }

  private Optional<String> leak(Actor actor, Request request, Http.Answer answer) {
    // Roles of the platform see all; what they may not see is refused as a whole.
    if (actor.home() == Place.ROOT) {
      return Optional.empty();
    }
    for (Place place : Place.values()) {
      if (place != Place.ROOT && !actor.maySee(place)) {
        // A tenant's roles are there for all below it.
        boolean above = actor.home() != null && actor.home().path().startsWith(place.path());
        for (String mark : above ? things.marks(place) : things.marksWithRoles(place)) {
          if (answer.body().contains(mark)
              && request.parts().stream().noneMatch(part -> part.contains(mark))) {
            return Optional.of(mark + " of " + place.path());
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> toldApart(Block block, Set<String> kinds) {
    int expected =
        kinds.contains("tenant") || kinds.size() > 1
            ? block.foreign().getOrDefault("tenant", 404)
            : block.foreign().getOrDefault(kinds.iterator().next(), 404);
    Seen foreign = seen(block, kinds, kind -> things.of(Place.GLOBEX, kind));
    Seen unknown = seen(block, kinds, Request::random);
    String what = "%s with a foreign %s".formatted(block.title(), String.join(" and ", kinds));
    if (foreign.status() != expected) {
      return Optional.of(
          "%s: expected %d and got %d: %s"
              .formatted(what, expected, foreign.status(), shortened(foreign.body())));
    }
    return foreign.equals(unknown)
        ? Optional.empty()
        : Optional.of(
            "%s is told apart from an unknown one:%n  %s%n  %s".formatted(what, foreign, unknown));
  }

  private record Seen(int status, String body) {}

  private Seen seen(Block block, Set<String> kinds, Function<String, String> other) {
    Set<String> replaced = new LinkedHashSet<>();
    Request request = Request.foreign(block, things, kinds, other::apply, replaced);
    Http.Answer answer = request.send(http, world.token(Actor.ADMIN, block.signIn()));
    String body = answer.body().replaceAll("\"traceId\":\"[^\"]*\"", "");
    for (String value : replaced) {
      body = body.replace(value, "<that>");
    }
    return new Seen(answer.status(), body);
  }

  private static List<String> all(List<Callable<Optional<String>>> cells) {
    List<String> wrong = new ArrayList<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
      for (Future<Optional<String>> cell : workers.invokeAll(cells)) {
        cell.get().ifPresent(wrong::add);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
    return wrong;
  }

  private static String shortened(String body) {
    return body.length() > 300 ? body.substring(0, 300) + "…" : body;
  }
}
