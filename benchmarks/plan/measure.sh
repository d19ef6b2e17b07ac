#!/bin/bash
# Measures what indexes of several sizes take, in a folder and on a Milvus server that it starts for
# each size and ends again:
#   benchmarks/plan/measure.sh FLICKR8K WORK MILVUS_SERVER SIZE...
# MILVUS_SERVER is the command milvus-server of PyPI's package milvus 2.3.5, or - for Lucene alone.
# The server deletes what it has put together anew after ten seconds instead of three hours.
# Numbers are added to WORK/measured.tsv; the indexes are deleted. BENCHMARK names another command
# that runs benchmarks.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
flickr=$1
work=$2
server=$3
shift 3
run=${BENCHMARK:-$here/../run}
first=${FIRST_PORT:-21530}
port=$first
mkdir -p "$work"

# The server's own store of settings would take the same ports for every server of a machine.
write_ports() {
  cat >"$data/etcd.yaml" <<PORTS
name: default
listen-client-urls: http://127.0.0.1:$((first + 9))
advertise-client-urls: http://127.0.0.1:$((first + 9))
listen-peer-urls: http://127.0.0.1:$((first + 10))
initial-advertise-peer-urls: http://127.0.0.1:$((first + 10))
initial-cluster: default=http://127.0.0.1:$((first + 10))
PORTS
}

# The first start is the package's command, which writes the settings; later ones are its program, as
# the command would take other ports.
start() {
  export ETCD_CONFIG_PATH=$data/etcd.yaml METRICS_PORT=$((first + 8))
  if [ -f "$data/configs/milvus.yaml" ]; then
    (cd "$data" && DEPLOY_MODE=STANDALONE MILVUS_RUN_DIR=$data/run LD_LIBRARY_PATH=$data/bin \
      exec "$data/bin/milvus" run standalone) >>"$data/output" 2>&1 &
    command=$!
    pid=$command
  else
    "$server" --data "$data" --proxy-port "$port" --proxy-internal-port $((first + 1)) \
      --root-coord-port $((first + 2)) --query-coord-port $((first + 3)) \
      --query-node-port $((first + 4)) --index-node-port $((first + 5)) \
      --data-coord-port $((first + 6)) --data-node-port $((first + 7)) \
      --extra-config dataCoord.gc.interval=5 --extra-config dataCoord.gc.dropTolerance=10 \
      >>"$data/output" 2>&1 &
    command=$!
    pid=
    while [ -z "$pid" ]; do
      sleep 1
      pid=$(pgrep -P "$command" -f 'run standalone' || :)
    done
  fi
}

# Until it takes connections; it answers a little later.
await() {
  until (exec 3<>"/dev/tcp/localhost/$port") 2>/dev/null; do sleep 1; done
  sleep 10
}

stop() {
  kill -9 "$command" "$pid" 2>/dev/null || :
  wait "$command" 2>/dev/null || :
}

for size in "$@"; do
  if [ -n "${LUCENE-yes}" ]; then
    "$run" search.PlanMeasurement "$flickr" "$work" "$size" ingest
    "$run" search.PlanMeasurement "$flickr" "$work" "$size" search
    [ -n "${KEEP-}" ] || rm -rf "$work/lucene-$size"
  fi
  [ "$server" != - ] || continue
  data=$work/milvus-$size
  rm -rf "$data"
  mkdir -p "$data"
  data=$(cd "$data" && pwd)
  if [ -d "$(dirname "$server")/milvus-programs" ]; then # unpacked before
    ln -s "$(cd "$(dirname "$server")" && pwd)/milvus-programs" "$data/bin"
  fi
  write_ports
  trap 'stop; rm -rf "$data"' EXIT
  start
  await
  "$run" search.PlanMeasurement "$flickr" "$work" "$size" ingest \
    "milvus://localhost:$port/plan" "$pid" "$data"
  stop
  for _ in $(seq "${STARTS:-3}"); do # its memory differs from start to start
    sleep 5
    start
    await
    sleep 150 # it looks once a minute for files to join, and joins them
    "$run" search.PlanMeasurement "$flickr" "$work" "$size" search \
      "milvus://localhost:$port/plan" "$pid" "$data"
    stop
  done
  trap - EXIT
  [ -n "${KEEP-}" ] || rm -rf "$data"
done
