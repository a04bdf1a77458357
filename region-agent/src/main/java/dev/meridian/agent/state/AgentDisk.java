package dev.meridian.agent.state;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.meridian.agent.disk.CrashSafeFile;
import dev.meridian.agent.disk.Folders;
import dev.meridian.agent.record.AgentRecord;
import dev.meridian.agent.record.PodRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The agent's memory on disk: one file for each pod and one for the agent. Each write is complete
 * or did not happen. Safe for use by several threads as long as one pod is written by one of them.
 */
public final class AgentDisk {
  private static final int SEQUENCES_AT_ONCE = 1000;

  private final Path pods;
  private final Path agentFile;
  private AgentRecord agent;
  private long nextSequence;

  /**
   * @param folder is made when it does not exist
   * @throws IOException also when a file is damaged; its message names the file
   */
  public AgentDisk(Path folder) throws IOException {
    Folders.make(folder, "rwx------");
    this.pods = Folders.make(folder.resolve("pods"), "rwx------");
    this.agentFile = folder.resolve("agent");
    this.agent = read(agentFile, AgentRecord.parser(), AgentRecord.getDefaultInstance());
    this.nextSequence = Math.max(1, agent.getSequencesReserved());
  }

  public List<PodRecord> pods() throws IOException {
    List<PodRecord> records = new ArrayList<>();
    try (Stream<Path> files = Files.list(pods)) {
      for (Path file : files.sorted().toList()) {
        if (!file.getFileName().toString().startsWith(".")) {
          records.add(read(file, PodRecord.parser(), PodRecord.getDefaultInstance()));
        }
      }
    }
    return records;
  }

  /** When it returns, the record survives any crash. */
  public void write(PodRecord record) throws IOException {
    CrashSafeFile.write(pods.resolve(fileName(record.getPodId())), record.toByteArray());
  }

  public void forget(String podId) throws IOException {
    CrashSafeFile.delete(pods.resolve(fileName(podId)));
  }

  public synchronized AgentRecord agent() {
    return agent;
  }

  /** Remembers that every order up to this revision is on disk. */
  public synchronized void ordersTaken(long revision) throws IOException {
    if (revision > agent.getLastRevision()) {
      save(agent.toBuilder().setLastRevision(revision).build());
    }
  }

  /** Joined or confirmed: orders of this epoch are obeyed from now on. */
  public synchronized void obey(String historyEpoch) throws IOException {
    save(agent.toBuilder().setHistoryEpoch(historyEpoch).clearHoldReason().build());
  }

  public synchronized void hold(String reason) throws IOException {
    if (!agent.getHoldReason().equals(reason)) {
      save(agent.toBuilder().setHoldReason(reason).build());
    }
  }

  /**
   * A number higher than any that was given before in the life of this data directory, crashes
   * included.
   */
  public synchronized long nextSequence() throws IOException {
    if (nextSequence >= agent.getSequencesReserved()) {
      save(agent.toBuilder().setSequencesReserved(nextSequence + SEQUENCES_AT_ONCE).build());
    }
    return nextSequence++;
  }

  /** The next number when the disk takes no more; a crash may then use it a second time. */
  public synchronized long sequenceWithoutReserve() {
    return nextSequence++;
  }

  private void save(AgentRecord changed) throws IOException {
    CrashSafeFile.write(agentFile, changed.toByteArray());
    agent = changed;
  }

  private static <M extends Message> M read(Path file, Parser<M> parser, M absent)
      throws IOException {
    byte[] content = CrashSafeFile.read(file).orElse(null);
    if (content == null) {
      return absent;
    }
    try {
      return parser.parseFrom(content);
    } catch (InvalidProtocolBufferException damaged) {
      throw new IOException(
          file
              + " is damaged: "
              + damaged.getMessage()
              + ". Check the disk; restore the file from a copy, or remove the node and join again.",
          damaged);
    }
  }

  /** Ids come from outside: nothing but a plain name may become a file. */
  static String fileName(String id) {
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}")) {
      throw new IllegalArgumentException("not an id: " + id);
    }
    return id;
  }
}
