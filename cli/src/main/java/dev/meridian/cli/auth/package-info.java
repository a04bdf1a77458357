/** Who the caller is: signing in and out, the token file, and the tokens that requests carry. */
@NullMarked
package dev.meridian.cli.auth;

import org.jspecify.annotations.NullMarked;
