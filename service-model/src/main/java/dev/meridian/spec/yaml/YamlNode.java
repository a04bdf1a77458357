package dev.meridian.spec.yaml;

import java.util.List;
import java.util.Optional;

/** An element of a YAML file with its place, counted from 1. */
public sealed interface YamlNode {
  int line();

  int column();

  /** What it is, for messages: {@code a mapping}. */
  String kindName();

  /** A mapping, in file order, each key once. */
  record YamlMap(List<Entry> entries, int line, int column) implements YamlNode {
    public YamlMap {
      entries = List.copyOf(entries);
    }

    public Optional<Entry> entry(String key) {
      return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    @Override
    public String kindName() {
      return "a mapping";
    }
  }

  /** A key with the place of the key, and its value. */
  record Entry(String key, int line, int column, YamlNode value) {}

  /** A list. */
  record YamlList(List<YamlNode> items, int line, int column) implements YamlNode {
    public YamlList {
      items = List.copyOf(items);
    }

    @Override
    public String kindName() {
      return "a list";
    }
  }

  /** A single value as written, and what YAML takes it for. */
  record YamlScalar(String text, Kind kind, int line, int column) implements YamlNode {

    public boolean isNull() {
      return kind == Kind.NULL;
    }

    @Override
    public String kindName() {
      return isNull() ? "nothing" : "a single value";
    }
  }

  /** The type of a scalar. */
  enum Kind {
    TEXT,
    INTEGER,
    DECIMAL,
    BOOLEAN,
    NULL
  }
}
