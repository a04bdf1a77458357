package dev.meridian.tenancy.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Every hash of the audit log, version 1. Each kind begins with a domain of its own, so that none
 * can be passed off as another; parts of variable length come last, or are closed by a zero byte.
 */
public final class ChainHashes {
  /** The length of a salt in bytes. */
  public static final int SALT = 32;

  private ChainHashes() {}

  /** What the first entry of a tenant's chain follows. */
  public static Sha256 genesis(UUID tenant) {
    return Sha256.digest(domain("genesis"), bytes(tenant));
  }

  /** Of an event's canonical form. */
  public static Sha256 payload(JsonNode event) {
    return Sha256.digest(domain("payload"), CanonicalJson.bytes(event));
  }

  /** Of an entry: what it says at which place of whose chain, after which entry. */
  public static Sha256 link(UUID tenant, long position, Sha256 previous, Sha256 payload) {
    return Sha256.digest(
        domain("link"), bytes(tenant), bytes(position), previous.bytes(), payload.bytes());
  }

  /**
   * What stays of an erasable value. Without the salt nobody can test a guess of the value.
   *
   * @param salt 32 random bytes, another for each value
   */
  public static Sha256 commitment(String field, byte[] salt, String value) {
    return Sha256.digest(
        domain("field"),
        field.getBytes(StandardCharsets.UTF_8),
        new byte[1],
        salt,
        value.getBytes(StandardCharsets.UTF_8));
  }

  /** Of a thing as it was before or after a change. */
  public static Sha256 state(JsonNode thing) {
    return Sha256.digest(domain("state"), CanonicalJson.bytes(thing));
  }

  /** The leaf of a chain's head in the tree that an anchor signs. */
  public static Sha256 leaf(UUID tenant, ChainHead head) {
    return Sha256.digest(
        domain("leaf"), bytes(tenant), bytes(head.position()), head.hash().bytes());
  }

  static Sha256 node(Sha256 left, Sha256 right) {
    return Sha256.digest(domain("node"), left.bytes(), right.bytes());
  }

  /** What follows on an anchor names it by this. */
  static Sha256 statement(String canonical) {
    return Sha256.digest(domain("statement"), canonical.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] domain(String kind) {
    return ("meridian/audit/1/" + kind + "\0").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(8).putLong(number).array();
  }
}
