package dev.meridian.tenancy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/** With connections that are lost at a moment of the test's choice. */
class HonestTransactionsTest {
  @Test
  void saysOfALostCommitThatItsFateIsNotKnown() {
    assertThatThrownBy(() -> in(losing("commit")).executeWithoutResult(status -> {}))
        .isInstanceOf(TransactionSystemException.class);
  }

  @Test
  void saysOfALostStatementThatItFailedAlsoWhenTheRollbackFailsToo() {
    assertThatThrownBy(
            () ->
                in(losing("rollback"))
                    .executeWithoutResult(
                        status -> {
                          throw new DataAccessResourceFailureException("the statement");
                        }))
        .isInstanceOf(DataAccessResourceFailureException.class)
        .hasMessage("the statement");
  }

  private static TransactionTemplate in(DataSource source) {
    return new TransactionTemplate(new HonestTransactions(source));
  }

  private static DataSource losing(String moment) {
    Connection connection =
        (Connection)
            Proxy.newProxyInstance(
                HonestTransactionsTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals(moment)) {
                    throw new SQLException("This connection has been closed.", "08006");
                  }
                  return Set.of(boolean.class).contains(method.getReturnType())
                      ? Boolean.FALSE
                      : method.getReturnType() == int.class ? Integer.valueOf(0) : null;
                });
    return new AbstractDataSource() {
      @Override
      public Connection getConnection() {
        return connection;
      }

      @Override
      public Connection getConnection(String user, String password) {
        return connection;
      }
    };
  }
}
