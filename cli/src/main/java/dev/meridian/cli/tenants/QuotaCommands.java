package dev.meridian.cli.tenants;

import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import dev.meridian.cli.view.Units;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What tenants may claim: limits, and shares that are theirs for sure. */
@Command(name = "quota", description = "Limits and guarantees of a tenant (see --tenant).")
public final class QuotaCommands extends CommandGroup {
  private static final Set<String> RESOURCES =
      Set.of("cpus", "memory", "disk", "pods", "gpus", "instances", "volumes", "secrets");

  private static final Table LINES =
      Table.of(
          Column.text("RESOURCE", "/resource"),
          Column.right("USED", line -> amount(line, "/used")),
          Column.right("MAY REACH", line -> amount(line, "/limit")),
          Column.right("GUARANTEED", line -> amount(line, "/guarantee")),
          Column.text("LIMITED BY", "/limitedBy"));

  private static final Table STANDING =
      Table.of(
          Column.text("TENANT", "/tenant"),
          Column.text("SCOPE", "/scope"),
          Column.text("RESOURCE", "/resource"),
          Column.right("LIMIT", one -> amount(one, "/limit")),
          Column.right("GUARANTEE", one -> amount(one, "/guarantee")),
          Column.right("USED", one -> amount(one, "/used")),
          Column.right("FOR OTHERS", one -> amount(one, "/reserved")));

  private final Session session;

  QuotaCommands(Session session) {
    this.session = session;
  }

  @Command(description = "Show what the tenant uses, may reach, and which limits are on the way.")
  int show(
      @Option(names = "--limits", description = "List each limit and guarantee on the way up.")
          boolean limits) {
    JsonNode quota = session.api().get(path());
    if (session.wantsJson()) {
      return session.printOne(quota, LINES);
    }
    return limits
        ? session.printList(
            List.copyOf(quota.path("standing").values()), STANDING, "Nothing limits this tenant.")
        : session.printList(List.copyOf(quota.path("lines").values()), LINES, "");
  }

  @Command(description = "Change limits and guarantees; those that are not named stay.")
  int set(
      @Option(
              names = "--limit",
              paramLabel = "[SCOPE/]RESOURCE=AMOUNT",
              description =
                  "cpus=8, memory=64Gi, region:eu/pods=50, package:kafka/instances=3, pods=none;"
                      + " may be repeated.")
          @Nullable Map<String, String> limits,
      @Option(
              names = "--guarantee",
              paramLabel = "[SCOPE/]RESOURCE=AMOUNT",
              description = "A share that no other tenant can take; may be repeated.")
          @Nullable Map<String, String> guarantees) {
    if (limits == null && guarantees == null) {
      throw wrongUse("Say what to change: --limit or --guarantee");
    }
    HttpResponse<String> read =
        session.api().send("GET", path(), BodyPublishers.noBody(), Map.of());
    Map<String, ObjectNode> settings = new LinkedHashMap<>();
    for (JsonNode one : Json.parse(read.body()).path("limits").values()) {
      settings.put(Json.text(one, "/scope") + "/" + Json.text(one, "/resource"), (ObjectNode) one);
    }
    change(settings, "limit", limits == null ? Map.of() : limits);
    change(settings, "guarantee", guarantees == null ? Map.of() : guarantees);
    ArrayNode kept =
        Json.array(
            settings.values().stream()
                .filter(one -> one.path("limit").isNumber() || one.path("guarantee").isNumber())
                .toList());
    String tag = read.headers().firstValue("ETag").orElse("*");
    HttpResponse<String> written =
        session
            .api()
            .send(
                "PUT",
                path(),
                BodyPublishers.ofString(Json.compact(Json.object().set("limits", kept))),
                Map.of("Content-Type", "application/json", "If-Match", tag));
    JsonNode quota = Json.parse(written.body());
    return session.wantsJson()
        ? session.printOne(quota, LINES)
        : session.printList(
            List.copyOf(quota.path("standing").values()), STANDING, "Nothing limits this tenant.");
  }

  private void change(Map<String, ObjectNode> settings, String what, Map<String, String> changes) {
    changes.forEach(
        (name, amount) -> {
          int slash = name.lastIndexOf('/');
          String scope = slash < 0 ? "all" : name.substring(0, slash);
          String resource = name.substring(slash + 1);
          if (!RESOURCES.contains(resource)) {
            throw wrongUse("\"" + resource + "\" has no limit. Give one of " + sorted());
          }
          ObjectNode one =
              settings.computeIfAbsent(
                  scope + "/" + resource,
                  key -> Json.object().put("scope", scope).put("resource", resource));
          if (amount.equals("none")) {
            one.remove(what);
          } else {
            one.put(what, amount(what, resource, amount));
          }
        });
  }

  private BigDecimal amount(String what, String resource, String amount) {
    try {
      return resource.equals("memory") || resource.equals("disk")
          ? BigDecimal.valueOf(Units.size(amount))
          : new BigDecimal(amount);
    } catch (NumberFormatException noNumber) {
      throw wrongUse("--" + what + " " + resource + "=" + amount + ": no number and not none");
    } catch (IllegalArgumentException noSize) {
      throw wrongUse("--" + what + " " + resource + ": " + noSize.getMessage());
    }
  }

  private static String sorted() {
    return String.join(", ", RESOURCES.stream().sorted().toList());
  }

  private String path() {
    return session.tenantPath() + "/quota";
  }

  private static String amount(JsonNode line, String pointer) {
    if (!line.at(pointer).isNumber()) {
      return "";
    }
    String resource = Json.text(line, "/resource");
    return resource.equals("memory") || resource.equals("disk")
        ? Units.bytes(line.at(pointer).asLong(0))
        : Units.number(line.at(pointer).asDouble(0));
  }
}
