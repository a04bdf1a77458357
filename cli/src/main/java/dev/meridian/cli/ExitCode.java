package dev.meridian.cli;

/**
 * How a command ends, for scripts. The numbers are a contract and listed in the module's README.
 */
public enum ExitCode {
  OK(0),
  /** Refused or failed for a reason that none of the others names. */
  FAILED(1),
  /** The command line itself is wrong. */
  USAGE(2),
  /** Not signed in, or signed in without the right. */
  FORBIDDEN(3),
  NOT_FOUND(4),
  /** A name is taken, something changed meanwhile, or no node can take the pods. */
  CONFLICT(5),
  /** The control plane does not answer. */
  UNREACHABLE(6),
  /** What was waited for did not come in time. */
  TIMED_OUT(7);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** The exit code for an HTTP answer that is no success. */
  public static ExitCode ofHttpStatus(int status) {
    return switch (status) {
      case 401, 403 -> FORBIDDEN;
      case 404, 410 -> NOT_FOUND;
      case 409, 412 -> CONFLICT;
      case 502, 503, 504 -> UNREACHABLE;
      default -> FAILED;
    };
  }
}
