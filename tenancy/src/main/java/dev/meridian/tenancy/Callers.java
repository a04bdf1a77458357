package dev.meridian.tenancy;

import java.util.Optional;

/** Who is calling. */
public final class Callers {
  private final CallerSource source;

  public Callers(CallerSource source) {
    this.source = source;
  }

  /**
   * The caller of the running request.
   *
   * @throws TenancyException.NotSignedIn when there is none
   */
  public Caller current() {
    return find().orElseThrow(TenancyException.NotSignedIn::new);
  }

  /** The caller of the running request; empty in background work. */
  public Optional<Caller> find() {
    return source.caller();
  }

  /** Whether what the caller showed is still good, for what goes on after the request. */
  public boolean stands(Caller caller) {
    return source.stands(caller);
  }
}
