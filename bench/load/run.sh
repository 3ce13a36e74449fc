#!/usr/bin/env bash
# Compares, in one run and on loopback only: the gateway with capture, the same build as a bare proxy, and nginx as proxy, all before one
# origin that serves a static page of 10 KB. Rounds alternate, since machines drift; read the ratios, not the figures.
#
#   sudo apt-get install -y nginx wrk redis-server
#   bench/load/run.sh [seconds per run, default 10] [rounds, default 3]
set -euo pipefail

seconds=${1:-10}
rounds=${2:-3}
connections=64
root=$(cd "$(dirname "$0")/../.." && pwd)
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

. "$root/bench/await.sh"

# nginx, started by root, serves as another user.
chmod 755 "$work"
mkdir -p "$work/html" "$work/tmp"
{ echo '<!doctype html><title>page</title>'; head -c 7500 /dev/urandom | base64 -w 0; } | head -c 10240 >"$work/html/page.html"
cat >"$work/nginx.conf" <<CONF
worker_processes 1;
pid $work/nginx.pid;
daemon off;
error_log $work/nginx-error.log;
events { worker_connections 4096; }
http {
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path $work/tmp; proxy_temp_path $work/tmp; fastcgi_temp_path $work/tmp; uwsgi_temp_path $work/tmp; scgi_temp_path $work/tmp;
  upstream origin { server 127.0.0.1:9180; keepalive 256; }
  server { listen 127.0.0.1:9180; root $work/html; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:9181;
    keepalive_requests 1000000;
    location / { proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}
CONF

for project in Gateway GeoService CounterService; do dotnet build -c Release -v q -nologo "$root/$project" >/dev/null; done

service() { # name project port management settings...
  local name=$1 project=$2 port=$3 management=$4
  shift 4
  start "$name" env ASPNETCORE_URLS="http://127.0.0.1:$port" Management__Port="$management" Logging__LogLevel__Default=Warning "$@" \
    dotnet "$root/$project/bin/Release/net10.0/$project.dll"
}

start nginx nginx -c "$work/nginx.conf" -e "$work/nginx-error.log"
start redis redis-server --port 9185 --bind 127.0.0.1 --save '' --appendonly no --dir "$work"
service geo GeoService 9183 9193
service counter CounterService 9184 9194 ConnectionStrings__redis=127.0.0.1:9185
await http://127.0.0.1:9193/health
await http://127.0.0.1:9194/health

gateway=(Gateway__Cache__Enabled=false Gateway__Site__Address=http://127.0.0.1:9180 Gateway__TrustedProxies__Networks__0=127.0.0.0/8
  services__geo__http__0=http://127.0.0.1:9183 services__counter__http__0=http://127.0.0.1:9184)
service capture Gateway 9186 9196 "${gateway[@]}"
service bare Gateway 9187 9197 "${gateway[@]}" Gateway__Capture__Enabled=false
await http://127.0.0.1:9181/page.html
await http://127.0.0.1:9186/page.html
await http://127.0.0.1:9187/page.html

measure() { # port
  wrk -t1 -c"$connections" -d"${seconds}s" -s "$root/bench/load/visitors.lua" "http://127.0.0.1:$1" | awk '/Requests\/sec/ { print $2 } /Non-2xx|Socket errors/ { print > "/dev/stderr" }'
}

for port in 9186 9187 9181; do measure $port >/dev/null; done # warm-up

echo "| round | gateway with capture | bare YARP (same build) | nginx | capture / bare | bare / nginx |"
echo "| ---: | ---: | ---: | ---: | ---: | ---: |"
for round in $(seq "$rounds"); do
  if ((round % 2)); then capture=$(measure 9186) bare=$(measure 9187); else bare=$(measure 9187) capture=$(measure 9186); fi
  nginx=$(measure 9181)
  awk -v r="$round" -v c="$capture" -v b="$bare" -v n="$nginx" \
    'BEGIN { printf "| %d | %.0f | %.0f | %.0f | %.3f | %.3f |\n", r, c, b, n, c / b, b / n }'
done

echo
echo "Requests/s, $connections connections, page of 10 KB, $seconds s a run. The gateway's account after it:"
echo
echo '```'
curl -fsS http://127.0.0.1:9196/delivery
echo
echo '```'
