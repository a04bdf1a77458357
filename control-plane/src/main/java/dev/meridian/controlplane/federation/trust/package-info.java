/**
 * Who may speak: the certificate authority of the agent link, join tokens and the proof with which
 * an agent shows that it holds its key on this very connection.
 */
@NullMarked
package dev.meridian.controlplane.federation.trust;

import org.jspecify.annotations.NullMarked;
