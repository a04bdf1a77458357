package dev.meridian.controlplane.federation.link;

import dev.meridian.controlplane.federation.AgentRefusals;
import dev.meridian.controlplane.federation.ControlPlaneIdentity;
import dev.meridian.controlplane.federation.transfer.Tickets;
import dev.meridian.controlplane.federation.transfer.TransferService;
import dev.meridian.controlplane.federation.trust.ServerCertificates;
import dev.meridian.controlplane.federation.trust.StoredAuthorities;
import dev.meridian.controlplane.platform.Wakeups;
import dev.meridian.tenancy.SealedKeys;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the agent port together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AgentLinkProperties.class)
class LinkConfiguration {

  @Bean
  StoredAuthorities agentAuthorities(SealedKeys keys, InstantSource clock) {
    return new StoredAuthorities(keys, clock);
  }

  /** Calls wait for the database and for other agents' turns; none may hold a carrier thread. */
  @Bean(destroyMethod = "shutdownNow")
  ExecutorService agentCalls() {
    return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("agent-call-", 0).factory());
  }

  @Bean
  LinkParts linkParts(
      ControlPlaneIdentity identity,
      StoredAuthorities authorities,
      SessionStore sessions,
      OrderFeed orders,
      StatusIntake intake,
      NodeStore nodes,
      Streams streams,
      Tickets tickets,
      LinkAudit audit,
      AgentRefusals refusals,
      ExecutorService agentCalls,
      InstantSource clock,
      AgentLinkProperties properties) {
    return new LinkParts(
        new Identity(identity.current().controlPlaneId(), authorities),
        sessions,
        orders,
        intake,
        nodes,
        streams,
        tickets,
        audit,
        refusals,
        agentCalls,
        clock,
        properties.agentHeartbeat(),
        properties.silence());
  }

  @Bean
  Rounds agentRounds(
      Streams streams,
      SessionStore sessions,
      Absences absences,
      Wakeups wakeups,
      InstantSource clock) {
    return new Rounds(streams, sessions, absences, wakeups, clock);
  }

  @Bean
  AgentServer agentServer(
      AgentLinkProperties properties,
      StoredAuthorities authorities,
      Registration registration,
      LinkParts parts,
      TransferService transfer,
      ExecutorService agentCalls,
      Rounds rounds,
      Streams streams,
      SessionStore sessions,
      InstantSource clock) {
    return new AgentServer(
        properties,
        new ServerCertificates(authorities, properties.agentHostNames(), clock),
        List.of(new LinkService(registration, parts), transfer),
        agentCalls,
        rounds,
        streams,
        sessions);
  }
}
