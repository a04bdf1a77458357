/**
 * Turns a package folder into a bundle that can be published: resolves its artifacts, locks them by
 * digest, and lays package and artifacts out by content. {@link
 * dev.meridian.cli.packages.PackageBuilder} is the way in.
 */
@NullMarked
package dev.meridian.cli.packages;

import org.jspecify.annotations.NullMarked;
