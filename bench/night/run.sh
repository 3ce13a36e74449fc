#!/usr/bin/env bash
# Plays the night of 8 November 2016 into the whole system, on redis-server and on the embedded store, waits until the report has it on
# record, plays it once more, and prints a table of what was told, simulated and reported. Uses the default ports.
#
#   sudo apt-get install -y redis-server curl python3
#   bench/night/run.sh [scale, default 1] [stores, default "redis embedded"]
set -euo pipefail

scale=${1:-1}
stores=${2:-"redis embedded"}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
pids=()
redis_port=6390

stop() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  pids=()
}
trap 'stop; rm -rf "$work"' EXIT

peak() { # pid
  awk '/VmHWM/ { printf "%d MB", $2 / 1024 }' "/proc/$1/status"
}

cpu() { # pid
  awk -v hz="$(getconf CLK_TCK)" '{ printf "%.0f s", ($14 + $15) / hz }' "/proc/$1/stat"
}

await_health() {
  for _ in $(seq 300); do
    if curl -fsS -o /dev/null http://127.0.0.1:9081/health 2>/dev/null; then return; fi
    sleep 0.2
  done
  echo "the report does not answer" >&2
  tail -n 20 "$work"/*.log >&2
  exit 1
}

play() { # truth file
  local start=$SECONDS
  dotnet "$root/Simulator/bin/Release/net10.0/Simulator.dll" night --scale "$scale" --truth "$1" >"$work/play.log" 2>&1 &
  local pid=$!
  local simulator=0
  while kill -0 "$pid" 2>/dev/null; do
    simulator=$(peak "$pid" 2>/dev/null || echo "$simulator")
    sleep 0.5
  done
  wait "$pid" || { cat "$work/play.log" >&2; exit 1; }
  grep -E 'requests of|Simulated' "$work/play.log"
  echo "wall clock $((SECONDS - start)) s, simulator at most $simulator"
}

dotnet build -c Release -v q "$root/Standalone" >/dev/null
dotnet build -c Release -v q "$root/Simulator" >/dev/null

for store in $stores; do
  echo "## $store, scale $scale"
  arguments=(--data "$work/$store" --set Logging:LogLevel:Default=Error)
  if [ "$store" = redis ]; then
    redis-server --port "$redis_port" --save "" --appendonly no >"$work/redis.log" 2>&1 &
    redis=$!
    pids+=("$redis")
    arguments+=(--redis "127.0.0.1:$redis_port")
  fi

  dotnet "$root/Standalone/bin/Release/net10.0/Standalone.dll" "${arguments[@]}" >"$work/$store.log" 2>&1 &
  standalone=$!
  pids+=("$standalone")
  await_health

  echo "### first play"
  play "$work/$store.truth"
  start=$SECONDS
  "$root/bench/night/acceptance.py" await http://127.0.0.1:8081 http://127.0.0.1:9081
  echo "on record $((SECONDS - start)) s later"
  "$root/bench/night/acceptance.py" save http://127.0.0.1:8081 "$work/$store.first"
  echo "### second play"
  play "$work/again.truth"
  cmp "$work/$store.truth" "$work/again.truth"
  "$root/bench/night/acceptance.py" await http://127.0.0.1:8081 http://127.0.0.1:9081
  "$root/bench/night/acceptance.py" save http://127.0.0.1:8081 "$work/$store.second"
  "$root/bench/night/acceptance.py" compare "$work/$store.first" "$work/$store.second"

  echo "### figures"
  "$root/bench/night/acceptance.py" table http://127.0.0.1:8081 "$work/$store.truth" "$scale"
  echo "Standalone: at most $(peak "$standalone"), $(cpu "$standalone") of processor time"
  if [ "$store" = redis ]; then
    echo "redis-server: at most $(redis-cli -p "$redis_port" info memory | awk -F: '/used_memory_peak_human/ { print $2 }' | tr -d '\r'), $(cpu "$redis") of processor time"
  fi

  stop
  echo
done
