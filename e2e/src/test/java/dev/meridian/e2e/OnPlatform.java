package dev.meridian.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test gets a {@link Platform} that it shares with other tests of the run; it is started for
 * the first of them and closed after the last. What a test breaks it mends; what it must have for
 * itself it makes with {@link Platform#site}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedPlatforms.class)
@interface OnPlatform {
  /** Which platform. */
  Kind value() default Kind.THREE_NODES;

  /** The platforms that there are. */
  enum Kind {
    /** Three nodes in the regions hq and edge; the control plane has its own database. */
    THREE_NODES,
    /** No node; the database is a server that a test may stop, set back and look into. */
    OUTSIDE_DATABASE
  }
}
