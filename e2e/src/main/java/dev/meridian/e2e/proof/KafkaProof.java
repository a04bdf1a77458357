package dev.meridian.e2e.proof;

import java.time.Duration;
import java.util.Locale;
import java.util.UUID;

/** Proves a Kafka from the command line: {@code --bootstrap host:port,… --messages N}. */
public final class KafkaProof {
  private static final Duration TIMEOUT = Duration.ofSeconds(120);

  private KafkaProof() {}

  /** Prints one line when every message was read back as it was sent; else fails. */
  public static void main(String[] arguments) {
    if (arguments.length != 4
        || !arguments[0].equals("--bootstrap")
        || !arguments[2].equals("--messages")) {
      System.err.println("usage: KafkaProof --bootstrap HOST:PORT,… --messages N");
      System.exit(2);
    }
    try {
      System.out.println(prove(arguments[1], Integer.parseInt(arguments[3])));
    } catch (RuntimeException failure) {
      System.err.println(failure);
      System.exit(1);
    }
  }

  private static String prove(String bootstrap, int count) {
    KafkaMessages messages = new KafkaMessages(bootstrap, "proof-" + UUID.randomUUID());
    // The first message creates the topic and connects; the rate is that of the others.
    messages.produce(0, 1);
    long begun = System.nanoTime();
    messages.produce(1, count - 1);
    long produced = System.nanoTime();
    messages.consumeAndCompare(count, TIMEOUT);
    long consumed = System.nanoTime();
    return String.format(
        Locale.ROOT,
        "%d messages consumed, each equal to the one sent"
            + " (%,.0f messages/s produced with acks=all, %,.0f messages/s consumed)",
        count,
        (count - 1) / ((produced - begun) / 1e9),
        count / ((consumed - produced) / 1e9));
  }
}
