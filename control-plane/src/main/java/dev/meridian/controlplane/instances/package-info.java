/**
 * Instances as tenants see them: the verbs (install, uninstall), resolved configurations and views.
 * Verbs check, claim quota and leave an intent in one transaction; the reconciler in {@code plans}
 * does the rest.
 */
@NullMarked
package dev.meridian.controlplane.instances;

import org.jspecify.annotations.NullMarked;
