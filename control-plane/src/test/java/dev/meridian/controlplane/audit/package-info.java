/** Chains, anchors and what a check says, on a real database that its owner tampers with. */
@NullMarked
package dev.meridian.controlplane.audit;

import org.jspecify.annotations.NullMarked;
