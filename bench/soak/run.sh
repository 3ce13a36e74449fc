#!/usr/bin/env bash
# Runs the whole system for half an hour under visitors, two gateways behind a balancer, and looks every ten seconds at what a leak or a lag would
# show in: memory, handles, threads, the store, the spools, the age of the figures. Every five minutes other visitors come, and the report is held
# against what was sent. Everything listens on free loopback ports.
#
#   sudo apt-get install -y redis-server nginx python3
#   bench/soak/run.sh [minutes, default 30] [visitors of each five minutes, default 6000] [output, default bench/results/soak]
#
# Writes <output>.csv (every sample), <output>.svg (its curves), <output>.runs (what the simulator said), and prints a table.
set -euo pipefail

minutes=${1:-30}
visitors=${2:-6000}
root=$(cd "$(dirname "$0")/../.." && pwd)
output=${3:-$root/bench/results/soak}
run=$((minutes < 5 ? minutes : 5))
work=$(mktemp -d)
pids=()

cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT

mapfile -t ports < <(python3 "$root/bench/soak/soak.py" ports 16)
for project in Site GeoService CounterService ReportService Gateway Simulator; do
  dotnet build -c Release -v q -nologo "$root/$project" >/dev/null
done

start() { # name management-or-- command...
  local name=$1 management=$2
  shift 2
  (cd "$work" && exec "$@") >"$work/$name.log" 2>&1 &
  pids+=($!)
  echo "$name $! $management" >>"$work/processes"
}

service() { # name project port management settings...
  local name=$1 project=$2 port=$3 management=$4
  shift 4
  start "$name" "http://127.0.0.1:$management" env ASPNETCORE_URLS="http://127.0.0.1:$port" Management__Port="$management" Logging__LogLevel__Default=Warning \
    SiteTime__TimeZone=UTC "$@" dotnet exec "$root/$project/bin/Release/net10.0/$project.dll"
}

. "$root/bench/await.sh"

p() { echo "http://127.0.0.1:${ports[$1]}"; }

mkdir -p "$work/store" "$work/tmp"
chmod 755 "$work" # nginx, started by root, serves as another user.
cat >"$work/nginx.conf" <<CONF
worker_processes 1;
pid $work/nginx.pid;
daemon off;
error_log $work/nginx-error.log;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path $work/tmp; proxy_temp_path $work/tmp; fastcgi_temp_path $work/tmp; uwsgi_temp_path $work/tmp; scgi_temp_path $work/tmp;
  upstream gateways { server 127.0.0.1:${ports[0]}; server 127.0.0.1:${ports[1]}; keepalive 64; }
  server {
    listen 127.0.0.1:${ports[2]};
    location / { proxy_pass http://gateways; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host \$http_host; }
  }
}
CONF

start redis - redis-server --port "${ports[3]}" --bind 127.0.0.1 --save '' --appendonly yes --dir "$work/store"
service site Site "${ports[4]}" "${ports[5]}"
service geo GeoService "${ports[6]}" "${ports[7]}"
# A rotation in the midst of it would be a rotation's figures: it is half a day away.
service counter CounterService "${ports[8]}" "${ports[9]}" ConnectionStrings__redis="127.0.0.1:${ports[3]}" \
  Counter__RotationHour=$((($(date -u +%-H) + 12) % 24))
service report ReportService "${ports[10]}" "${ports[11]}" Grpc__Port="${ports[12]}" services__counter__http__0="$(p 8)" \
  services__geo__http__0="$(p 6)" Report__DataDirectory="$work/report"
for gateway in 0 1; do
  service "gateway$((gateway + 1))" Gateway "${ports[$gateway]}" "${ports[$((gateway + 13))]}" Gateway__Site__Address="$(p 4)" \
    services__geo__http__0="$(p 6)" services__counter__http__0="$(p 8)" Gateway__TrustedProxies__Networks__0=127.0.0.0/8 \
    Gateway__Spool__Directory="$work/spool$((gateway + 1))"
done
start nginx - nginx -c "$work/nginx.conf" -e "$work/nginx-error.log"
for management in 5 7 9 11 13 14; do await "$(p $management)/alive"; done
await "$(p 2)/en"

python3 "$root/bench/soak/soak.py" sample "$work/processes" "${ports[3]}" "$work/store" "$work/report" \
  "gateway1,$work/spool1" "gateway2,$work/spool2" >"$output.csv" 2>"$work/sampler.log" &
sampler=$!
pids+=("$sampler")

: >"$output.runs"
for ((from = 0; from < minutes; from += run)); do
  # One after the other, and longer than the report's window: none sees the visitors of the last.
  dotnet exec "$root/Simulator/bin/Release/net10.0/Simulator.dll" live --gateway "$(p 2)" --report "$(p 10)" \
    --visitors "$visitors" --minutes "$run" --seed "$from" 2>&1 | tr '\r' '\n' | grep -E 'requests sent,|visitors .*[0-9]|report of' >>"$output.runs" || true
done

for gateway in 13 14; do
  echo "gateway: $(curl -fsS "$(p $gateway)/delivery")" >>"$output.runs"
done
for log in "$work"/*.log; do
  echo "$(basename "$log" .log): $(grep -cE ' (warn|fail|crit): ' "$log" || true) warnings or errors in its log" >>"$output.runs"
done
kill "$sampler"
wait "$sampler" 2>/dev/null || true
python3 "$root/bench/soak/soak.py" plot "$output.csv" "$output.svg"
