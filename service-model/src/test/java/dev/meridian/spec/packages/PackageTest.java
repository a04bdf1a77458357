package dev.meridian.spec.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.spec.SpecProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageTest {
  private final Map<String, String> files = new HashMap<>();

  PackageTest() {
    files.put(
        "package.yml",
        """
        name: hello-world
        version: 1.0
        summary: Says hello
        maintainer: Somebody
        licences: [Apache-2.0]
        tags: [sample]
        upgradesFrom: ["*"]
        needs: {java: "[17,26)"}
        """);
    files.put(
        "options.schema.json",
        """
        {
          "properties": {
            "count": {"type": "integer", "default": 2},
            "greeting": {"type": "string"}
          },
          "required": ["greeting"]
        }
        """);
    files.put(
        "service.yml",
        """
        name: {{SERVICE_NAME}}
        pods:
          hello:
            count: {{COUNT}}
            tasks:
              server:
                goal: RUNNING
                cmd: echo {{GREETING}}
                ports: {http: {port: 0}}
                configs: {c: {template: hello.conf, dest: hello.conf}}
        """);
    files.put(
        "templates/hello.conf",
        "port={{PORT_HTTP}} peers={{PEERS_HELLO_HTTP}} me={{MERIDIAN_POD}}\n");
    files.put(
        "artifacts.yml",
        """
        artifacts:
          - {name: tool, file: bin/tool.sh, destination: bin/tool.sh, executable: true, pods: [hello]}
          - name: kafka
            maven: org.apache.kafka:kafka_2.13:4.0.1
            with: [org.slf4j:slf4j-simple:2.0.17]
            exclude: ["org.slf4j:slf4j-reload4j"]
            destination: lib
        """);
    files.put("bin/tool.sh", "#!/bin/sh\n");
    files.put("README.md", "# Hello\n");
  }

  @Test
  void findsNothingWrongWithAGoodPackage() {
    assertThat(lint()).isEmpty();

    PackageDefinition definition = PackageDefinition.read(bundle()).definition().orElseThrow();
    assertThat(definition.metadata().version()).isEqualTo("1.0");
    assertThat(definition.needs()).containsEntry("java", "[17,26)");
    assertThat(definition.templates()).containsKey("hello.conf");
    assertThat(definition.artifacts())
        .extracting(ArtifactSpec::source)
        .containsExactly(
            new ArtifactSource.PackageFile("bin/tool.sh"),
            new ArtifactSource.Maven(
                List.of("org.apache.kafka:kafka_2.13:4.0.1", "org.slf4j:slf4j-simple:2.0.17"),
                List.of("org.slf4j:slf4j-reload4j")));
  }

  @Test
  void readsAFolderLikeABundle(@TempDir Path folder) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }

    assertThat(PackageFiles.ofFolder(folder).paths()).isEqualTo(bundle().paths());
    assertThat(PackageLint.lint(PackageFiles.ofFolder(folder))).isEmpty();
  }

  @Test
  void namesEachMissingFile() {
    files.clear();

    assertThat(lint())
        .containsExactly(
            "package.yml: is missing from the package",
            "service.yml: is missing from the package",
            "README.md: warning: is missing: operators read it in the catalog");
  }

  @Test
  void collectsTheProblemsOfAllFiles() {
    files.put("package.yml", "name: Hello\nversion: new\nlicenses: [x]\nicon: icon.png\n");
    files.put(
        "options.schema.json", "{\n  \"properties\": {\n    \"a\": {\"type\": \"int\"}\n  }\n}\n");
    files.put("artifacts.yml", "artifacts:\n  - {name: a, destination: x}\n");

    assertThat(lint())
        .anySatisfy(
            problem -> assertThat(problem).startsWith("package.yml:1:7 name: must be 1 to 50"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith(
                        "package.yml:3:1 licenses: unknown key; did you mean \"licences\"?"))
        .anySatisfy(
            problem ->
                assertThat(problem).startsWith("package.yml:4:7 icon: the package has no file"))
        .anySatisfy(problem -> assertThat(problem).startsWith("options.schema.json:3:"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith("artifacts.yml:2:5 artifacts[0]: must have exactly one of"));
  }

  @Test
  void checksEachArtifact() {
    refusesArtifact("name: a, file: bin/tol.sh, destination: x", "did you mean \"bin/tool.sh\"?");
    refusesArtifact("name: a, maven: 'a:b', destination: x", "must be group:artifact:version");
    refusesArtifact(
        "name: a, url: 'https://example.com/x', destination: x", "sha256: must be the SHA-256");
    refusesArtifact(
        "name: a, url: 'file:///etc/passwd', sha256: x, destination: x",
        "must be an http or https address");
    refusesArtifact(
        "name: a, file: bin/tool.sh, image: b, destination: x", "but has file and image");
    refusesArtifact("name: a, file: bin/tool.sh, destination: ../x", "must be a path inside");
    refusesArtifact("name: a, file: bin/tool.sh", "destination: is required");
    refusesArtifact(
        "name: a, maven: 'a:b:1', unpack: true, destination: x", "is for a file or url only");
    refusesArtifact("name: a, image: 'b:1', destination: x", "is not for images");
    refusesArtifact(
        "name: a, file: bin/tool.sh, destination: x, pods: [helo]", "did you mean \"hello\"?");
    refusesArtifact(
        "name: a, file: bin/tool.sh, destination: x, exe: true", "did you mean \"executable\"?");
  }

  @Test
  void findsADefaultThatItsSchemaRefuses() {
    files.put(
        "options.schema.json",
        "{\"properties\":{\n\"count\":{\"type\":\"integer\",\"minimum\":3,\"default\":2},\"greeting\":{\"type\":\"string\"}}}");

    assertThat(lint())
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith("options.schema.json:2:")
                    .contains("the default is not valid"));
  }

  @Test
  void rendersWithDefaultsAndPointsIntoTheTemplate() {
    files.put("service.yml", "name: {{SERVICE_NAME}}\ncount: {{COUNTS}}\n");
    assertThat(lint())
        .contains("service.yml:2:8: no value for {{COUNTS}}; did you mean \"COUNT\"?");

    files.put("service.yml", "name: {{SERVICE_NAME}}\npodz: {}\n");
    assertThat(lint())
        .anySatisfy(problem -> assertThat(problem).startsWith("service.yml:2:1 podz: unknown key"));
  }

  @Test
  void findsNamesThatATemplateWillMissAtLaunch() {
    files.put("templates/hello.conf", "a\nport={{PORT_HTP}}\n");

    assertThat(lint())
        .containsExactly(
            "templates/hello.conf:2:6: no value for {{PORT_HTP}}; did you mean \"PORT_HTTP\"?");
  }

  @Test
  void findsOptionsThatShareAName() {
    files.put(
        "options.schema.json",
        "{\"properties\":{\"count\":{\"default\":2},\"greeting\":{\"default\":\"a\"},\"a-b\":{\"default\":1},\"a_b\":{\"default\":1}}}");

    assertThat(lint())
        .anySatisfy(problem -> assertThat(problem).contains("A_B would stand for both"));
  }

  @Test
  void boundsFilesAndWantsUtf8() {
    files.put("README.md", "x".repeat(TextFiles.MAX_BYTES + 1));
    assertThat(lint())
        .anySatisfy(problem -> assertThat(problem).startsWith("README.md: is larger than"));

    Map<String, byte[]> bytes = new HashMap<>();
    bytes.put("package.yml", new byte[] {(byte) 0xff});
    assertThat(PackageLint.lint(PackageFiles.of(bytes)).toString()).contains("is not UTF-8 text");
  }

  @Test
  void writesAndReadsTheLock() {
    ArtifactLock lock =
        ArtifactLock.of(
            List.of(
                new ArtifactLock.Artifact(
                    "tool",
                    "bin/tool.sh",
                    false,
                    true,
                    List.of("hello"),
                    List.of(
                        new ArtifactLock.File("bin/tool.sh", "0".repeat(64), 10, "bin/tool.sh")))));

    assertThat(ArtifactLock.read(lock.write())).isEqualTo(lock);
    for (String text : List.of("", "{}", "null", "{\"schema\":2,\"artifacts\":[]}", "[]")) {
      assertThatThrownBy(() -> ArtifactLock.read(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("build the package again");
    }
  }

  private void refusesArtifact(String entry, String message) {
    files.put("artifacts.yml", "artifacts:\n  - {" + entry + "}\n");
    assertThat(lint()).as(entry).anySatisfy(problem -> assertThat(problem).contains(message));
  }

  private List<String> lint() {
    return PackageLint.lint(bundle()).stream().map(SpecProblem::toString).toList();
  }

  private PackageFiles bundle() {
    Map<String, byte[]> bytes = new HashMap<>();
    files.forEach((path, text) -> bytes.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return PackageFiles.of(bytes);
  }
}
