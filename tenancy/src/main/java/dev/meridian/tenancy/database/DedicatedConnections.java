package dev.meridian.tenancy.database;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Opens connections outside of the pools, for what must have a connection of its own (LISTEN and
 * NOTIFY). Log in as the system role; no tenant context is set and none may be.
 */
public interface DedicatedConnections {
  /** A new connection; the caller closes it. */
  Connection open() throws SQLException;
}
