package dev.meridian.controlplane.federation;

import java.util.UUID;

/**
 * A secret that a pod is given when its order is sent. Holds no value.
 *
 * @param variable of the environment that gets the value; empty: none
 * @param file in the sandbox that gets the value; empty: none
 */
public record SecretGrant(UUID secret, int version, String variable, String file) {}
