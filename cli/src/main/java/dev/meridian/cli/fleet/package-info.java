/** Commands about what pods run on: regions, nodes and volumes. */
@NullMarked
package dev.meridian.cli.fleet;

import org.jspecify.annotations.NullMarked;
