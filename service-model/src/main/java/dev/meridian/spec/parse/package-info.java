/**
 * From text to spec: {@link dev.meridian.spec.parse.SpecTemplate} renders the mustache template,
 * {@link dev.meridian.spec.parse.SpecParser} reads the YAML and checks every rule of the grammar.
 * Both answer with all problems of a file at once and never throw for what is in the file.
 */
@NullMarked
package dev.meridian.spec.parse;

import org.jspecify.annotations.NullMarked;
