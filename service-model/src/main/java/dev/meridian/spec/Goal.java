package dev.meridian.spec;

/** When a task is done. */
public enum Goal {
  /** Keep it running. */
  RUNNING,
  /** Run it to exit 0, again whenever its configuration changes. */
  FINISH,
  /** Run it to exit 0 once in the life of the instance. */
  ONCE
}
