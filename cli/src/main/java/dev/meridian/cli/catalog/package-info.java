/** Commands about packages: what is published, and how to check, build and publish one. */
@NullMarked
package dev.meridian.cli.catalog;

import org.jspecify.annotations.NullMarked;
