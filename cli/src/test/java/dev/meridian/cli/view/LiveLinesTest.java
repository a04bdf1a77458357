package dev.meridian.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveLinesTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private LiveLines lines(boolean interactive) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new LiveLines(
        new Terminal(stream, stream, InputStream.nullInputStream(), interactive, interactive));
  }

  @Test
  void printsOnlyWhatChangedWhereThereIsNoTerminal() {
    LiveLines live = lines(false);
    live.show(List.of("plan (PENDING)", "step (PENDING)  waits · 1 s"));
    live.show(List.of("plan (PENDING)", "step (PENDING)  waits · 2 s"));
    live.show(List.of("plan (PENDING)", "step (COMPLETE)"));

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("plan (PENDING)\nstep (PENDING)  waits · 1 s\nstep (COMPLETE)\n");
  }

  @Test
  void redrawsInPlaceOnATerminal() {
    LiveLines live = lines(true);
    live.show(List.of("one", "two"));
    out.reset();

    live.show(List.of("one", "three"));

    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("\u001b[2A").contains("three");
  }
}
