package dev.meridian.tenancy;

import java.util.Collection;
import java.util.List;

/** What a person may have asked for and cannot get; messages are fit to be shown. */
public abstract sealed class TenancyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TenancyException(String message) {
    super(message);
  }

  /** It does not exist, or not for this caller: the two are told apart by nobody. */
  public static final class NotFound extends TenancyException {
    private static final long serialVersionUID = 1L;

    public NotFound(String thing, String name) {
      super(
          "%s '%s' does not exist or is not yours to see. Check the name.".formatted(thing, name));
    }
  }

  /** The caller sees the thing and may not do this with it. */
  public static final class Forbidden extends TenancyException {
    private static final long serialVersionUID = 1L;

    public Forbidden(String permission, String where) {
      super(
          "You may not do this: it needs the permission %s on %s. Ask an administrator for a role that has it."
              .formatted(permission, where));
    }
  }

  /** The caller would give a permission that it does not have itself. */
  public static final class NotHeld extends TenancyException {
    private static final long serialVersionUID = 1L;
    private final String field;

    NotHeld(String field, String what, String where, Collection<String> missing) {
      super(
          "%s gives %s, which you do not have on %s yourself. Leave that out, or ask somebody who has it."
              .formatted(what, String.join(", ", missing), where));
      this.field = field;
    }

    public String field() {
      return field;
    }
  }

  /** The tenant, or one above it, is suspended: nothing is changed there. */
  public static final class Suspended extends TenancyException {
    private static final long serialVersionUID = 1L;

    public Suspended(String path, String reason) {
      super(
          "Tenant '%s' is suspended%s. What runs goes on, and you can read everything; changes are possible again when an administrator of the tenant above resumes it."
              .formatted(path, reason.isEmpty() ? "" : " (" + reason + ")"));
    }
  }

  /** Somebody has asked for the deletion of the tenant, or of one above it: nothing is changed. */
  public static final class Deleting extends TenancyException {
    private static final long serialVersionUID = 1L;

    public Deleting(String path, String reason) {
      super(
          "Tenant '%s' is being deleted%s. You can read and export it; an administrator of the tenant above can restore it as long as its grace period lasts."
              .formatted(path, reason.isEmpty() ? "" : " (" + reason + ")"));
    }
  }

  /** Nobody is signed in, or the account is disabled. */
  public static final class NotSignedIn extends TenancyException {
    private static final long serialVersionUID = 1L;

    public NotSignedIn() {
      super("You are not signed in. Sign in and try again.");
    }
  }

  /** The name is taken by another thing of the same kind. */
  public static final class NameTaken extends TenancyException {
    private static final long serialVersionUID = 1L;

    public NameTaken(String thing, String name) {
      super("%s '%s' exists already. Choose another name.".formatted(thing, name));
    }
  }

  /** The thing cannot go while others need it. */
  public static final class InUse extends TenancyException {
    private static final long serialVersionUID = 1L;

    public InUse(String thing, String name, List<String> users) {
      super(
          "%s '%s' is used by %s. Uninstall or change what uses it first."
              .formatted(thing, name, String.join(", ", users)));
    }
  }

  /** What is asked for does not go with how things are now. */
  public static final class Conflict extends TenancyException {
    private static final long serialVersionUID = 1L;

    public Conflict(String message) {
      super(message);
    }
  }

  /** A value does not have the form that it needs. */
  public static final class Invalid extends TenancyException {
    private static final long serialVersionUID = 1L;
    private final String field;

    /**
     * @param field name of the value in the request body
     */
    public Invalid(String field, String message) {
      super(message);
      this.field = field;
    }

    public String field() {
      return field;
    }
  }

  /** A claim does not fit under a limit of the tenant or of an ancestor. */
  public static final class QuotaExceeded extends TenancyException {
    private static final long serialVersionUID = 1L;
    private final String tenantPath;
    private final String scope;
    private final Resource resource;
    private final long limit;
    private final long used;
    private final long guaranteed;
    private final long asked;

    QuotaExceeded(String tenantPath, Climb.Refusal refusal) {
      super(message(tenantPath, refusal));
      Counter counter = refusal.before();
      this.tenantPath = tenantPath;
      this.scope = counter.key().scope().text();
      this.resource = counter.key().resource();
      this.limit = counter.limit() == null ? Long.MAX_VALUE : counter.limit();
      this.used = counter.used();
      this.guaranteed = refusal.after().reserved();
      this.asked = refusal.after().used() - counter.used();
    }

    private static String message(String tenantPath, Climb.Refusal refusal) {
      Counter counter = refusal.before();
      Resource resource = counter.key().resource();
      QuotaScope scope = counter.key().scope();
      long guaranteed = refusal.after().reserved();
      return "The quota of tenant '%s' for %s%s is exceeded: %s of %s are used%s and %s more were asked for. Ask for less, free some, or ask a platform administrator for a higher limit."
          .formatted(
              tenantPath,
              resource.key(),
              switch (scope.kind()) {
                case ALL -> "";
                case REGION -> " in region '" + scope.name() + "'";
                case PACKAGE -> " of package '" + scope.name() + "'";
              },
              resource.show(counter.used()),
              resource.show(counter.limit() == null ? Long.MAX_VALUE : counter.limit()),
              guaranteed == 0 ? "" : ", " + resource.show(guaranteed) + " are guaranteed to others",
              resource.show(refusal.after().used() - counter.used()));
    }

    public String tenantPath() {
      return tenantPath;
    }

    /** What the limit is about, as {@link QuotaScope} writes it. */
    public String scope() {
      return scope;
    }

    public Resource resource() {
      return resource;
    }

    public long limit() {
      return limit;
    }

    public long used() {
      return used;
    }

    /** What is kept for others who do not use it yet. */
    public long guaranteed() {
      return guaranteed;
    }

    /** What was asked for beyond what the holder had. */
    public long asked() {
      return asked;
    }
  }
}
