package dev.meridian.spec;

import java.util.Locale;

/** In which order the phases of a plan or the steps of a phase are candidates. */
public enum Strategy {
  SERIAL,
  PARALLEL,
  CANARY,
  SERIAL_CANARY,
  PARALLEL_CANARY;

  /** The name that specs and people use: {@code serial-canary}. */
  public String display() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** True when the first steps wait for a person. */
  public boolean isCanary() {
    return this == CANARY || this == SERIAL_CANARY || this == PARALLEL_CANARY;
  }
}
