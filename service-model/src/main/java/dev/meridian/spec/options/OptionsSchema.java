package dev.meridian.spec.options;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schema of a package's options: JSON Schema 2020-12, or draft 4 when {@code $schema} says so.
 * References outside the file are never fetched. Safe for use by several threads.
 */
public final class OptionsSchema {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Schemas of packages come and go, so none is kept. */
  private static final SchemaRegistry REGISTRY = registry(false);

  /** There are five, each slow to read. */
  private static final SchemaRegistry META_SCHEMAS = registry(true);

  private final JsonNode root;
  private final SchemaTree tree;
  private final Schema validator;

  private OptionsSchema(JsonNode root, Schema validator) {
    this.root = root;
    this.tree = new SchemaTree(root);
    this.validator = validator;
  }

  private static SchemaRegistry registry(boolean cached) {
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12,
        builder ->
            builder
                .schemaCacheEnabled(cached)
                .schemaRegistryConfig(
                    SchemaRegistryConfig.builder()
                        .pathType(PathType.JSON_POINTER)
                        .formatAssertionsEnabled(true)
                        .locale(Locale.ENGLISH)
                        .build()));
  }

  /** A schema without options. */
  public static OptionsSchema empty() {
    return of("{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");
  }

  /**
   * Reads a schema.
   *
   * @throws InvalidOptionsSchema with every problem when the text is no schema of an object
   */
  public static OptionsSchema of(String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw new InvalidOptionsSchema(
          List.of(problem("", "is not JSON: " + e.getOriginalMessage())),
          at == null ? 0 : at.getLineNr(),
          at == null ? 0 : at.getColumnNr());
    }
    List<OptionProblem> problems = check(root);
    if (!problems.isEmpty()) {
      throw new InvalidOptionsSchema(problems, 0, 0);
    }
    try {
      Schema validator = REGISTRY.getSchema(root);
      validator.initializeValidators();
      OptionsSchema schema = new OptionsSchema(root, validator);
      schema.sample();
      return schema;
    } catch (DefaultValues.TooMany e) {
      throw new InvalidOptionsSchema(List.of(problem("", String.valueOf(e.getMessage()))), 0, 0);
    } catch (SchemaException | IllegalArgumentException e) {
      throw new InvalidOptionsSchema(
          List.of(problem("", "is not usable as a schema: " + e.getMessage())), 0, 0);
    }
  }

  private static List<OptionProblem> check(JsonNode root) {
    if (!root.isObject()) {
      return List.of(problem("", "must be a JSON object"));
    }
    if (!root.path("type").asString("object").equals("object")) {
      return List.of(problem("/type", "must be \"object\": options have names"));
    }
    SpecificationVersion version = SpecificationVersion.DRAFT_2020_12;
    if (root.has("$schema")) {
      Optional<SpecificationVersion> named =
          SpecificationVersion.fromDialectId(root.path("$schema").asString("").replace("#", ""))
              .or(() -> SpecificationVersion.fromSchemaNode(root));
      if (named.isEmpty()) {
        return List.of(problem("/$schema", "must be https://json-schema.org/draft/2020-12/schema"));
      }
      version = named.get();
    }
    Schema metaSchema = META_SCHEMAS.getSchema(SchemaLocation.of(version.getDialectId()));
    List<OptionProblem> problems = new ArrayList<>();
    for (Error error : metaSchema.validate(root)) {
      problems.add(problem(error.getInstanceLocation().toString(), error.getMessage()));
    }
    return problems;
  }

  /** The schema itself, for forms; a copy. */
  public JsonNode json() {
    return root.deepCopy();
  }

  /** The names of the options at the top. */
  public Set<String> properties() {
    return tree.properties(root).keySet();
  }

  /** A text as the type that a top-level option declares, where it can be read as such. */
  JsonNode typed(String name, String text) {
    JsonNode string = JsonNodeFactory.instance.stringNode(text);
    JsonNode property = tree.properties(root).get(name);
    String type =
        property == null ? "string" : tree.resolved(property).path("type").asString("string");
    if (type.equals("string")) {
      return string;
    }
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      // The validator says which type it must be.
      return string;
    }
  }

  /** The values of a tenant who chooses nothing. */
  public ObjectNode defaults() {
    return new DefaultValues(tree).of(root);
  }

  /**
   * Merges default &lt; stored &lt; given: objects by name, everything else replaced as a whole,
   * and checks the result against the schema.
   *
   * @param stored what the instance was last configured with; an empty object for a new one
   * @param given what is asked for now
   */
  public ResolvedOptions resolve(JsonNode stored, JsonNode given) {
    List<OptionProblem> problems = new ArrayList<>();
    ObjectNode storedObject = object(stored, "stored options", problems);
    ObjectNode givenObject = object(given, "options", problems);
    ObjectNode defaults = defaults();
    ObjectNode values = ObjectMerge.merge(ObjectMerge.merge(defaults, storedObject), givenObject);
    Map<String, Origin> origins = ObjectMerge.origins(values, storedObject, givenObject);
    OptionNames names = new OptionNames(tree);
    names.walk(root, values);
    problems.addAll(names.problems());
    for (Error error : validator.validate(values)) {
      String pointer = error.getInstanceLocation().toString();
      String about =
          error.getProperty() == null ? pointer : Pointers.below(pointer, error.getProperty());
      if (!names.isReported(pointer) && !names.isReported(about)) {
        problems.add(problem(pointer, error.getMessage()));
      }
    }
    return new ResolvedOptions(values, origins, problems, names.secretPointers());
  }

  /** What lint renders with: the defaults, and something for what is required without a default. */
  public ObjectNode sample() {
    return new Samples(tree).fill(root, defaults(), 0);
  }

  private static ObjectNode object(JsonNode node, String what, List<OptionProblem> problems) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    if (!node.isNull() && !node.isMissingNode()) {
      problems.add(problem("", what + " must be a JSON object"));
    }
    return JsonNodeFactory.instance.objectNode();
  }

  private static OptionProblem problem(String pointer, String message) {
    return new OptionProblem(pointer, message, Optional.empty());
  }
}
