package dev.meridian.cli.view;

import dev.meridian.cli.api.Json;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * One column of a table, or one labelled line of a single thing.
 *
 * @param text the plain text of an item
 * @param style colours that text; must not change its width
 */
public record Column(
    String header,
    boolean right,
    Function<JsonNode, String> text,
    BiFunction<Palette, String, String> style) {

  public static Column of(String header, Function<JsonNode, String> text) {
    return new Column(header, false, text, (palette, plain) -> plain);
  }

  /** The text at a pointer. */
  public static Column text(String header, String pointer) {
    return of(header, item -> Json.text(item, pointer));
  }

  public static Column state(String header, String pointer) {
    return new Column(header, false, item -> Json.text(item, pointer), Palette::state);
  }

  public static Column number(String header, String pointer) {
    return right(header, item -> Json.text(item, pointer));
  }

  public static Column right(String header, Function<JsonNode, String> text) {
    return new Column(header, true, text, (palette, plain) -> plain);
  }

  public static Column bytes(String header, String pointer) {
    return right(
        header, item -> item.at(pointer).isNumber() ? Units.bytes(item.at(pointer).asLong()) : "");
  }

  public static Column moment(String header, String pointer) {
    return of(header, item -> Units.moment(Json.text(item, pointer)));
  }

  /** The texts of an array, joined. */
  public static Column list(String header, String pointer) {
    return of(
        header,
        item ->
            item.at(pointer).values().stream()
                .map(each -> each.asString(""))
                .collect(Collectors.joining(", ")));
  }

  /** Used and total of one amount, such as "2 / 8". */
  public static Column share(
      String header, String used, String total, Function<JsonNode, String> amount) {
    return right(
        header, item -> amount.apply(item.at(used)) + " / " + amount.apply(item.at(total)));
  }
}
