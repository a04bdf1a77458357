# The suites of `./meridian test`, sourced by the launcher (which found the tools).
# shellcheck shell=sh

usage_of_test() {
  say "usage: ./meridian test [--fast | --long NAME]"
  say "  (no option)   all suites; this is what .ci/run calls"
  say "  --fast        unit and slice tests alone"
  say "  --long NAME   what is too long for every run:"
  say "      kill-control-plane   50 kills of the control plane or its database during a deployment"
  say "      tenant-matrix        each permission check taken away alone must turn the tenant matrix red"
  say "      database-away        the database away for a minute"
  say "      api-fuzz             a hundred requests for each operation of the API, and their sequences"
  exit 2
}

# Installs, or says how to install, the programs that only tests need.
need_test_programs() {
  packages=
  if ! command -v chromium >/dev/null 2>&1; then
    packages="$packages chromium"
  fi
  command -v ip >/dev/null 2>&1 || packages="$packages iproute2"
  command -v setpriv >/dev/null 2>&1 || packages="$packages util-linux"
  command -v xz >/dev/null 2>&1 || packages="$packages xz-utils"
  python3 -c 'import ensurepip, venv' >/dev/null 2>&1 || packages="$packages python3-venv"
  # The oldest PostgreSQL that the schema has to work on, beside the embedded one; Debian 12 has it.
  if [ ! -x /usr/lib/postgresql/15/bin/postgres ]; then
    if grep -qs '^ID=debian' /etc/os-release && grep -qs '^VERSION_ID="12"' /etc/os-release; then
      packages="$packages postgresql-15"
    else
      say "not tested here: the schema on PostgreSQL 15, which this system has no package of"
    fi
  fi
  [ -n "$packages" ] || return 0
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "installing$packages (apt-get)"
    # shellcheck disable=SC2086
    if { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages; } \
      >"$state/apt.log" 2>&1; then
      return 0
    fi
    say "apt-get failed; its log: $state/apt.log"
    exit 1
  fi
  say "missing for the tests:$packages. Debian: apt-get install$packages (or run this as root)"
  exit 1
}

# The API fuzzer, in an environment of its own.
need_fuzzer() {
  wanted=$home/e2e/fuzz/requirements.txt
  if [ -x "$state/fuzz/bin/schemathesis" ] && cmp -s "$wanted" "$state/fuzz/requirements.txt"; then
    return 0
  fi
  say "installing the API fuzzer (pip)"
  rm -rf "$state/fuzz"
  if { python3 -m venv "$state/fuzz" && "$state/fuzz/bin/pip" install --quiet -r "$wanted"; } >"$state/fuzz.log" 2>&1; then
    cp "$wanted" "$state/fuzz/requirements.txt"
    return 0
  fi
  say "pip failed; its log: $state/fuzz.log"
  exit 1
}

report=
failed=0
suite() { # suite NAME COMMAND…: runs it, keeps its minutes and whether it failed
  name=$1
  shift
  say "==== $name"
  begun=$(date +%s)
  outcome=passed
  "$@" || {
    outcome=FAILED
    failed=1
  }
  note "$name" $(($(date +%s) - begun)) "$outcome"
}

note() { # note NAME SECONDS OUTCOME
  minutes=$(($2 / 60)).$(($2 % 60 * 10 / 60))
  report="$report$(printf '%-34s %6s min  %s' "$1" "$minutes" "$3")
"
}

# A suite that runs beside the ones that follow; its output is printed when it is joined.
beside_pid=
beside() { # beside NAME COMMAND…
  beside_name=$1
  shift
  (
    begun=$(date +%s)
    code=0
    "$@" || code=$?
    echo $(($(date +%s) - begun)) >"$state/beside.seconds"
    exit "$code"
  ) >"$state/beside.log" 2>&1 &
  beside_pid=$!
  trap '[ -z "$beside_pid" ] || kill "$beside_pid" 2>/dev/null' EXIT
}

join_beside() {
  [ -n "$beside_pid" ] || return 0
  outcome=passed
  wait "$beside_pid" || {
    outcome=FAILED
    failed=1
  }
  beside_pid=
  say "==== $beside_name"
  cat "$state/beside.log"
  note "$beside_name" "$(cat "$state/beside.seconds")" "$outcome"
}

web_step() { (cd "$home/web-ui" && npm run "$@"); }

web_suite() {
  (cd "$home/web-ui" && npm ci --no-audit --no-fund) && web_step lint && web_step test && web_step build
}

end_to_end() {
  MERIDIAN_NO_BUILD=1 run_maven -f e2e/pom.xml verify "$@"
}

finish() {
  printf '\n%s' "$report"
  [ "$failed" -eq 0 ] || say "Something failed: look for FAILED above."
  exit "$failed"
}

run_suites() {
  mkdir -p "$state"
  case ${1:-} in
    '')
      need_test_programs
      need_fuzzer
      # The web's tools and javac leave cores idle that the other can use.
      [ ! -f "$home/web-ui/package.json" ] || beside "web: lint, unit tests, build" web_suite
      # Benchmarks are compiled and checked here, and run by ./meridian bench alone.
      suite "Java: unit and integration" run_maven --fail-at-end verify -Dmeridian.end-to-end.later=true
      join_beside
      train_cli
      suite "class caches" train_platform
      suite "end to end and browser" end_to_end
      ;;
    --fast)
      [ $# -eq 1 ] || usage_of_test
      suite "Java: unit and slice" run_maven --fail-at-end test
      if [ -f "$home/web-ui/package.json" ]; then
        [ -d "$home/web-ui/node_modules" ] || (cd "$home/web-ui" && npm ci --no-audit --no-fund)
        suite "web: unit tests" web_step test
      fi
      ;;
    --long)
      case ${2:-} in
        kill-control-plane)
          build_platform
          suite "kill-control-plane" end_to_end -Dit.test=ControlPlaneKillIT -Dmeridian.kill.runs=50
          ;;
        database-away)
          build_platform
          suite "database-away" end_to_end -Dit.test=DatabaseAwayIT -Dmeridian.database.away-seconds=60
          ;;
        api-fuzz)
          need_test_programs
          need_fuzzer
          build_platform
          suite "api-fuzz" end_to_end -Dit.test=ApiFuzzIT -Dmeridian.fuzz.examples=15 -Dmeridian.fuzz.rounds=7 -Dmeridian.fuzz.minutes=12 -Dtest.timeout='90 m'
          ;;
        tenant-matrix)
          suite "tenant-matrix" run_maven -pl control-plane -am verify -Dtest=SchemaRulesTest \
            -Dit.test=TenantMatrixIT,TenantMatrixMutations -Dsurefire.failIfNoSpecifiedTests=false \
            -Dfailsafe.failIfNoSpecifiedTests=false -Dmeridian.mutations.write=true
          ;;
        *) usage_of_test ;;
      esac
      ;;
    *) usage_of_test ;;
  esac
  finish
}
