/** What values look like in a terminal. */
@NullMarked
package dev.meridian.cli.view;

import org.jspecify.annotations.NullMarked;
