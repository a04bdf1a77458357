/**
 * Packages and their artifacts: published once, never changed, found by name and version. Artifacts
 * are stored by digest behind {@link dev.meridian.controlplane.catalog.ArtifactStore}.
 */
@NullMarked
package dev.meridian.controlplane.catalog;

import org.jspecify.annotations.NullMarked;
