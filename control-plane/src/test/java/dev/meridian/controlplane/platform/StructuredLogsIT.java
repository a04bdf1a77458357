package dev.meridian.controlplane.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the log looks like; in a process of its own, because a JVM has one log. */
class StructuredLogsIT {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  /** Logs one line with the control plane's own settings. */
  @Configuration(proxyBeanMethods = false)
  static class Program {
    public static void main(String[] arguments) {
      new SpringApplicationBuilder(Program.class)
          .web(WebApplicationType.NONE)
          .properties("spring.main.keep-alive=false")
          .run(arguments)
          .close();
      MDC.put("tenant", "acme~streams");
      MDC.put("region", "hq");
      MDC.put("instance", "kafka");
      MDC.put(TraceIds.KEY, TRACE);
      LoggerFactory.getLogger(Program.class).warn("moved \"on\"\nand on");
    }
  }

  private record Ended(int exitCode, String output) {
    /** What the program logged: the message has two lines. */
    String logged() {
      return output.substring(output.lastIndexOf('\n', output.indexOf("moved")) + 1).strip();
    }
  }

  private static Ended run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Program.class.getName(),
                "--spring.main.keep-alive=false"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  private static JsonNode json(String... arguments) throws IOException, InterruptedException {
    return JsonMapper.shared().readTree(run(arguments).logged());
  }

  @Test
  void writesLinesForPeopleUnlessToldOtherwise() throws Exception {
    assertThat(run().logged())
        .contains("WARN", "tenant=acme~streams", "region=hq", "instance=kafka", "traceId=" + TRACE);
  }

  @Test
  void writesJsonInProductionWithTenantRegionInstanceAndTrace() throws Exception {
    JsonNode line = json("--spring.profiles.active=production");

    assertThat(line.path("message").asString()).isEqualTo("moved \"on\"\nand on");
    assertThat(line.at("/log/level").asString()).isEqualTo("WARN");
    assertThat(line.at("/service/name").asString()).isEqualTo("meridian");
    assertThat(line.path("tenant").asString()).isEqualTo("acme~streams");
    assertThat(line.path("region").asString()).isEqualTo("hq");
    assertThat(line.path("instance").asString()).isEqualTo("kafka");
    assertThat(line.path("trace.id").asString()).isEqualTo(TRACE);
  }

  @Test
  void writesTheFormatThatIsAskedForAlsoInProduction() throws Exception {
    JsonNode line = json("--meridian.log-format=logstash");
    assertThat(line.path("level").asString()).isEqualTo("WARN");
    assertThat(line.path("tenant").asString()).isEqualTo("acme~streams");

    assertThat(run("--spring.profiles.active=production", "--meridian.log-format=lines").logged())
        .contains("WARN", "tenant=acme~streams");
  }

  @Test
  void refusesAFormatThatThereIsNot() throws Exception {
    Ended ended = run("--meridian.log-format=xml");

    assertThat(ended.exitCode()).isNotZero();
    assertThat(ended.output()).contains("meridian.log-formats.xml");
  }
}
