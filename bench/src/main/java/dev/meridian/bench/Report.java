package dev.meridian.bench;

/** Where a benchmark says what it found, as soon as it knows. */
interface Report {
  void measured(Measurement measurement);

  /** Something that a reader must know to judge the figures. */
  void note(String text);
}
