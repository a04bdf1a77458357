/**
 * YAML with positions: a file becomes a tree whose every element knows its line and column, within
 * bounds on size, depth and expansion, and {@link dev.meridian.spec.yaml.Keys} reads a mapping so
 * that each mistake is reported where it is and unknown keys are found.
 */
@NullMarked
package dev.meridian.spec.yaml;

import org.jspecify.annotations.NullMarked;
