#!/bin/sh
# Makes a golden copy: the data of a small platform as a build of Meridian leaves it behind.
#   e2e/golden/make.sh CHECKOUT NAME
# CHECKOUT is a clone at the build whose data is to be kept; the result is NAME.tar.xz beside this file, with
#   control-plane/  the data directory, database and keys included
#   agent/          the state of its one agent, with the volume of a stopped service
# GoldenCopyIT starts the present build on it. The password in it is the one below, good for nothing else.
set -eu

[ $# -eq 2 ] || { echo "usage: e2e/golden/make.sh CHECKOUT NAME" >&2; exit 2; }
out=$(cd "$(dirname "$0")" && pwd)/$2.tar.xz
meridian=$(cd "$1" && pwd)/meridian
folder=$(mktemp -d)
chmod 755 "$folder"
password='golden copy of a platform'
port=18471
agent_port=18472
pids=

stop() {
  for pid in $pids; do kill -TERM "$pid" 2>/dev/null || true; done
  for pid in $pids; do wait "$pid" 2>/dev/null || true; done
  pids=
}
trap 'stop; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

wait_for() { # wait_for WHAT COMMAND…
  what=$1
  shift
  left=4500 # a build of what is stale comes first
  until "$@" >/dev/null 2>&1; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || { echo "$what did not come; the logs: $folder" >&2; trap - EXIT; stop; exit 1; }
    sleep 0.2
  done
}

as() { # as PERSON ARGUMENT…
  person=$1
  shift
  HOME=$folder/people/$person XDG_CONFIG_HOME=$folder/people/$person MERIDIAN_URL=http://127.0.0.1:$port \
    MERIDIAN_NO_BUILD=1 "$meridian" "$@"
}

sign_in() { # sign_in PERSON
  mkdir -p "$folder/people/$1"
  printf '%s\n' "$password" | as "$1" login --username "$1" --password-stdin
}

"$meridian" up --help >/dev/null
MERIDIAN_BOOTSTRAP_ADMIN_PASSWORD=$password "$meridian" up --data-dir "$folder/control-plane" --port $port \
  --agent-port $agent_port >"$folder/control-plane.log" 2>&1 &
pids=$!
wait_for 'the control plane' curl -fs "http://127.0.0.1:$port/actuator/health/readiness"
sign_in admin
as admin region create hq --provider on-prem
as admin region join-token hq --json >"$folder/token.json"
sed -n 's/.*"token" *: *"\([^"]*\)".*/\1/p' "$folder/token.json" >"$folder/token"
MERIDIAN_NO_BUILD=1 "$meridian" agent --data-dir "$folder/agent" --control-plane "127.0.0.1:$agent_port" --name hq-1 \
  --zone a --address 127.0.60.1 --advertised-address 127.0.60.1 --ports 20000-20999 --cpus 2 --memory 3GiB \
  --disk 20GiB --join-token-file "$folder/token" >"$folder/agent.log" 2>&1 &
pids="$! $pids"
as admin tenant create acme
as admin tenant create acme/streams
printf '%s\n' "$password" | as admin member add dana --role tenant-developer --tenant acme/streams --password-stdin
as admin package publish "$1/catalog/hello-world" --out "$folder/bundles"
sign_in dana
as dana instance install greeter hello-world --tenant acme/streams --wait
agent=${pids%% *}
kill -TERM "$agent"
wait "$agent" || true
MERIDIAN_NO_BUILD=1 "$meridian" agent stop --data-dir "$folder/agent" --grace 2
stop
rm -rf "$folder/people" "$folder/bundles" "$folder"/token* "$folder"/*.log
tar -C "$folder" --numeric-owner -c control-plane agent | xz -9e >"$out"
ls -l "$out"
