package dev.meridian.controlplane.platform;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a controller's signature does not tell of its problems, for the API's document. What it
 * tells is declared without this: a body may be malformed or invalid, a path may name what is not
 * there, a precondition may not hold.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Problems {
  /** Problems beside those that the signature tells. */
  ProblemType[] also() default {};

  /** Whether everybody who is signed in may do it, so that nobody is forbidden to. */
  boolean forEverybody() default false;
}
