/**
 * The options of a package: what a tenant may choose, as a JSON Schema with defaults; how defaults,
 * stored and given values become one set; and the environment that the service template is rendered
 * with.
 */
@NullMarked
package dev.meridian.spec.options;

import org.jspecify.annotations.NullMarked;
