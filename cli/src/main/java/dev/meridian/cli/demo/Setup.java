package dev.meridian.cli.demo;

import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.api.Problem;
import dev.meridian.cli.api.Refused;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Fills a control plane through its API with what the demo needs; leaves what is there alone. */
final class Setup {
  private final Api admin;

  Setup(Api admin) {
    this.admin = admin;
  }

  void regions() {
    Set<String> known = texts("/regions", "/name");
    for (DemoWorld.DemoRegion region : DemoWorld.REGIONS) {
      if (!known.contains(region.name())) {
        admin.post(
            "/regions",
            Json.object()
                .put("name", region.name())
                .put("provider", region.provider())
                .put("network", "demo")
                .put("displayName", region.displayName()));
      }
    }
  }

  /** Names of the nodes that joined already. */
  Set<String> joinedNodes() {
    return texts("/nodes", "/name");
  }

  /** A token for one node, good for once. */
  String joinToken(DemoWorld.DemoNode node) {
    return Json.text(
        admin.post(
            "/regions/" + node.region() + "/join-tokens",
            Json.object().put("uses", 1).put("expiresIn", "PT10M").put("zone", node.zone())),
        "/token");
  }

  void tenants() {
    Set<String> known = texts("/tenants", "/path");
    for (DemoWorld.DemoTenant tenant : DemoWorld.TENANTS) {
      if (!known.contains(tenant.path())) {
        int slash = tenant.path().lastIndexOf('/');
        ObjectNode request =
            Json.object()
                .put("name", tenant.path().substring(slash + 1))
                .put("displayName", tenant.displayName());
        if (slash > 0) {
          request.put("parent", tenant.path().substring(0, slash));
        }
        admin.post("/tenants", request);
      }
    }
  }

  void people(SignIns signIns) {
    for (DemoWorld.DemoPerson person : DemoWorld.PEOPLE) {
      String members = "/tenants/" + person.tenant().replace("/", "~") + "/members";
      if (!texts(members, "/username").contains(person.username())) {
        admin.post(
            members,
            Json.object()
                .put("username", person.username())
                .put("displayName", person.displayName())
                .put("role", person.role())
                .put("password", signIns.of(person)));
      }
    }
  }

  /** Installs the demo's service as its developer; says whether it was there before. */
  static boolean install(Api developer) {
    String instances = "/tenants/" + DemoWorld.TENANT.replace("/", "~") + "/instances";
    if (developer.find(instances + "/" + DemoWorld.INSTANCE).isPresent()) {
      return true;
    }
    ObjectNode request =
        Json.object().put("name", DemoWorld.INSTANCE).put("package", DemoWorld.PACKAGE);
    request.putObject("options").putObject("brokers").put("count", 3);
    ObjectNode placement = request.putObject("placement").put("spread", "REGIONS");
    placement.set(
        "regions", Json.texts(DemoWorld.REGIONS.stream().map(DemoWorld.DemoRegion::name).toList()));
    try {
      developer.post(instances, request);
      return false;
    } catch (Refused refused) {
      Problem problem = refused.problem();
      if (problem.status() == 409 && problem.type().endsWith("name-taken")) {
        return true;
      }
      throw refused;
    }
  }

  private Set<String> texts(String path, String pointer) {
    return admin.all(path).stream()
        .map(item -> Json.text(item, pointer))
        .collect(Collectors.toSet());
  }
}
