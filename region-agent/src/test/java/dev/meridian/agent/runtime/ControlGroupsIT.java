package dev.meridian.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.protocol.v1.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ControlGroupsIT {
  private final ControlGroups groups = detect();

  private static ControlGroups detect() {
    try {
      return ControlGroups.detect(ControlGroupMounts.ofThisProcess());
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  @Test
  void limitsMemoryAndProcessesAndGivesCpuItsShare() throws Exception {
    Assumptions.assumeTrue(works("cpu shares") && works("memory") && works("process"), "cgroups");
    Resources asked = Resources.newBuilder().setCpuMillis(500).setMemoryBytes(1 << 26).build();

    List<Path> made = groups.create("test-" + ProcessHandle.current().pid(), asked);
    try {
      assertThat(value(made, "pids.max")).isEqualTo("8192");
      assertThat(value(made, "memory.limit_in_bytes", "memory.max")).isEqualTo("" + (1 << 26));
      assertThat(value(made, "cpu.shares", "cpu.weight")).isIn("512", "20");
    } finally {
      ControlGroups.remove(made.stream().map(Path::toString).toList());
    }
    assertThat(made).noneMatch(Files::exists);
  }

  @Test
  void saysThatNoCapOfCpusIsEnforcedWhereSharesAre() {
    assertThat(groups.notEnforced().stream().filter(note -> note.startsWith("cpu")))
        .hasSize(1)
        .allMatch(note -> note.startsWith(works("cpu shares") ? "cpu caps: " : "cpu shares: "));
  }

  private boolean works(String limit) {
    return groups.notEnforced().stream().noneMatch(note -> note.startsWith(limit));
  }

  private static String value(List<Path> groups, String... files) throws IOException {
    for (Path group : groups) {
      for (String file : files) {
        if (Files.exists(group.resolve(file))) {
          return Files.readString(group.resolve(file)).strip();
        }
      }
    }
    throw new AssertionError("none of " + List.of(files) + " in " + groups);
  }
}
