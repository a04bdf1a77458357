package dev.meridian.controlplane.matrix;

/** The tenants of the matrix. A path ends with a slash, so that it begins those below it. */
enum Place {
  ROOT(""),
  ACME("acme/"),
  STREAMS("acme/streams/"),
  RAW("acme/streams/raw/"),
  WEB("acme/web/"),
  GLOBEX("globex/"),
  FROZEN("frozen/");

  private final String path;

  Place(String path) {
    this.path = path;
  }

  String path() {
    return path;
  }

  String tenantName() {
    String[] names = path.split("/", -1);
    return names[names.length - 2];
  }
}
