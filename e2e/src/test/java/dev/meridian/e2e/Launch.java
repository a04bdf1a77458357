package dev.meridian.e2e;

/** One start of a task, as an agent wrote it into its own log before it did it. */
record Launch(String node, String podId, long incarnation, String task, long run, long pid) {}
