@NullMarked
package dev.meridian.tenancy.secrets;

import org.jspecify.annotations.NullMarked;
