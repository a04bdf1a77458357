package dev.meridian.controlplane.federation.link;

import dev.meridian.controlplane.federation.trust.Authorities;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Who this control plane is towards agents.
 *
 * @param authorities the CAs as they stand now; asked again each time
 */
record Identity(UUID controlPlaneId, Supplier<Authorities> authorities) {}
