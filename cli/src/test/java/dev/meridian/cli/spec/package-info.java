/** The offline commands on files. */
@NullMarked
package dev.meridian.cli.spec;

import org.jspecify.annotations.NullMarked;
