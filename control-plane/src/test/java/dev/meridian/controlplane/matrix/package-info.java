/** The tenant matrix: what each operation answers to whom, as data, against the real server. */
@NullMarked
package dev.meridian.controlplane.matrix;

import org.jspecify.annotations.NullMarked;
