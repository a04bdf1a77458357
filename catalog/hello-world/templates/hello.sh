#!/bin/sh
# Prints the greeting until it is told to stop, and counts the greetings on its volume, so that
# one can see that the volume outlives the process.
set -eu

counter="$MERIDIAN_SANDBOX/data/greetings"
count=0
[ ! -f "$counter" ] || count=$(cat "$counter")
trap 'echo "$MERIDIAN_POD: stopping after $count greetings"; exit 0' TERM INT

echo "$MERIDIAN_POD of $MERIDIAN_INSTANCE starts at $MERIDIAN_NODE_ADDRESS, peers: $PEERS_HELLO"
greeting=$(cat "$MERIDIAN_SANDBOX/config/greeting")
# The marker of the process that runs now; the readiness check compares it.
echo "$$" > "$MERIDIAN_SANDBOX/started"
while :; do
  count=$((count + 1))
  # Written aside and renamed: a kill at any moment leaves a whole number.
  echo "$count" > "$counter.new"
  mv "$counter.new" "$counter"
  echo "$greeting ($count)"
  # In the background, because a shell runs its trap only between commands.
  sleep "$HELLO_SLEEP_SECONDS" &
  wait $! || true
done
