#!/usr/bin/env bash
# Times `import` beside GoAccess on the same logs in one run, on loopback only. Two seeded logs in the combined format: one of nearly all
# distinct visitors, and a typical one. The import sends to a counter that discards, so that it is measured alone, and to the real one over
# redis-server, which share its processors. Everything is timed as a whole process, the start of the runtime included.
#
#   sudo apt-get install -y goaccess redis-server time
#   bench/import/run.sh [lines, default 2000000] [rounds, default 3] [lines for GoAccess, default all; 0 leaves it out]
#   EARLIER=/path/of/another/build/Simulator.dll bench/import/run.sh …   times that one beside it, on the same logs
set -euo pipefail

lines=${1:-2000000}
rounds=${2:-3}
goaccess_lines=${3:-$lines}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
pids=()

cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

start() { # name command...
  local name=$1
  shift
  "$@" >"$work/$name.log" 2>&1 &
  pids+=($!)
}

await() { # command...
  for _ in $(seq 300); do
    if "$@" >/dev/null 2>&1; then return; fi
    sleep 0.2
  done
  echo "no answer: $*" >&2
  tail -n 20 "$work"/*.log >&2
  exit 1
}

dotnet publish -c Release -v q -nologo -p:PublishReadyToRun=true -o "$work/simulator" "$root/Simulator" >/dev/null
for project in GeoService CounterService bench/DiscardingCounter; do dotnet build -c Release -v q -nologo "$root/$project" >/dev/null; done

service() { # name project port management settings...
  local name=$1 project=$2 port=$3 management=$4
  shift 4
  start "$name" env ASPNETCORE_URLS="http://127.0.0.1:$port" Management__Port="$management" Logging__LogLevel__Default=Warning "$@" \
    dotnet "$root/$project/bin/Release/net10.0/$project.dll"
}

start redis redis-server --port 9285 --bind 127.0.0.1 --save '' --appendonly no --dir "$work"
service geo GeoService 9283 9293
service counter CounterService 9284 9294 ConnectionStrings__redis=127.0.0.1:9285
start discarding dotnet "$root/bench/DiscardingCounter/bin/Release/net10.0/DiscardingCounter.dll" 9286
await curl -fsS http://127.0.0.1:9293/health
await curl -fsS http://127.0.0.1:9294/health
await bash -c '</dev/tcp/127.0.0.1/9286'

for kind in distinct typical; do
  awk -v lines="$lines" -v seed=1 -v kind=$kind -f "$here/make_log.awk" >"$work/$kind.log"
  head -n $((lines / 10)) "$work/$kind.log" >"$work/$kind.tenth.log"
done
gzip -k -1 "$work/typical.log"

timed() { # command...: "wall cpu memory"
  /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$@" >"$work/out" 2>&1 || { cat "$work/out" >&2; exit 1; }
  awk '{ print $1, $2 + $3, $4 }' "$work/time"
}

simulator=$work/simulator/Simulator.dll

import() { # port files...
  local port=$1
  shift
  timed dotnet "$simulator" import "$@" --counter "http://127.0.0.1:$port" --geo http://127.0.0.1:9283 --key-file "$work/import.key"
}

row() { # name lines "wall cpu memory"
  awk -v name="$1" -v lines="$2" -v figures="$3" 'BEGIN {
    split(figures, f, " ")
    printf "| %s | %d | %.2f | %.0f | %.2f | %.2f | %.0f |\n", name, lines, f[1], lines / f[1], f[2], f[2] / lines * 1e6, f[3] / 1024
  }'
}

# 300 files of 12,000 lines, as of a log that is rotated every few minutes, and the same lines in one.
mkdir "$work/many"
awk -v lines=3600000 -v seed=2 -v kind=typical -f "$here/make_log.awk" >"$work/one.log"
split -l 12000 -d -a 3 "$work/one.log" "$work/many/access.log."

echo "| what | lines | s | lines/s | processor s | µs a line | peak MB |"
echo "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
for round in $(seq "$rounds"); do
  for kind in distinct typical; do
    whole=$(import 9286 "$work/$kind.log")
    tenth=$(import 9286 "$work/$kind.tenth.log")
    row "$kind, alone" "$lines" "$whole"
    row "$kind, alone, the first tenth" $((lines / 10)) "$tenth"
    row "$kind, alone, steady (the difference)" $((lines - lines / 10)) \
      "$(awk -v a="$whole" -v b="$tenth" 'BEGIN { split(a, x, " "); split(b, y, " "); print x[1] - y[1], x[2] - y[2], x[3] }')"
    row "$kind, with the counter and redis-server" "$lines" "$(import 9284 "$work/$kind.log")"
  done
  row "typical, alone, gzip" "$lines" "$(import 9286 "$work/typical.log.gz")"
  row "300 files, alone" 3600000 "$(import 9286 "$work"/many/*)"
  row "the same in one, alone" 3600000 "$(import 9286 "$work/one.log")"
  if [[ -n ${EARLIER:-} ]]; then
    for kind in distinct typical; do
      row "$kind, alone, the earlier build" "$lines" "$(simulator=$EARLIER import 9286 "$work/$kind.log")"
      row "$kind, alone, this build again" "$lines" "$(import 9286 "$work/$kind.log")"
    done
    row "typical, alone, gzip, the earlier build" "$lines" "$(simulator=$EARLIER import 9286 "$work/typical.log.gz")"
  fi
done

if ((goaccess_lines == 0)); then exit; fi
for kind in distinct typical; do
  head -n "$goaccess_lines" "$work/$kind.log" >"$work/goaccess.log"
  row "GoAccess $(goaccess --version | awk 'NR == 1 { sub(/\.$/, "", $3); print $3 }'), $kind" "$goaccess_lines" \
    "$(timed goaccess "$work/goaccess.log" --log-format=COMBINED --no-progress -o "$work/goaccess.json")"
done
