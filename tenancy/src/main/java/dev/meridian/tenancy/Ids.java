package dev.meridian.tenancy;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.UUID;

/** Ids are UUIDv7: ordered by the time they were made, so that indexes grow at one end. */
public final class Ids {
  private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

  private Ids() {}

  /** A new id; safe from any thread. Not a secret: it can be guessed from its neighbours. */
  public static UUID next() {
    return GENERATOR.generate();
  }
}
