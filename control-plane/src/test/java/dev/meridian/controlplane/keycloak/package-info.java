@NullMarked
package dev.meridian.controlplane.keycloak;

import org.jspecify.annotations.NullMarked;
