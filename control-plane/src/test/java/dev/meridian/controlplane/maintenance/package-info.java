@NullMarked
package dev.meridian.controlplane.maintenance;

import org.jspecify.annotations.NullMarked;
