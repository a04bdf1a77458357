package dev.meridian.controlplane.usage;

/** What the rows of a report tell apart beside tenants. */
record Grouping(boolean service, boolean day) {
  static final Grouping ALL = new Grouping(true, true);
}
