package dev.meridian.spec.options;

/** JSON pointers (RFC 6901). */
final class Pointers {
  private Pointers() {}

  static String below(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
