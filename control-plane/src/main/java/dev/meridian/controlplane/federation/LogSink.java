package dev.meridian.controlplane.federation;

import java.io.IOException;

/** Takes the bytes of a log in order. Throwing, or being closed, ends the reading at the agent. */
public interface LogSink {
  void content(byte[] bytes) throws IOException;

  /** False when nobody reads any more; asked at least once a second while a log is followed. */
  default boolean isOpen() {
    return true;
  }

  /** Nothing new came for a moment; called while a log is followed. */
  default void quiet() throws IOException {}
}
