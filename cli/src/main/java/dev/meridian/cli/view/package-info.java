/**
 * How values look in a terminal: tables, labelled lines, plan trees, problems, sizes and colours.
 * Turns values into lines and knows nothing about where they come from.
 */
@NullMarked
package dev.meridian.cli.view;

import org.jspecify.annotations.NullMarked;
