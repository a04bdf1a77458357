package dev.meridian.controlplane.identity;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Takes service accounts away with all that they could sign in with and all that they held. */
@Component
public class ServiceAccountRemoval {
  private final JdbcClient jdbc;

  ServiceAccountRemoval(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** In the running transaction, of tenant administration. Its name is free again after it. */
  public void remove(UUID account) {
    jdbc.sql(
            """
            delete from oauth2_authorization
            where principal_name = (select username from account where id = ?)
            """)
        .param(account)
        .update();
    jdbc.sql(
            """
            delete from oauth2_registered_client
            where client_id = (select username from account where id = ?)
            """)
        .param(account)
        .update();
    jdbc.sql("delete from account where id = ?").param(account).update();
  }
}
