package dev.meridian.controlplane.deletion;

import java.util.Set;

/**
 * A kind of thing that an export holds of each tenant.
 *
 * @param tables whose rows its lines tell of
 * @param platformTables whether that takes tables that no tenant's own scope may read; the query
 *     alone keeps to {@code :tenant} then
 * @param first the key before all others
 * @param sql selects a key that grows and a JSON text, for {@code :tenant} and beyond {@code
 *     :after}; what is above {@code :top} is not the reader's to see
 */
record ExportKind(
    String type, Set<String> tables, boolean platformTables, String first, String sql) {
  static final String SECRET = "secret";
  static final String NO_ID = "00000000-0000-0000-0000-000000000000";

  static ExportKind paged(String type, Set<String> tables, String sql) {
    return from(type, tables, NO_ID, sql);
  }

  static ExportKind from(String type, Set<String> tables, String first, String sql) {
    return new ExportKind(type, tables, false, first, sql);
  }

  static ExportKind ofPlatformTables(String type, Set<String> tables, String sql) {
    return new ExportKind(type, tables, true, NO_ID, sql);
  }
}
