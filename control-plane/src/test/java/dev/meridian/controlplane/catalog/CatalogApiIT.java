package dev.meridian.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.patch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.platform.Wakeups;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.database.DedicatedConnections;
import dev.meridian.tenancy.testing.TestDatabase;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The catalog over its HTTP API, on a real database. */
class CatalogApiIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static AnnotationConfigApplicationContext context;
  private static MockMvc mvc;
  private static Account publisher;
  private static Account developer;

  @BeforeAll
  static void start() {
    context = new AnnotationConfigApplicationContext();
    var beans = context.getBeanFactory();
    beans.registerSingleton("scopes", database.scopes());
    beans.registerSingleton("jdbc", database.jdbc());
    beans.registerSingleton("tenants", database.tenants());
    beans.registerSingleton("permissions", database.permissions());
    beans.registerSingleton("callers", database.callers());
    beans.registerSingleton("audit", database.audit());
    beans.registerSingleton("connections", database.get(DedicatedConnections.class));
    beans.registerSingleton("clock", InstantSource.system());
    beans.registerSingleton("json", JsonMapper.builder().build());
    context.register(
        Wakeups.class,
        Events.class,
        ArtifactRows.class,
        PostgresArtifactStore.class,
        ArtifactController.class,
        PackageRows.class,
        CatalogRecord.class,
        PackagePublishing.class,
        Packages.class,
        PackageController.class);
    ClassPathBeanDefinitionScanner advice = new ClassPathBeanDefinitionScanner(context, false);
    advice.addIncludeFilter(new AnnotationTypeFilter(RestControllerAdvice.class));
    advice.scan("dev.meridian.controlplane.platform");
    context.refresh();
    mvc =
        MockMvcBuilders.standaloneSetup(
                context.getBean(PackageController.class), context.getBean(ArtifactController.class))
            .setControllerAdvice(
                context.getBeansWithAnnotation(RestControllerAdvice.class).values().toArray())
            .build();
    publisher = database.account("publisher", Role.PLATFORM_ADMIN, database.tenants().root().id());
    developer = database.account("developer", Role.TENANT_DEVELOPER, database.tenant("acme"));
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @BeforeEach
  void signIn() {
    database.callAs(publisher);
  }

  @Test
  void publishesAPackageThatEverybodyWithARoleSees() throws Exception {
    publish(TestPackages.shipped("hello-world").zip())
        .andExpect(status().isCreated())
        .andExpect(header().string("Location", "/api/v1/packages/hello-world/versions/1.0.0"));

    database.callAs(developer);
    mvc.perform(get("/api/v1/packages").param("q", "smallest"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.items[0].name").value("hello-world"))
        .andExpect(jsonPath("$.nextCursor").isEmpty());
    JsonNode shown =
        body(
            mvc.perform(get("/api/v1/packages/hello-world"))
                .andExpect(jsonPath("$.version").value("1.0.0"))
                .andExpect(jsonPath("$.versions[0]").value("1.0.0"))
                .andExpect(jsonPath("$.optionsSchema.properties.hello.type").value("object"))
                .andExpect(jsonPath("$.pods[0].type").value("hello"))
                .andExpect(jsonPath("$.pods[0].defaultCount").value(1)));
    assertThat(shown.path("icon").asString()).startsWith("data:image/svg+xml;base64,");
    assertThat(shown.path("readme").asString()).startsWith("# Hello world");
  }

  @Test
  void newestVersionIsTheHighestNotTheLast() throws Exception {
    publish(TestPackages.named("versions", "1.10").zip()).andExpect(status().isCreated());
    publish(TestPackages.named("versions", "1.2").zip()).andExpect(status().isCreated());

    mvc.perform(get("/api/v1/packages/versions"))
        .andExpect(jsonPath("$.version").value("1.10"))
        .andExpect(jsonPath("$.versions[0]").value("1.10"))
        .andExpect(jsonPath("$.versions[1]").value("1.2"));
    mvc.perform(get("/api/v1/packages/versions/versions/1.2"))
        .andExpect(jsonPath("$.version").value("1.2"));
    mvc.perform(get("/api/v1/packages/versions/versions/3.0")).andExpect(status().isNotFound());
  }

  @Test
  void publishingAgainChangesNothingAndAVersionNeverChanges() throws Exception {
    publish(TestPackages.named("constant", "1.0").zip()).andExpect(status().isCreated());
    publish(TestPackages.named("constant", "1.0").zip()).andExpect(status().isCreated());

    ResultActions other =
        publish(TestPackages.named("constant", "1.0").with("README.md", "# Other\n").zip())
            .andExpect(status().isConflict());
    assertThat(body(other).path("detail").asString()).contains("Raise the version");
  }

  @Test
  void artifactsComeFirstAndAreHandedToThePodsThatNeedThem() throws Exception {
    byte[] tool = {4, 5, 6};
    String digest = Digests.of(tool);
    byte[] zip = TestPackages.named("with-tool", "1.0").withTool(tool).zip();

    ResultActions tooEarly = publish(zip).andExpect(status().isUnprocessableContent());
    assertThat(body(tooEarly).at("/errors/0/message").asString()).contains(digest);
    upload(digest, tool);
    mvc.perform(get("/api/v1/artifacts/" + digest)).andExpect(jsonPath("$.sizeBytes").value(3));
    publish(zip).andExpect(status().isCreated());

    PackageVersion version = context.getBean(Packages.class).resolve("with-tool", Optional.empty());
    assertThat(context.getBean(Packages.class).get(version.id())).isSameAs(version);
    assertThat(version.artifactsFor("web"))
        .singleElement()
        .satisfies(
            artifact -> {
              assertThat(artifact.executable()).isTrue();
              assertThat(artifact.unpack()).isEmpty();
              assertThat(artifact.files())
                  .containsExactly(new LockedArtifact.File(digest, 3, "bin/tool"));
            });
    assertThat(version.artifactsFor("other")).isEmpty();
  }

  @Test
  void resolvesInsideOfATenantsScope() throws Exception {
    publish(TestPackages.named("in-scope", "1.0").zip()).andExpect(status().isCreated());
    Packages packages = context.getBean(Packages.class);

    PackageVersion version =
        database
            .scopes()
            .inTenant(
                database.tenant("globex"), () -> packages.resolve("in-scope", Optional.of("1.0")));

    assertThat(version.version()).isEqualTo("1.0");
  }

  @Test
  void errorsOfAPackageNameFileLineAndColumn() throws Exception {
    publish(
            TestPackages.named("broken", "1.0")
                .with("package.yml", "name: broken\nversoin: 1.0\nsummary: x\nmaintainer: us\n")
                .zip())
        .andExpect(status().isUnprocessableContent())
        .andExpect(jsonPath("$.errors[*].pointer").isArray())
        .andExpect(jsonPath("$.errors[?(@.pointer == 'package.yml:2:1')]").isNotEmpty());
  }

  @Test
  void uploadsTellWhereToGoOn() throws Exception {
    byte[] content = {7, 8, 9, 10};
    String id = begin(Digests.of(content), content.length);

    patchAt(id, 0, new byte[] {7, 8})
        .andExpect(status().isNoContent())
        .andExpect(header().string("Upload-Offset", "2"));
    patchAt(id, 0, content)
        .andExpect(status().isConflict())
        .andExpect(header().string("Upload-Offset", "2"));
    patchAt(id, 2, new byte[] {9, 10}).andExpect(header().string("Upload-Offset", "4"));
  }

  @Test
  void publishingAndUploadingNeedThePermission() throws Exception {
    database.callAs(developer);

    publish(TestPackages.named("forbidden", "1.0").zip()).andExpect(status().isForbidden());
    mvc.perform(
            post("/api/v1/artifact-uploads")
                .contentType("application/json")
                .content("{\"digest\":\"" + "0".repeat(64) + "\",\"sizeBytes\":1}"))
        .andExpect(status().isForbidden());
  }

  @Test
  void listsPageByPage() throws Exception {
    publish(TestPackages.named("page-a", "1.0").zip());
    publish(TestPackages.named("page-b", "1.0").zip());

    ResultActions first =
        mvc.perform(get("/api/v1/packages").param("q", "page-").param("limit", "1"))
            .andExpect(jsonPath("$.items[0].name").value("page-a"));
    String cursor = body(first).path("nextCursor").asString();
    mvc.perform(
            get("/api/v1/packages").param("q", "page-").param("limit", "1").param("cursor", cursor))
        .andExpect(jsonPath("$.items[0].name").value("page-b"))
        .andExpect(jsonPath("$.nextCursor").isEmpty());
  }

  private static JsonNode body(ResultActions answer) throws Exception {
    return JsonMapper.shared().readTree(answer.andReturn().getResponse().getContentAsByteArray());
  }

  private static ResultActions publish(byte[] zip) throws Exception {
    return mvc.perform(post("/api/v1/packages").contentType("application/zip").content(zip));
  }

  private static void upload(String digest, byte[] content) throws Exception {
    patchAt(begin(digest, content.length), 0, content).andExpect(status().isNoContent());
  }

  private static String begin(String digest, int size) throws Exception {
    ResultActions begun =
        mvc.perform(
                post("/api/v1/artifact-uploads")
                    .contentType("application/json")
                    .content("{\"digest\":\"%s\",\"sizeBytes\":%d}".formatted(digest, size)))
            .andExpect(status().isOk());
    return body(begun).path("uploadId").asString();
  }

  private static ResultActions patchAt(String uploadId, long offset, byte[] content)
      throws Exception {
    return mvc.perform(
        patch("/api/v1/artifact-uploads/" + uploadId)
            .contentType("application/offset+octet-stream")
            .header("Upload-Offset", offset)
            .content(content));
  }
}
