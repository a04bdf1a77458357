#!/bin/sh
# Starts one Kafka node: writes the configuration that depends on the peers, formats the storage
# at the first start only, and becomes the broker. Waits for nobody: names, addresses and ports of
# all peers are known before the first of them starts.
set -eu

fail() {
  echo "start-broker: $*" >&2
  exit 1
}

data="$MERIDIAN_SANDBOX/data"
run="$MERIDIAN_SANDBOX/run"
mkdir -p "$run"
# The readiness check must never see what an earlier process left behind.
rm -f "$run/started.log"
[ -d "$data" ] || fail "the volume $data is missing. Look at the pod's volumes before restarting it."

[ "$((KAFKA_HEAP_MB + 250))" -le "$KAFKA_MEMORY_MB" ] ||
  fail "brokers.memory-mb is $KAFKA_MEMORY_MB, less than 250 above brokers.heap-mb, which is $KAFKA_HEAP_MB. Raise the memory or lower the heap."

brokers=0
for peer in $(echo "$PEERS_BROKER" | tr ',' ' '); do
  brokers=$((brokers + 1))
done
[ "$KAFKA_CONTROLLERS" -le "$brokers" ] ||
  fail "brokers.controllers is $KAFKA_CONTROLLERS but there are only $brokers brokers. Raise brokers.count, or install with fewer controllers."

# Two majorities of different voter sets may contradict each other, so the number of controllers
# is decided once in the life of a volume.
if [ -f "$data/controllers" ]; then
  installed=$(cat "$data/controllers")
  [ "$installed" = "$KAFKA_CONTROLLERS" ] ||
    fail "this cluster was installed with $installed controllers and cannot change to $KAFKA_CONTROLLERS. Set brokers.controllers back to $installed."
fi

voters=
id=0
for voter in $(echo "$PEERS_BROKER_CONTROLLER" | tr ',' ' '); do
  [ "$id" -lt "$KAFKA_CONTROLLERS" ] || break
  voters="${voters:+$voters,}$id@$voter"
  id=$((id + 1))
done

if [ "$POD_INSTANCE_INDEX" -lt "$KAFKA_CONTROLLERS" ]; then
  roles=broker,controller
  listeners="CONTROLLER://$MERIDIAN_NODE_ADDRESS:$CONTROLLER_PORT,"
else
  roles=broker
  listeners=
fi

# A topic cannot have more replicas than there are brokers.
replication=$KAFKA_REPLICATION_FACTOR
[ "$replication" -le "$brokers" ] || replication=$brokers
in_sync=$KAFKA_MIN_INSYNC_REPLICAS
[ "$in_sync" -le "$replication" ] || in_sync=$replication

config="$run/server.properties"
cat "$MERIDIAN_SANDBOX/config/server.properties" - > "$config" <<END
node.id=$POD_INSTANCE_INDEX
process.roles=$roles
controller.quorum.voters=$voters
listeners=${listeners}INTERNAL://$MERIDIAN_NODE_ADDRESS:$INTERNAL_PORT,CLIENT://$MERIDIAN_NODE_ADDRESS:$CLIENT_PORT
advertised.listeners=INTERNAL://$MERIDIAN_POD_NAME_FQDN:$INTERNAL_PORT,CLIENT://$MERIDIAN_ADVERTISED_ADDRESS:$CLIENT_PORT
broker.rack=$REGION/$ZONE
log.dirs=$data/logs
default.replication.factor=$replication
offsets.topic.replication.factor=$replication
transaction.state.log.replication.factor=$replication
share.coordinator.state.topic.replication.factor=$replication
min.insync.replicas=$in_sync
transaction.state.log.min.isr=$in_sync
share.coordinator.state.topic.min.isr=$in_sync
END

java="${JAVA_HOME:?start-broker: no JDK was given to this task}/bin/java"
# Every JVM of this pod resolves peers through the hosts file of the sandbox, which follows moves.
common="-Djdk.net.hosts.file=$MERIDIAN_HOSTS_FILE -Djava.awt.headless=true -XX:+ExitOnOutOfMemoryError"

if [ ! -f "$data/logs/meta.properties" ]; then
  # 16 bytes as Kafka writes them (base64url without padding), the same for all brokers without
  # asking anybody: the id of this service instance.
  octal=$(echo "$MERIDIAN_INSTANCE_ID" | tr -d '-' | sed 's/../ 0x&/g')
  cluster_id=$(for byte in $octal; do printf "\\$(printf '%03o' "$byte")"; done | base64 | tr '+/' '-_' | tr -d '=')
  echo "start-broker: formatting the storage of cluster $cluster_id"
  # Unquoted on purpose: options are separate words.
  "$java" $common -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$MERIDIAN_SANDBOX/lib/*" \
    "-Dlog4j2.configurationFile=$MERIDIAN_SANDBOX/config/format-log4j2.properties" \
    kafka.tools.StorageTool format --ignore-formatted "--cluster-id=$cluster_id" "--config=$config"
fi
[ -f "$data/controllers" ] || echo "$KAFKA_CONTROLLERS" > "$data/controllers"

# Small brokers are for trying things out, often several on one machine: the serial collector takes
# less memory there, and the first compiler alone halves the processor time of a start.
if [ "$KAFKA_HEAP_MB" -lt 1024 ]; then
  tuning="-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
else
  tuning="-XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35"
fi

exec "$java" $common $tuning "-Xms${KAFKA_HEAP_MB}m" "-Xmx${KAFKA_HEAP_MB}m" \
  -cp "$MERIDIAN_SANDBOX/lib/*" \
  "-Dlog4j2.configurationFile=$MERIDIAN_SANDBOX/config/log4j2.properties" \
  "-Dmeridian.started=$run/started.log" \
  kafka.Kafka "$config"
