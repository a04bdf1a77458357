/** What a check finds when somebody touched a log, and that it finds nothing else. */
@NullMarked
package dev.meridian.tenancy.audit;

import org.jspecify.annotations.NullMarked;
