/** The running application, for tests that talk to it over HTTP. */
@NullMarked
package dev.meridian.controlplane.testing;

import org.jspecify.annotations.NullMarked;
