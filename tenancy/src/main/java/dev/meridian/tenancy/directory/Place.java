package dev.meridian.tenancy.directory;

import dev.meridian.tenancy.TenantRef;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant that is there, or is made by a difference that comes before.
 *
 * @param tenant null for one that is still to be made
 */
public record Place(@Nullable UUID tenant, String path) {
  Place below(String name) {
    return new Place(null, path.equals(TenantRef.ROOT_PATH) ? name : path + "/" + name);
  }
}
