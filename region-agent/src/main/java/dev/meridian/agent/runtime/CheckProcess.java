package dev.meridian.agent.runtime;

import dev.meridian.agent.record.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A health or readiness check: a process beside the task that never outlives its time. */
final class CheckProcess {
  // Enters the task's control groups, drops the privileges, becomes the check.
  private static final String LAUNCH =
      """
      user=$1 entry=$2 command=$3; shift 3
      for group in "$@"; do { echo $$ >"$group/cgroup.procs"; } 2>/dev/null || :; done
      [ "$user" = - ] && exec /bin/sh "$entry" "$command"
      exec setpriv --reuid "$user" --regid "$user" --clear-groups --no-new-privs -- \
        /bin/sh "$entry" "$command"
      """;

  private CheckProcess() {}

  static boolean passes(RunRecord run, String command, Duration timeout)
      throws IOException, InterruptedException {
    String marker = UUID.randomUUID().toString();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "setsid",
                "/bin/sh",
                "-c",
                LAUNCH,
                "check",
                run.getUser().isEmpty() ? "-" : run.getUser(),
                run.getEntry(),
                command));
    arguments.addAll(run.getControlGroupsList());
    ProcessBuilder builder =
        SupervisorProgram.clean(new ProcessBuilder(arguments), Path.of(run.getSandbox()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("MERIDIAN_CHECK", marker);
    builder.environment().put("MERIDIAN_TASK_RUN", run.getRunId());
    Process check = builder.start();
    Optional<ProcessIdentity> leader =
        ProcessTable.find(check.pid()).map(ProcessTable.Entry::identity);
    try {
      return check.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS) && check.exitValue() == 0;
    } finally {
      if (check.isAlive()) {
        for (ProcessIdentity member : ProcessTable.members(leader, "MERIDIAN_CHECK=" + marker)) {
          ProcessTable.end(member, true);
        }
        check.destroyForcibly();
      }
    }
  }
}
