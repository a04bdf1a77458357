#!/bin/sh
# Supervises one run of one task and outlives the agent that started it.
#
#   supervise.sh start|adopt FOLDER EXIT_FILE RUN GRACE USER STDOUT STDERR ENTRY [CGROUP...]
#
# start   launches the task in a session of its own, waits for it, ends what it leaves behind and
#         writes the exit file. Of two that try to start the same run one goes on: the one that
#         creates FOLDER/claimed.
# adopt   the same for a task that runs already and whose supervisor was killed; the exit code is
#         lost then.
# launch  (internal) what the task's own process does before it becomes the task.
#
# SIGTERM: the tree gets SIGTERM, GRACE seconds later SIGKILL.
# FOLDER/lease, when it exists, holds the end of the run lease on the boot-time clock in hundredths
# of a second. A watcher kills the tree when it has passed, whoever else is dead by then.
#
# The environment is the agent's own minimal one. The task's environment is only in ENTRY, a script
# that is read after the privileges are dropped: a PATH or LD_PRELOAD that a tenant chose never
# reaches a program that runs as root. Everything but sh, setsid, setpriv, grep, cat, mv and sleep is
# a builtin. Variables have a prefix so that nothing here meets what the task is given.
set -u
umask 077

m_mode=$1 m_folder=$2 m_exit=$3 m_run=$4 m_grace=$5 m_user=$6 m_out=$7 m_err=$8 m_entry=$9
shift 9
m_groups="$*"

# Boot-time clock in hundredths of a second; it counts suspended time too.
m_clock() {
  read -r m_now _ </proc/uptime
  m_now=${m_now%.*}${m_now#*.}
}

# Sets m_state, m_session and m_start of a process; fails when there is none. The name of a program
# may hold blanks and brackets, so the fields count from the last bracket.
m_inspect() {
  { read -r m_line </proc/"$1"/stat; } 2>/dev/null || return 1
  # shellcheck disable=SC2086
  set -- ${m_line##*) }
  m_state=$1 m_session=$4
  shift 19
  m_start=$1
}

# Succeeds while the task's first process exists; a zombie does not count, a re-used pid neither.
m_leader_lives() {
  m_inspect "$m_leader" && [ "$m_start" = "$m_leader_start" ] && [ "$m_state" != Z ] &&
    [ "$m_state" != X ]
}

# Collects into m_found every process of this run: its control groups, its session, and whatever
# carries its marker in the environment (children that left the session).
m_members() {
  m_found=
  for m_group in $m_groups; do
    while read -r m_pid; do m_found="$m_found $m_pid"; done \
      2>/dev/null <"$m_group/cgroup.procs" || :
  done
  # The number of a session is not given away while a member lives; a stranger under the leader's
  # number proves that the session is empty.
  m_by_session=yes
  if m_inspect "$m_leader" && [ "$m_start" != "$m_leader_start" ]; then m_by_session=no; fi
  if [ $m_by_session = yes ]; then
    for m_path in /proc/[0-9]*; do
      m_inspect "${m_path#/proc/}" || continue
      if [ "$m_session" = "$m_leader" ]; then
        case $m_state in Z | X) ;; *) m_found="$m_found ${m_path#/proc/}" ;; esac
      fi
    done
  fi
  for m_path in $(grep -l "MERIDIAN_TASK_RUN=$m_run" /proc/[0-9]*/environ 2>/dev/null); do
    m_path=${m_path#/proc/}
    m_found="$m_found ${m_path%/environ}"
  done
  [ -n "$m_found" ]
}

m_signal() {
  if m_members; then
    # shellcheck disable=SC2086
    kill -s "$1" $m_found 2>/dev/null || :
  fi
}

# Kills the tree at the end of the lease; ends with the run. A process of its own, so that killing
# the supervisor does not lift the lease.
m_watch_lease() {
  while [ ! -e "$m_exit" ] && [ -d "$m_folder" ]; do
    m_leader_lives || m_members || return 0
    if { read -r m_deadline <"$m_folder/lease"; } 2>/dev/null; then
      m_clock
      if [ "$m_now" -ge "$m_deadline" ]; then
        : >"$m_folder/lease-ended"
        m_signal KILL
      fi
    fi
    sleep 1
  done
}

m_finish() {
  m_cause=exited
  [ "$m_stopping" = yes ] && m_cause=stopped
  [ "$m_mode" = adopt ] && [ "$m_stopping" = no ] && m_cause=lost
  [ -e "$m_folder/lease-ended" ] && m_cause=lease
  printf '%s %s\n' "$1" "$m_cause" >"$m_exit.tmp" && mv "$m_exit.tmp" "$m_exit"
}

if [ "$m_mode" = launch ]; then
  for m_group in $m_groups; do
    # Limits that cannot be set are reported by the agent; the task runs without them.
    { printf '%s\n' $$ >"$m_group/cgroup.procs"; } 2>/dev/null || :
  done
  m_inspect $$
  printf '%s %s\n' $$ "$m_start" >"$m_folder/task"
  # Tells the agent; in a subshell because the agent may be gone and SIGPIPE must not end the task.
  (trap '' PIPE && printf '%s %s\n' $$ "$m_start" >&3) 2>/dev/null || :
  exec 3>&-
  umask 022
  m_command=$(cat "$m_folder/command")
  export MERIDIAN_TASK_RUN="$m_run"
  if [ "$m_user" = - ]; then
    exec /bin/sh "$m_entry" "$m_command"
  fi
  exec setpriv --reuid "$m_user" --regid "$m_user" --clear-groups --no-new-privs -- \
    /bin/sh "$m_entry" "$m_command"
fi

m_stopping=no m_kill_at=0
m_request_stop() {
  m_interrupted=yes
  if [ $m_stopping = no ]; then
    m_stopping=yes
    m_clock
    m_kill_at=$((m_now + m_grace * 100))
  fi
}
trap m_request_stop TERM
trap : HUP INT

m_inspect $$
if [ "$m_mode" = start ]; then
  mkdir "$m_folder/claimed" 2>/dev/null || exit 0
  printf '%s %s\n' $$ "$m_start" >"$m_folder/supervisor"
  # shellcheck disable=SC2086
  setsid /bin/sh "$0" launch "$m_folder" "$m_exit" "$m_run" "$m_grace" "$m_user" "$m_out" "$m_err" \
    "$m_entry" $m_groups 3>&1 >>"$m_out" 2>>"$m_err" </dev/null &
  m_leader=$!
  exec >/dev/null
  m_inspect "$m_leader" || m_start=0
  m_leader_start=$m_start
else
  printf '%s %s\n' $$ "$m_start" >"$m_folder/supervisor"
  exec >/dev/null
  read -r m_leader m_leader_start <"$m_folder/task"
fi

if [ -e "$m_folder/lease" ]; then
  m_watch_lease &
fi

m_status=-1
if [ "$m_mode" = start ]; then
  while [ $m_stopping = no ]; do
    m_interrupted=no
    wait "$m_leader"
    m_status=$?
    [ $m_interrupted = no ] && break
  done
else
  while [ $m_stopping = no ] && m_leader_lives; do sleep 0.2; done
fi

# From here on the tree ends: because somebody asked, or because a task that lost its first process
# is over and must leave nothing behind.
if [ $m_stopping = no ]; then
  m_clock
  m_kill_at=$((m_now + m_grace * 100))
fi
m_sent=no
while m_members; do
  m_clock
  if [ "$m_now" -ge $m_kill_at ]; then
    # shellcheck disable=SC2086
    kill -s KILL $m_found 2>/dev/null || :
  elif [ $m_sent = no ]; then
    # shellcheck disable=SC2086
    kill -s TERM $m_found 2>/dev/null || :
    m_sent=yes
  fi
  sleep 0.05
done
if [ "$m_mode" = start ] && [ $m_stopping = yes ]; then
  wait "$m_leader"
  m_last=$?
  # 127: the first wait had collected the status just when the signal came.
  [ $m_last -ne 127 ] && m_status=$m_last
fi
m_finish "$m_status"
