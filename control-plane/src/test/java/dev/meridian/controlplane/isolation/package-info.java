@NullMarked
package dev.meridian.controlplane.isolation;

import org.jspecify.annotations.NullMarked;
