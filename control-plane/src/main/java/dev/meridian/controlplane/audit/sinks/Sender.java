package dev.meridian.controlplane.audit.sinks;

import java.io.IOException;

/** Sends parcels to one kind of sink. */
interface Sender {
  /**
   * Sends a parcel once.
   *
   * @throws IOException when the connection fails; whether the receiver has it is not known then
   */
  Outcome send(Destination to, Parcel parcel, Attempt attempt) throws IOException;
}
