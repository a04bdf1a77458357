package dev.meridian.controlplane.federation.transfer;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tickets that open the data connection: random, one for each session of an agent, worthless when
 * the session ends. They live in memory, with the stream that they belong to.
 */
@Component
public class Tickets {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Whose ticket it is. */
  record Holder(UUID agentId, long session) {}

  private final ConcurrentHashMap<String, Holder> holders = new ConcurrentHashMap<>();

  /** A ticket for the session, until it is revoked. */
  public String issue(UUID agentId, long session) {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    holders.put(ticket, new Holder(agentId, session));
    return ticket;
  }

  /** Ends a ticket. */
  public void revoke(String ticket) {
    holders.remove(ticket);
  }

  Optional<Holder> holder(@Nullable String ticket) {
    return ticket == null ? Optional.empty() : Optional.ofNullable(holders.get(ticket));
  }
}
