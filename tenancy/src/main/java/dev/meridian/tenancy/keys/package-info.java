/**
 * Key-encryption keys: what wraps the keys that the database holds. Where such a key lives (a file,
 * a Vault) is behind {@link dev.meridian.tenancy.keys.KeyEncryption}; {@link
 * dev.meridian.tenancy.keys.KeyRing} is what the rest uses.
 */
@NullMarked
package dev.meridian.tenancy.keys;

import org.jspecify.annotations.NullMarked;
