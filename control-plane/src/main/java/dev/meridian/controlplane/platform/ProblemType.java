package dev.meridian.controlplane.platform;

import java.net.URI;

/**
 * The kinds of problem that the API answers with (RFC 9457). The URI is stable: programs may match
 * on it; the detail is for people and may change.
 */
public enum ProblemType {
  INVALID(422, "invalid", "The request is not valid"),
  MALFORMED(400, "malformed", "The request cannot be read"),
  UNAUTHENTICATED(401, "unauthenticated", "Sign in first"),
  FORBIDDEN(403, "forbidden", "Not allowed"),
  SECOND_FACTOR_REQUIRED(403, "second-factor-required", "Set up a second factor first"),
  VIEWING_ONLY(403, "viewing-only", "Viewing only"),
  NOT_FOUND(404, "not-found", "Not found"),
  METHOD_NOT_ALLOWED(405, "method-not-allowed", "Method not allowed"),
  CONFLICT(409, "conflict", "In conflict with the present state"),
  NAME_TAKEN(409, "name-taken", "The name is taken"),
  TENANT_SUSPENDED(409, "tenant-suspended", "The tenant is suspended"),
  TENANT_DELETING(409, "tenant-deleting", "The tenant is being deleted"),
  NOT_PLACEABLE(409, "not-placeable", "It cannot be placed"),
  QUOTA_EXCEEDED(409, "quota-exceeded", "The quota does not allow it"),
  KEY_REUSED(409, "idempotency-key-reused", "The Idempotency-Key was used for another request"),
  OFFSET_MISMATCH(409, "offset-mismatch", "The upload stands at another offset"),
  GONE(410, "gone", "No longer there"),
  VERSION_CONFLICT(412, "version-conflict", "Changed by somebody else meanwhile"),
  TOO_LARGE(413, "too-large", "Too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "Unsupported media type"),
  PRECONDITION_REQUIRED(428, "precondition-required", "A precondition is required"),
  TOO_MANY_REQUESTS(429, "too-many-requests", "Too many requests"),
  INTERNAL(500, "internal", "Something went wrong on our side"),
  UNAVAILABLE(503, "unavailable", "Not available right now");

  private final int status;
  private final String slug;
  private final URI uri;
  private final String title;

  ProblemType(int status, String slug, String title) {
    this.status = status;
    this.slug = slug;
    this.uri = URI.create("https://meridian.dev/problems/" + slug);
    this.title = title;
  }

  /** The HTTP status that goes with it. */
  public int status() {
    return status;
  }

  /** The last part of the identifier, as it is recorded. */
  public String slug() {
    return slug;
  }

  /** The stable identifier that programs match on. */
  public URI uri() {
    return uri;
  }

  /** A few words for people, the same for every problem of this type. */
  public String title() {
    return title;
  }
}
