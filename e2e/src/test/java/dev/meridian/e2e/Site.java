package dev.meridian.e2e;

import java.util.List;
import java.util.Optional;

/**
 * A region with one node that one test has for itself on a platform that it shares. Closing it ends
 * the agent and its tasks; the node stays, unreachable.
 */
final class Site implements AutoCloseable {
  private final Platform platform;
  private final AgentProcess agent;

  Site(Platform platform, AgentProcess agent) {
    this.platform = platform;
    this.agent = agent;
  }

  /** Lets the node join and waits until it can be used. */
  Site join() {
    joinSoon();
    awaitReady();
    return this;
  }

  /** Lets the node join; returns at once. */
  void joinSoon() {
    agent.start(Optional.of(platform.joinToken(region())));
  }

  void awaitReady() {
    platform.awaitReady(agent.node().name());
  }

  AgentProcess agent() {
    return agent;
  }

  TestNode node() {
    return agent.node();
  }

  String region() {
    return agent.node().region();
  }

  /** Installs hello-world under the region's name here, and waits until it is deployed. */
  void installHello() {
    installHello("{}");
  }

  /**
   * @param options JSON of the group {@code hello}
   */
  void installHello(String options) {
    platform.publish("hello-world");
    platform.services().install(region(), "hello-world", region(), "{\"hello\": " + options + "}");
  }

  /** Every start of a task here. */
  List<Launch> launches() {
    return agent.node().launches();
  }

  @Override
  public void close() {
    agent.stopEverything();
  }
}
