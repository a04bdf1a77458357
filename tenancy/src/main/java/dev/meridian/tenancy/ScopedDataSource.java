package dev.meridian.tenancy;

import dev.meridian.tenancy.database.Database;
import dev.meridian.tenancy.database.Login;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** Leads each connection request to the pool of the running scope; without a scope it fails. */
final class ScopedDataSource extends AbstractRoutingDataSource {
  ScopedDataSource(Database database) {
    setTargetDataSources(
        Arrays.stream(Login.values()).collect(Collectors.toMap(login -> login, database::pool)));
    setLenientFallback(false);
    initialize();
  }

  @Override
  protected Object determineCurrentLookupKey() {
    return Scopes.running()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The database was used outside of a scope. Wrap the work in Scopes.inTenant, inSubtree, asSystem or asFinance."))
        .login();
  }
}
