package dev.meridian.controlplane.usage;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant in a report.
 *
 * @param parentPath null at the top of what the caller sees
 */
record UsageTenant(UUID id, String path, String name, @Nullable String parentPath) {}
