package dev.meridian.agent.runtime;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.function.Consumer;

/**
 * Hears at once when a supervisor writes an exit file, also one that an earlier agent started. What
 * it misses (the kernel's queue may overflow) the sweep of the runtime finds.
 */
final class ExitWatch implements AutoCloseable {
  private final WatchService watch;
  private final Consumer<String> onExit;

  ExitWatch(Path exits, Consumer<String> onExit) throws IOException {
    this.watch = exits.getFileSystem().newWatchService();
    this.onExit = onExit;
    exits.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
    Thread.ofPlatform().daemon().name("exits").start(this::listen);
  }

  private void listen() {
    try {
      while (true) {
        WatchKey key = watch.take();
        for (WatchEvent<?> event : key.pollEvents()) {
          if (event.context() instanceof Path name && !name.toString().endsWith(".tmp")) {
            onExit.accept(name.toString());
          }
        }
        key.reset();
      }
    } catch (InterruptedException | ClosedWatchServiceException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      watch.close();
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException("cannot close the watch on exit files", failed);
    }
  }
}
