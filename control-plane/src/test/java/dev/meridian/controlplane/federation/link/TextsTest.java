package dev.meridian.controlplane.federation.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.meridian.protocol.v1.NodeReport;
import dev.meridian.protocol.v1.PortRange;
import dev.meridian.tenancy.Isolation;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TextsTest {

  @Property
  void cleanTextCanAlwaysBeStored(
      @ForAll String text, @ForAll @IntRange(min = 0, max = 40) int most) {
    String clean = Texts.clean(text, most);

    assertThat(clean.length()).isLessThanOrEqualTo(most);
    assertThat(clean).doesNotContain("\0");
    assertThat(new String(clean.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(clean);
  }

  @Test
  void takesOnlyCanonicalIds() {
    assertThat(Texts.id("0-0-0-0-1")).isEmpty();
    assertThat(Texts.id("no id")).isEmpty();
    assertThat(Texts.id("00000000-0000-0000-0000-000000000001")).isPresent();
  }

  @Test
  void takesNoTimeThatNoCalendarHolds() {
    assertThat(Texts.time(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build())).isNull();
    assertThat(Texts.time(Timestamp.getDefaultInstance())).isNull();
    assertThat(Texts.time(Timestamp.newBuilder().setSeconds(1_790_000_000).build())).isNotNull();
  }

  @Test
  void takesTheLeastThatARuntimeGivesFromAnAgentThatSaysNothingOrTooMuch() {
    assertThat(isolation("process", "")).isEqualTo(Isolation.PROCESS);
    assertThat(isolation("process", "user")).isEqualTo(Isolation.USER);
    assertThat(isolation("process", "container")).isEqualTo(Isolation.PROCESS);
    assertThat(isolation("container", "")).isEqualTo(Isolation.CONTAINER);
    assertThat(isolation("kubernetes", "")).isEqualTo(Isolation.CONTAINER);
    assertThat(isolation("kubernetes", "user")).isEqualTo(Isolation.USER);
  }

  private static Isolation isolation(String runtime, String said) {
    return NodeFacts.of(
            NodeReport.newBuilder()
                .setRuntime(runtime)
                .setIsolation(said)
                .setAddress("127.0.0.1")
                .build())
        .isolation();
  }

  @Test
  void namesEverythingThatIsWrongWithANode() {
    assertThat(
            NodeFacts.problems(
                NodeReport.newBuilder()
                    .setRuntime("magic")
                    .setIsolation("moat")
                    .setAddress("not an address")
                    .setZone("a b")
                    .setPorts(PortRange.newBuilder().setBegin(0).setEnd(70000))
                    .build()))
        .hasSize(6)
        .anyMatch(problem -> problem.contains("'magic'"))
        .anyMatch(problem -> problem.contains("'moat'"))
        .anyMatch(problem -> problem.contains("0-70000"));
  }
}
