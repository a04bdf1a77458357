package dev.meridian.controlplane.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * The problem that a request was answered with, for those who look at it afterwards.
 *
 * @param detail as the caller was told
 * @param recorded whether who refused it has written so to the audit log
 */
public record AnsweredProblem(ProblemType type, String detail, boolean recorded) {
  private static final String ATTRIBUTE = AnsweredProblem.class.getName();

  /** Of a request that was answered with one. */
  public static Optional<AnsweredProblem> of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof AnsweredProblem problem
        ? Optional.of(problem)
        : Optional.empty();
  }

  void keepFor(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }
}
