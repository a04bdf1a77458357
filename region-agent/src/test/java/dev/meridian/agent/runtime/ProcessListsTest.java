package dev.meridian.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessListsTest {
  private static final String OPEN = "proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0";
  private static final String HIDDEN = "proc /proc proc rw,relatime,hidepid=invisible 0 0";

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "4", "noaccess", "invisible", "ptraceable"})
  void areClosedByEachWayToHideThem(String how) {
    assertThat(new ProcessLists(List.of("proc /proc proc rw,hidepid=" + how + " 0 0")).shown())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw", "rw,hidepid=0", "rw,hidepid=off", "rw,hidepid=20"})
  void areOpenOtherwise(String options) {
    assertThat(new ProcessLists(List.of("proc /proc proc " + options + " 0 0")).shown())
        .isPresent();
  }

  @Test
  void areAsTheLastMountOnTheFolderSays() {
    assertThat(new ProcessLists(List.of(OPEN, HIDDEN)).shown()).isEmpty();
    assertThat(new ProcessLists(List.of(HIDDEN, OPEN)).shown()).isPresent();
    assertThat(new ProcessLists(List.of(OPEN, HIDDEN.replace("/proc", "/jail/proc"))).shown())
        .isPresent();
  }
}
