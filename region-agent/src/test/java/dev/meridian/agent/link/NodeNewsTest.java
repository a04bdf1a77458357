package dev.meridian.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.protocol.v1.NodeReport;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class NodeNewsTest {
  private long free = 100L << 30;
  private final NodeNews news = new NodeNews(this::report, report());

  private NodeReport report() {
    return NodeReport.newBuilder().setDiskFreeBytes(free).build();
  }

  @Test
  void asLittleAsALogGrowsIsNoNews() throws IOException {
    free -= 100L << 20;

    assertThat(news.look()).isEmpty();
  }

  @Test
  void manySmallChangesAreOneLargeChange() throws IOException {
    int told = 0;
    for (int step = 0; step < 64; step++) {
      free -= 16L << 20;
      told += news.look().isPresent() ? 1 : 0;
    }

    assertThat(told).isEqualTo(2);
  }

  @Test
  void tellsAtOnceThatTheDiskIsFullAndThatItHasRoomAgain() throws IOException {
    free = 20L << 20;
    assertThat(news.look()).isPresent();

    free = 15L << 20;
    assertThat(news.look()).hasValueSatisfying(now -> assertThat(now).isEqualTo(report()));
    assertThat(news.look()).isEmpty();

    free = 17L << 20;
    assertThat(news.look()).isPresent();
  }
}
