package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemType;
import org.springframework.security.access.AccessDeniedException;

/** Why a filter refused a request of somebody who is signed in; the message is for that person. */
abstract class DeniedByFilter extends AccessDeniedException {
  private static final long serialVersionUID = 1L;

  private final ProblemType type;

  DeniedByFilter(ProblemType type, String detail) {
    super(detail);
    this.type = type;
  }

  ProblemType type() {
    return type;
  }
}
