/** Tests of the federation with a scripted agent over real TLS and a real database. */
@NullMarked
package dev.meridian.controlplane.federation;

import org.jspecify.annotations.NullMarked;
