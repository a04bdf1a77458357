@NullMarked
package dev.meridian.tenancy.keys;

import org.jspecify.annotations.NullMarked;
