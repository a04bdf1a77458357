package dev.meridian.tenancy;

import dev.meridian.tenancy.audit.ChainHashes;
import dev.meridian.tenancy.audit.Sha256;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is to be recorded about a call. Never holds the value of a secret.
 *
 * @param action {@code <resource>.<verb>}, such as {@code instance.install}
 * @param subject the name of the thing, for people
 * @param result how it ended, for programs: {@code done}, or the slug of the problem
 * @param before digest of the thing as it was; null when it was not there or is not known
 * @param after digest of the thing as it is now; null when it is gone or not known
 * @param origin who asked, where that is not the caller of the running request; null: it is
 */
public record AuditNote(
    String action,
    String subject,
    java.util.@Nullable UUID subjectId,
    Map<String, ?> detail,
    @Nullable String result,
    @Nullable Sha256 before,
    @Nullable Sha256 after,
    @Nullable AuditOrigin origin) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A note without digests about what the running caller does. */
  public static AuditNote of(
      String action, String subject, java.util.@Nullable UUID subjectId, Map<String, ?> detail) {
    return new AuditNote(action, subject, subjectId, detail, null, null, null, null);
  }

  /**
   * With digests of the thing before and after, as its JSON form says it.
   *
   * @param was null when it was not there
   * @param is null when it is gone
   */
  public AuditNote changing(@Nullable Object was, @Nullable Object is) {
    return new AuditNote(
        action, subject, subjectId, detail, result, digest(was), digest(is), origin);
  }

  /**
   * With the digest of the thing before; the one of the thing after is made when it is recorded.
   */
  public AuditNote from(@Nullable Sha256 was) {
    return from(was, after);
  }

  AuditNote from(@Nullable Sha256 was, @Nullable Sha256 is) {
    return new AuditNote(action, subject, subjectId, detail, result, was, is, origin);
  }

  public AuditNote ending(String slug) {
    return new AuditNote(action, subject, subjectId, detail, slug, before, after, origin);
  }

  public AuditNote askedBy(AuditOrigin other) {
    return new AuditNote(action, subject, subjectId, detail, result, before, after, other);
  }

  private static @Nullable Sha256 digest(@Nullable Object thing) {
    return thing == null ? null : ChainHashes.state(JSON.valueToTree(thing));
  }
}
