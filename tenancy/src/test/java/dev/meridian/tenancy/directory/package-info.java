@NullMarked
package dev.meridian.tenancy.directory;

import org.jspecify.annotations.NullMarked;
