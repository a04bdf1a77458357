package dev.meridian.agent.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.protocol.v1.JavaHome;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaRangeTest {
  private static final List<JavaHome> HOMES =
      java.util.stream.Stream.of(8, 17, 21, 25)
          .map(feature -> JavaHome.newBuilder().setFeature(feature).build())
          .toList();

  private static int chosen(String range) {
    return JavaRange.parse(range).choose(HOMES).map(JavaHome::getFeature).orElse(0);
  }

  @Test
  void choosesTheNewestThatFits() {
    assertThat(chosen("[17,26)")).isEqualTo(25);
    assertThat(chosen("[17,25)")).isEqualTo(21);
    assertThat(chosen("[8,17]")).isEqualTo(17);
    assertThat(chosen("(17,21)")).isZero();
    assertThat(chosen("[11,)")).isEqualTo(25);
    assertThat(chosen("17")).isEqualTo(17);
  }

  @Test
  void showsWhatCannotBeRead() {
    assertThatThrownBy(() -> JavaRange.parse("seventeen")).hasMessageContaining("\"seventeen\"");
  }
}
