package dev.meridian.spec;

import java.util.Optional;

/** A resource limit of the kernel; both empty or both set, and then -1 means unlimited. */
public record RlimitSpec(Optional<Long> soft, Optional<Long> hard) {}
