package dev.meridian.e2e;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Statements with parameters on a connection that is open. */
final class Sql {
  private Sql() {}

  /** The first column of each row as text. */
  static List<String> rows(Connection open, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepared(open, sql, parameters);
        ResultSet result = statement.executeQuery()) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(String.valueOf(result.getString(1)));
      }
      return rows;
    }
  }

  /** The first column of the only row, as bytes. */
  static byte[] bytes(Connection open, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepared(open, sql, parameters);
        ResultSet result = statement.executeQuery()) {
      if (!result.next()) {
        throw new SQLException("no row: " + sql);
      }
      return result.getBytes(1);
    }
  }

  /** Changes rows; says how many. */
  static int change(Connection open, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepared(open, sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  private static PreparedStatement prepared(Connection open, String sql, Object... parameters)
      throws SQLException {
    PreparedStatement statement = open.prepareStatement(sql);
    for (int index = 0; index < parameters.length; index++) {
      statement.setObject(index + 1, parameters[index]);
    }
    return statement;
  }
}
