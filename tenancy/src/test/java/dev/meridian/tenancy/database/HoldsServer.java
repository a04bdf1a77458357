package dev.meridian.tenancy.database;

import java.nio.file.Path;

/** A process that starts a server, prints its pid and waits to be killed. */
final class HoldsServer {
  private HoldsServer() {}

  static void main(String[] arguments) throws InterruptedException {
    EmbeddedPostgres server =
        EmbeddedPostgres.start(new PostgresPrograms(Path.of(arguments[0])), Path.of(arguments[1]));
    System.out.println(server.process().orElseThrow().pid());
    Thread.currentThread().join();
  }
}
