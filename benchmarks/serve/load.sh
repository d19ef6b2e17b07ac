#!/bin/sh
# Asks a running server for texts, as many clients at once would.
#
#   benchmarks/serve/load.sh ADDRESS CAPTIONS [CLIENTS] [SECONDS] [PID]
#
# ADDRESS is what `reelspace serve` printed, CAPTIONS a file with rows {"captions": [...]} (the
# captions of its last 1,000 rows are asked for, 5,000 different texts). Needs wrk and python3.
# Prints wrk's report: requests per second, times at 50, 75, 90 and 99 of 100, what was no answer
# 200; and with the id of the server's process its memory every ten seconds and its processor time.
set -eu
address=$1
captions=$2
clients=${3:-50}
seconds=${4:-60}
process=${5:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 - "$captions" >"$work/paths.lua" <<'PYTHON'
import json, sys, urllib.parse
rows = [json.loads(line) for line in open(sys.argv[1])][-1000:]
print("return {")
for number in range(5):
    for row in rows:
        text = row["captions"][number % len(row["captions"])]
        print('"/api/search?top=10&min-score=0&text=%s",' % urllib.parse.quote_plus(text))
print("}")
PYTHON
cat >"$work/search.lua" <<LUA
local paths = dofile("$work/paths.lua")
local threads = 0
function setup(thread)
  thread:set("begin", threads * 2500)
  threads = threads + 1
end
local asked = 0
function request()
  asked = asked + 1
  return wrk.format("GET", paths[(begin + asked) % #paths + 1])
end
LUA
if [ -n "$process" ]; then
  (
    waited=0
    while [ "$waited" -lt "$seconds" ]; do
      sleep 10
      waited=$((waited + 10))
      resident=$(awk '/^RssAnon/ {print int($2 / 1024)}' "/proc/$process/status")
      echo "after $waited s: $resident MB without files"
    done
  ) &
fi
ticks() { awk '{print $14 + $15}' "/proc/$process/stat"; }
[ -z "$process" ] || before=$(ticks)
wrk --threads 2 --connections "$clients" --duration "${seconds}s" --timeout 30s --latency \
  --script "$work/search.lua" "$address" | tee "$work/report"
if [ -n "$process" ]; then
  requests=$(awk '/requests in/ {print $1}' "$work/report")
  awk -v ticks="$(($(ticks) - before))" -v hertz="$(getconf CLK_TCK)" -v requests="$requests" \
    'BEGIN {printf "%.1f ms of processor time a request\n", 1000 * ticks / hertz / requests}'
fi
wait
