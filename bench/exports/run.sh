#!/usr/bin/env bash
# Four anonymous readers take a year of minutes as CSV at once: how long GET /api/v1/snapshots/current takes meanwhile,
# against the same with nobody else there, in alternate rounds of one run. Uses the default ports.
#
#   sudo apt-get install -y curl python3
#   bench/exports/run.sh [days on record, default 365] [rounds, default 5]
set -euo pipefail

days=${1:-365}
rounds=${2:-5}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
pid=

stop() {
  if [ -n "$pid" ]; then
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    pid=
  fi
}
trap 'stop; rm -rf "$work"' EXIT

start() {
  dotnet "$root/Standalone/bin/Release/net10.0/Standalone.dll" --data "$work/data" --set Logging:LogLevel:Default=Error \
    --set Report:MinuteRetention=3660.00:00:00 --set Report:QuarterHourRetention=3660.00:00:00 >"$work/standalone.log" 2>&1 &
  pid=$!
  for _ in $(seq 300); do
    if curl -fsS -o /dev/null http://127.0.0.1:8081/api/v1/snapshots/current 2>/dev/null; then return; fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.2
  done
  echo "the report does not answer" >&2
  tail -n 20 "$work/standalone.log" >&2
  exit 1
}

dotnet build -c Release -v q "$root/Standalone" >/dev/null
dotnet build -c Release -v q "$root/Simulator" >/dev/null

start
dotnet "$root/Simulator/bin/Release/net10.0/Simulator.dll" night --scale 0.05 --token-file "$work/data/credentials/ingest.token" >"$work/play.log" 2>&1 || {
  cat "$work/play.log" >&2
  exit 1
}
python3 "$root/bench/exports/exports.py" await "$work/data"
stop
python3 "$root/bench/exports/exports.py" fill "$work/data" "$days"
start
python3 "$root/bench/exports/exports.py" measure "$pid" "$days" "$rounds"
