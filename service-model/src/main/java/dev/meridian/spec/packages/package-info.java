/**
 * Packages as authors write them: a folder of metadata, options, service template, config templates
 * and artifacts, read with every problem at once, checked by {@link
 * dev.meridian.spec.packages.PackageLint}, and the lock that fixes each artifact by its digest.
 */
@NullMarked
package dev.meridian.spec.packages;

import org.jspecify.annotations.NullMarked;
