package dev.meridian.cli.instances;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.EventLines;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.api.Unreachable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Prints or follows the log of a task. */
@Command(
    name = "logs",
    description = {
      "Print the last lines of a task's log, or follow it.",
      "With --json: an object with its text for each line."
    })
public final class LogsCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "INSTANCE")
  String instance = "";

  @Parameters(index = "1", paramLabel = "POD", description = "Such as broker-0.")
  String pod = "";

  @Parameters(
      index = "2",
      paramLabel = "TASK",
      arity = "0..1",
      description = "Such as server; may be left out when the pod has one task.")
  @Nullable String task;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with new lines.")
  boolean follow;

  @Option(names = "--tail", defaultValue = "200", description = "Lines (${DEFAULT-VALUE}).")
  int tail;

  @Option(names = "--stderr", description = "The error stream instead of standard output.")
  boolean stderr;

  LogsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String podPath = InstancePath.of(session, instance) + "/pods/" + Api.encode(pod);
    String path =
        "%s/tasks/%s/logs?stream=%s&tail=%d&follow=%s"
            .formatted(
                podPath,
                Api.encode(task == null ? onlyTask(podPath) : task),
                stderr ? "stderr" : "stdout",
                tail,
                follow);
    try (InputStream body =
        session.api().open(path, follow ? "text/event-stream" : "text/plain").body()) {
      if (follow) {
        EventLines.read(body, this::show);
      } else if (session.wantsJson()) {
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))
            .lines()
            .forEach(this::print);
      } else {
        body.transferTo(session.terminal().out());
        session.terminal().out().flush();
      }
    } catch (IOException broken) {
      throw new Unreachable(session.api().url(), broken);
    }
    return ExitCode.OK.number();
  }

  private boolean show(EventLines.Event event) {
    JsonNode data = Json.parse(event.data());
    if (event.name().equals("end")) {
      session.terminal().err().println("(" + Json.text(data, "/reason") + ")");
      return false;
    }
    if (event.name().equals("line")) {
      print(Json.text(data, "/text"));
    }
    return true;
  }

  private void print(String line) {
    session
        .terminal()
        .out()
        .println(session.wantsJson() ? Json.compact(Json.object().put("text", line)) : line);
  }

  private String onlyTask(String podPath) {
    List<String> tasks =
        session.api().get(podPath).path("tasks").values().stream()
            .map(each -> Json.text(each, "/name"))
            .map(name -> name.startsWith(pod + "-") ? name.substring(pod.length() + 1) : name)
            .toList();
    if (tasks.size() == 1) {
      return tasks.getFirst();
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        tasks.isEmpty()
            ? pod + " has no task yet, so it has no log"
            : pod + " has several tasks. Name one: " + String.join(", ", tasks));
  }
}
