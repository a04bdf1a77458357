package dev.meridian.tenancy;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Tells a commit whose fate is not known from everything else that a lost connection breaks: only
 * then may something have been changed. The framework's own manager reports a broken commit like a
 * broken statement, and a broken statement like a broken end of the transaction.
 */
final class HonestTransactions extends JdbcTransactionManager {
  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(HonestTransactions.class);

  HonestTransactions(DataSource dataSource) {
    super(dataSource);
  }

  @Override
  protected RuntimeException translateException(String task, SQLException e) {
    return task.contains("commit") && isLost(e)
        ? new TransactionSystemException(task + " failed", e)
        : super.translateException(task, e);
  }

  /** The server, or the way to it, ended in the middle. */
  private static boolean isLost(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57"));
  }

  @Override
  protected void doRollback(DefaultTransactionStatus status) {
    try {
      super.doRollback(status);
    } catch (RuntimeException e) {
      // The server rolls back what a lost connection leaves; why it came to this is what counts.
      log.debug("Rolling back failed.", e);
    }
  }
}
