#!/bin/sh
# Ready: this process of the broker is registered, not fenced, and answers requests. Kafka says so
# in one log line, which config/log4j2.properties writes to a file of its own; start-broker.sh
# removes that file before each start, and the file is written anew by each process.
started="$MERIDIAN_SANDBOX/run/started.log"
if [ -s "$started" ]; then
  exit 0
fi
echo "the broker has not been unfenced yet"
exit 1
