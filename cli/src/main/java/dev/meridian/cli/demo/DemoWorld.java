package dev.meridian.cli.demo;

import java.util.List;

/** What the demo builds: regions and nodes, tenants, people. */
final class DemoWorld {
  static final String TENANT = "acme/streams";
  static final String INSTANCE = "kafka";
  static final String PACKAGE = "kafka";
  static final String PORTS = "20000-20999";

  static final List<DemoRegion> REGIONS =
      List.of(
          new DemoRegion("hq", "on-prem", "Headquarters"),
          new DemoRegion("aws-eu-west-1", "aws", "AWS Ireland"),
          new DemoRegion("edge-paris", "edge", "Paris plant"));

  static final List<DemoNode> NODES =
      List.of(
          new DemoNode("hq-1", "hq", "a", "127.0.10.1"),
          new DemoNode("hq-2", "hq", "b", "127.0.10.2"),
          new DemoNode("aws-1", "aws-eu-west-1", "eu-west-1a", "127.0.20.1"),
          new DemoNode("aws-2", "aws-eu-west-1", "eu-west-1b", "127.0.20.2"),
          new DemoNode("edge-1", "edge-paris", "plant", "127.0.30.1"));

  static final List<DemoTenant> TENANTS =
      List.of(
          new DemoTenant("acme", "Acme"),
          new DemoTenant(TENANT, "Acme Streams"),
          new DemoTenant("globex", "Globex"));

  static final DemoPerson ADMIN = new DemoPerson("admin", "Administrator", "platform-admin", "-");
  static final DemoPerson DEVELOPER =
      new DemoPerson("dana", "Dana Developer", "tenant-developer", TENANT);
  static final DemoPerson FINANCE = new DemoPerson("fin", "Fin Finance", "finance", "-");
  static final List<DemoPerson> PEOPLE = List.of(ADMIN, DEVELOPER, FINANCE);

  private DemoWorld() {}

  record DemoRegion(String name, String provider, String displayName) {}

  record DemoNode(String name, String region, String zone, String address) {}

  record DemoTenant(String path, String displayName) {}

  /** Somebody who can sign in; the tenant "-" is the platform. */
  record DemoPerson(String username, String displayName, String role, String tenant) {}
}
