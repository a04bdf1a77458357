package dev.meridian.cli.api;

/** The control plane answered, and the answer is no. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public Refused(Problem problem) {
    super(problem.title() + (problem.detail().isEmpty() ? "" : ": " + problem.detail()));
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }

  /** Whether the answer may be another one in a moment: too many requests, or the database away. */
  public boolean isForNow() {
    return problem.status() == 429 || problem.status() == 503;
  }
}
