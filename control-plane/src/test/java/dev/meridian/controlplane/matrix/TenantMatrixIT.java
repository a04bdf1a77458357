package dev.meridian.controlplane.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.RunningControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What the matrix says is what the server does; its README says how it is written. */
class TenantMatrixIT {
  @RegisterExtension
  static final RunningControlPlane server =
      new RunningControlPlane(Map.of("meridian.audit-sinks.loopback", "true"));

  private static final List<Block> BLOCKS = MatrixFiles.read();
  private static MatrixRun run;

  @BeforeAll
  static void makeTheWorld() {
    run = new MatrixRun(server);
  }

  @Test
  void hasABlockForEachOperationAndAnOperationForEachBlock() throws IOException {
    JsonNode document =
        Browser.JSON.readTree(Files.readString(Path.of("..", "docs", "openapi.json")));
    Set<String> operations = new TreeSet<>();
    for (JsonNode path : document.path("paths")) {
      path.forEach(operation -> operations.add(operation.path("operationId").asString()));
    }
    Set<String> written = new TreeSet<>();
    BLOCKS.forEach(block -> written.add(block.operation()));

    assertThat(written).as("operations with a block in the matrix").isEqualTo(operations);
    assertThat(BLOCKS).extracting(Block::title).doesNotHaveDuplicates();
  }

  @Test
  void answersEachOperationToEachActorAsWritten() {
    assertThat(run.wrong(BLOCKS)).as("wrong cells").isEmpty();
  }

  @Test
  void answersForeignThingsExactlyLikeUnknownOnes() {
    assertThat(run.toldApart(BLOCKS)).as("foreign things that are told apart").isEmpty();
  }
}
