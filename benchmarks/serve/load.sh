#!/bin/sh
# Asks a running server for texts, as many clients at once would.
#
#   benchmarks/serve/load.sh ADDRESS CAPTIONS [CLIENTS] [SECONDS]
#
# ADDRESS is what `reelspace serve` printed, CAPTIONS a file with rows {"captions": [...]} (the
# first caption of each of the last 1,000 rows is asked for). Needs wrk and python3. Prints wrk's
# report: requests per second, times at 50, 75, 90 and 99 of 100, and what was no answer 200.
set -eu
address=$1
captions=$2
clients=${3:-50}
seconds=${4:-60}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 - "$captions" >"$work/paths.lua" <<'PYTHON'
import json, sys, urllib.parse
rows = [json.loads(line) for line in open(sys.argv[1])][-1000:]
print("return {")
for row in rows:
    print('"/api/search?top=10&text=%s",' % urllib.parse.quote_plus(row["captions"][0]))
print("}")
PYTHON
cat >"$work/search.lua" <<LUA
local paths = dofile("$work/paths.lua")
local threads = 0
function setup(thread)
  thread:set("begin", threads * 500)
  threads = threads + 1
end
local asked = 0
function request()
  asked = asked + 1
  return wrk.format("GET", paths[(begin + asked) % #paths + 1])
end
LUA
wrk --threads 2 --connections "$clients" --duration "${seconds}s" --timeout 30s --latency \
  --script "$work/search.lua" "$address"
