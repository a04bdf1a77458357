/** That nobody takes the API from others, on the real server. */
@NullMarked
package dev.meridian.controlplane.fairness;

import org.jspecify.annotations.NullMarked;
