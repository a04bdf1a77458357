package dev.meridian.cli.packages;

/** Told what a build is doing, one sentence at a time; called from the building thread. */
@FunctionalInterface
public interface ProgressListener {
  /** Says nothing to anybody. */
  ProgressListener SILENT = sentence -> {};

  /**
   * @param sentence for people, without a line break
   */
  void progress(String sentence);
}
