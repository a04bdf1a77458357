package dev.meridian.spec.yaml;

import dev.meridian.spec.yaml.YamlNode.Entry;
import dev.meridian.spec.yaml.YamlNode.Kind;
import dev.meridian.spec.yaml.YamlNode.YamlList;
import dev.meridian.spec.yaml.YamlNode.YamlMap;
import dev.meridian.spec.yaml.YamlNode.YamlScalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads one YAML document (YAML 1.2 core schema). A key that is given twice is an error. What
 * exceeds a bound is an error before it costs memory: aliases count with everything that they stand
 * for.
 */
public final class YamlReader {
  public static final int MAX_CHARACTERS = 1 << 20;
  static final int MAX_DEPTH = 40;
  static final int MAX_NODES = 100_000;
  private static final int MAX_ALIASES = 1_000;
  private static final String ROOT = "";

  private final Problems problems;
  private int nodes;

  private YamlReader(Problems problems) {
    this.problems = problems;
  }

  /** The document; empty when a problem was added that leaves nothing to read. */
  public static Optional<YamlNode> read(String text, Problems problems) {
    return new YamlReader(problems).document(text);
  }

  private Optional<YamlNode> document(String text) {
    if (text.length() > MAX_CHARACTERS) {
      problems.error(ROOT, 0, 0, "the file is longer than " + MAX_CHARACTERS + " characters");
      return Optional.empty();
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setCodePointLimit(MAX_CHARACTERS)
            .setUseMarks(true)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .build();
    try {
      // The composer calls itself for each level; the event parser does not, so it looks first.
      if (!shallow(new Parse(settings).parseString(text))) {
        return Optional.empty();
      }
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        problems.error(ROOT, 1, 1, "the file is empty");
        return Optional.empty();
      }
      return Optional.of(convert(root.get(), ROOT, 0));
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      problems.error(
          ROOT,
          mark.map(at -> at.getLine() + 1).orElse(0),
          mark.map(at -> at.getColumn() + 1).orElse(0),
          "is not YAML: " + e.getProblem());
      return Optional.empty();
    } catch (YamlEngineException e) {
      problems.error(ROOT, 0, 0, "is not YAML: " + firstLine(e));
      return Optional.empty();
    } catch (TooBig e) {
      problems.error(ROOT, e.line, e.column, e.reason);
      return Optional.empty();
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
  }

  private boolean shallow(Iterable<Event> events) {
    int depth = 0;
    int count = 0;
    for (Event event : events) {
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (depth > MAX_DEPTH || ++count > MAX_NODES * 2) {
        problems.error(
            ROOT,
            event.getStartMark().map(at -> at.getLine() + 1).orElse(0),
            event.getStartMark().map(at -> at.getColumn() + 1).orElse(0),
            depth > MAX_DEPTH
                ? "is nested deeper than " + MAX_DEPTH + " levels"
                : "has more than " + MAX_NODES + " elements");
        return false;
      }
    }
    return true;
  }

  private YamlNode convert(Node node, String path, int depth) {
    int line = node.getStartMark().map(at -> at.getLine() + 1).orElse(0);
    int column = node.getStartMark().map(at -> at.getColumn() + 1).orElse(0);
    if (depth > MAX_DEPTH) {
      throw new TooBig(
          line, column, "is nested deeper than " + MAX_DEPTH + " levels, or contains itself");
    }
    if (++nodes > MAX_NODES) {
      throw new TooBig(
          line, column, "has more than " + MAX_NODES + " elements when its aliases are expanded");
    }
    return switch (node) {
      case MappingNode mapping -> map(mapping, path, depth, line, column);
      case SequenceNode sequence -> {
        List<YamlNode> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          items.add(convert(item, path + "[" + items.size() + "]", depth + 1));
        }
        yield new YamlList(items, line, column);
      }
      case ScalarNode scalar ->
          new YamlScalar(scalar.getValue(), kind(scalar, path, line, column), line, column);
      default -> {
        problems.error(path, line, column, "has an unsupported form");
        yield new YamlScalar("", Kind.NULL, line, column);
      }
    };
  }

  private YamlMap map(MappingNode mapping, String path, int depth, int line, int column) {
    List<Entry> entries = new ArrayList<>();
    Map<String, Integer> lineOfKey = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node keyNode = tuple.getKeyNode();
      int keyLine = keyNode.getStartMark().map(at -> at.getLine() + 1).orElse(0);
      int keyColumn = keyNode.getStartMark().map(at -> at.getColumn() + 1).orElse(0);
      if (!(keyNode instanceof ScalarNode scalar)) {
        problems.error(path, keyLine, keyColumn, "a key must be a plain text");
        continue;
      }
      String key = scalar.getValue();
      String keyPath = path.isEmpty() ? key : path + "." + key;
      YamlNode value = convert(tuple.getValueNode(), keyPath, depth + 1);
      Integer before = lineOfKey.putIfAbsent(key, keyLine);
      if (before != null) {
        problems.error(
            keyPath, keyLine, keyColumn, "is given twice; the first is on line " + before);
      } else {
        entries.add(new Entry(key, keyLine, keyColumn, value));
      }
    }
    return new YamlMap(entries, line, column);
  }

  private Kind kind(ScalarNode scalar, String path, int line, int column) {
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.STR)) {
      return Kind.TEXT;
    } else if (tag.equals(Tag.INT)) {
      return Kind.INTEGER;
    } else if (tag.equals(Tag.FLOAT)) {
      return Kind.DECIMAL;
    } else if (tag.equals(Tag.BOOL)) {
      return Kind.BOOLEAN;
    } else if (tag.equals(Tag.NULL)) {
      return Kind.NULL;
    }
    problems.error(path, line, column, "has the tag " + tag + ", which is not supported");
    return Kind.TEXT;
  }

  private static final class TooBig extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final String reason;

    TooBig(int line, int column, String reason) {
      super(reason, null, false, false);
      this.line = line;
      this.column = column;
      this.reason = reason;
    }
  }
}
