/**
 * The public API as its client sees it: requests, answers, problem details, pages, live events and
 * resumable uploads. Knows HTTP and JSON, and no command.
 */
@NullMarked
package dev.meridian.cli.api;

import org.jspecify.annotations.NullMarked;
