/** Tests of what the API's document says. */
@NullMarked
package dev.meridian.controlplane.apidocument;

import org.jspecify.annotations.NullMarked;
