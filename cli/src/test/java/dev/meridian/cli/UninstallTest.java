package dev.meridian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.cli.FakeControlPlane.Answer;
import dev.meridian.cli.api.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UninstallTest {
  private static final String DELETE = "DELETE /api/v1/tenants/acme/instances/k";

  @TempDir Path config;
  private final FakeControlPlane controlPlane = new FakeControlPlane();

  @BeforeEach
  void answer() {
    controlPlane
        .on("GET /api/v1/tenants/acme/instances/k", Answer.json("{\"name\":\"k\"}"))
        .on(
            "GET /api/v1/tenants/acme/instances/k/volumes",
            Answer.json(
                """
                {"items":[{"id":"v1","instance":"k","state":"READY","path":"data"},
                          {"id":"v0","instance":"k","state":"DESTROYING","path":"old"}],
                 "nextCursor":null}
                """))
        // Of another instance, of one of that name below, and left by an earlier one of that name.
        .on(
            "GET /api/v1/tenants/acme/volumes",
            Answer.json(
                """
                {"items":[{"id":"v1","instance":"k","state":"READY","path":"data"},
                          {"id":"v2","instance":"other","state":"READY","path":"data"},
                          {"id":"v3","instance":"k","tenant":"acme/below","state":"READY","path":"data"},
                          {"id":"v4","instance":"k","state":"KEPT","path":"data"}],
                 "nextCursor":null}
                """))
        .on(DELETE, Answer.json(202, "{\"name\":\"k\",\"state\":\"UNINSTALLING\"}"));
  }

  @AfterEach
  void close() {
    controlPlane.close();
  }

  private CommandRun command() {
    return new CommandRun(config).against(controlPlane).with("MERIDIAN_TENANT", "acme");
  }

  @Test
  void doesNothingWithoutATerminalUnlessToldNotToAsk() {
    CommandRun.Result result = command().run("instance", "uninstall", "k");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(controlPlane.requests(DELETE)).isEmpty();
  }

  @Test
  void keepsDataUnlessAskedOtherwise() {
    CommandRun.Result result = command().run("instance", "uninstall", "k", "--yes");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(controlPlane.requests(DELETE).getFirst().query()).isEqualTo("deleteData=false");
  }

  @Test
  void destroysOnlyVolumesThatWereNamed() {
    CommandRun.Result unnamed =
        command().run("instance", "uninstall", "k", "--yes", "--delete-data");
    assertThat(unnamed.exitCode()).isEqualTo(2);
    assertThat(unnamed.err()).contains("--confirm-volumes v1");

    CommandRun.Result named =
        command()
            .run("instance", "uninstall", "k", "--yes", "--delete-data", "--confirm-volumes", "v1");

    assertThat(named.exitCode()).as(named.err()).isZero();
    assertThat(controlPlane.requests(DELETE)).hasSize(1);
    assertThat(Json.parse(controlPlane.requests(DELETE).getFirst().body()))
        .isEqualTo(Json.parse("{\"confirmVolumes\":[\"v1\"]}"));
  }

  @Test
  void wantsTheNameTypedBeforeDataGoes() {
    CommandRun.Result wrong =
        command()
            .interactively()
            .typing("yes\n")
            .run("instance", "uninstall", "k", "--delete-data");
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.err()).contains("v1").contains("DESTROYED").doesNotContain("v3", "v4");

    CommandRun.Result right =
        command().interactively().typing("k\n").run("instance", "uninstall", "k", "--delete-data");
    assertThat(right.exitCode()).as(right.err()).isZero();
    assertThat(controlPlane.requests(DELETE)).hasSize(1);
  }

  @Test
  void takesAYesWhenDataStays() {
    assertThat(command().interactively().typing("n\n").run("instance", "uninstall", "k").exitCode())
        .isEqualTo(1);
    assertThat(command().interactively().typing("y\n").run("instance", "uninstall", "k").exitCode())
        .isZero();
  }
}
