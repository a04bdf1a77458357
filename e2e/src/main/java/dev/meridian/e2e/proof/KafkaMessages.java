package dev.meridian.e2e.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Numbered messages of one topic; the text of each follows from its number. */
public final class KafkaMessages {
  private static final Duration DELIVERY = Duration.ofSeconds(90);

  private final String bootstrap;
  private final String topic;

  /**
   * @param bootstrap host:port,…
   */
  public KafkaMessages(String bootstrap, String topic) {
    this.bootstrap = bootstrap;
    this.topic = topic;
  }

  /** What the message with a number says. */
  public String text(long number) {
    return topic + " message " + number + " " + Long.toHexString(number * 0x9E3779B97F4A7C15L);
  }

  /**
   * Sends messages and returns when every one is acknowledged by all in-sync replicas.
   *
   * @param first number of the first message
   * @throws IllegalStateException when one is not acknowledged
   */
  public void produce(long first, int count) {
    try (KafkaProducer<Long, String> producer = producer()) {
      List<Future<RecordMetadata>> sent = new ArrayList<>(count);
      for (long number = first; number < first + count; number++) {
        sent.add(producer.send(new ProducerRecord<>(topic, number, text(number))));
      }
      producer.flush();
      for (Future<RecordMetadata> each : sent) {
        each.get(DELIVERY.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException refused) {
      throw new IllegalStateException("A message was not acknowledged: " + refused, refused);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while producing", interrupted);
    }
  }

  /**
   * Reads the topic from its beginning until messages 0 to count-1 were all seen, and compares
   * each.
   *
   * @throws IllegalStateException naming what is missing or different when the time is over
   */
  public void consumeAndCompare(int count, Duration timeout) {
    Set<Long> seen = new TreeSet<>();
    Map<Long, String> different = new TreeMap<>();
    long deadline = System.nanoTime() + timeout.toNanos();
    try (KafkaConsumer<Long, String> consumer = consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic, timeout).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (seen.size() < count && System.nanoTime() < deadline) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(
                record -> {
                  if (record.value().equals(text(record.key()))) {
                    seen.add(record.key());
                  } else {
                    different.put(record.key(), record.value());
                  }
                });
      }
    }
    if (!different.isEmpty()) {
      throw new IllegalStateException(different.size() + " messages differ: " + different);
    }
    List<Long> missing = new ArrayList<>();
    for (long number = 0; number < count; number++) {
      if (!seen.contains(number)) {
        missing.add(number);
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          missing.size()
              + " acknowledged messages are missing, the first: "
              + missing.subList(0, Math.min(10, missing.size())));
    }
  }

  private KafkaProducer<Long, String> producer() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers", bootstrap,
            "acks", "all",
            "enable.idempotence", "true",
            "linger.ms", "5",
            "max.block.ms", "60000",
            "request.timeout.ms", "10000",
            "delivery.timeout.ms", String.valueOf(DELIVERY.toMillis())),
        new LongSerializer(),
        new StringSerializer());
  }

  private KafkaConsumer<Long, String> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", bootstrap,
            "enable.auto.commit", "false",
            "isolation.level", "read_committed",
            "max.poll.records", "2000"),
        new LongDeserializer(),
        new StringDeserializer());
  }
}
