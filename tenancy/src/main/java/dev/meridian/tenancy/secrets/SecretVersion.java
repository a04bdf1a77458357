package dev.meridian.tenancy.secrets;

import java.util.UUID;

/** Names a value without holding it. */
public record SecretVersion(UUID secret, int number) {}
