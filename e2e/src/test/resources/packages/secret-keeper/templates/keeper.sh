#!/bin/sh
# Prints digests of what this pod was given, with the moments of its start and end.
set -eu

digest() {
  sha256sum | cut -d ' ' -f 1
}

trap 'echo "stopped $(date +%s%N)"; exit 0' TERM INT
echo "started $(date +%s%N)"
echo "note $NOTE"
echo "variable $(printf %s "$PASSWORD" | digest)"
echo "file $(digest < "$MERIDIAN_SANDBOX/config/keystore")"
echo "rendered $(digest < "$MERIDIAN_SANDBOX/config/app.conf")"
# The marker of the process that runs now; the readiness check compares it.
echo "$$" > "$MERIDIAN_SANDBOX/started"
while :; do
  # In the background, because a shell runs its trap only between commands.
  sleep 5 &
  wait $! || true
done
