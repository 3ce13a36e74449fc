#!/usr/bin/env bash
# Compares a page of 10 KB from the gateway's cache (capture on) with nginx as plain proxy, nginx with proxy_cache and Varnish, in one run on
# loopback, before one origin. Beside requests/s it gives the processor time that each server spent on a request, which other programs on the
# machine disturb less. Rounds alternate.
#
#   sudo apt-get install -y nginx varnish wrk redis-server
#   bench/cache/run.sh [seconds per run, default 10] [rounds, default 3]
set -euo pipefail

seconds=${1:-10}
rounds=${2:-3}
connections=64
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
pids=()
declare -A server

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
  server[$name]=$!
}

. "$root/bench/await.sh"

# nginx and varnishd, started by root, serve as other users.
chmod 755 "$work"
mkdir -p "$work/html" "$work/tmp" "$work/stored"
chmod 777 "$work/tmp" "$work/stored"
{ echo '<!doctype html><title>page</title>'; head -c 7500 /dev/urandom | base64 -w 0; } | head -c 10240 >"$work/html/page.html"
conf() { # name server-block
  cat >"$work/$1.conf" <<CONF
worker_processes 2;
pid $work/$1.pid;
daemon off;
error_log $work/$1-error.log;
events { worker_connections 4096; }
http {
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path $work/tmp; proxy_temp_path $work/tmp; fastcgi_temp_path $work/tmp; uwsgi_temp_path $work/tmp; scgi_temp_path $work/tmp;
  proxy_cache_path $work/stored keys_zone=pages:10m use_temp_path=off;
  upstream origin { server 127.0.0.1:9280; keepalive 256; }
  server { keepalive_requests 1000000; $2 }
}
CONF
  start "$1" nginx -c "$work/$1.conf" -e "$work/$1-error.log"
}
conf origin "listen 127.0.0.1:9280; root $work/html; add_header Cache-Control 'max-age=3600';"
conf proxy 'listen 127.0.0.1:9281; location / { proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection ""; }'
conf cache 'listen 127.0.0.1:9282; location / { proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_cache pages; }'
start varnish varnishd -F -a 127.0.0.1:9283 -b 127.0.0.1:9280 -s malloc,256m -n "$work/varnish" -T none

for project in Gateway GeoService CounterService; do dotnet build -c Release -v q -nologo "$root/$project" >/dev/null; done
service() { # name project port management settings...
  local name=$1 project=$2 port=$3 management=$4
  shift 4
  start "$name" env ASPNETCORE_URLS="http://127.0.0.1:$port" Management__Port="$management" Logging__LogLevel__Default=Warning "$@" \
    dotnet "$root/$project/bin/Release/net10.0/$project.dll"
}
start redis redis-server --port 9285 --bind 127.0.0.1 --save '' --appendonly no --dir "$work"
service geo GeoService 9286 9296
service counter CounterService 9284 9294 ConnectionStrings__redis=127.0.0.1:9285
service gateway Gateway 9287 9297 Gateway__Site__Address=http://127.0.0.1:9280 Gateway__TrustedProxies__Networks__0=127.0.0.0/8 \
  Gateway__Spool__Directory="$work/spool" services__geo__http__0=http://127.0.0.1:9286 services__counter__http__0=http://127.0.0.1:9284
for port in 9281 9282 9283 9287; do await "http://127.0.0.1:$port/page.html"; done

# Processor time of a process and its children, in microseconds; a thread is no process (-T), though /proc has its number too.
spent() { # pid
  local all
  all=$(pstree -pT "$1" | grep -o '([0-9]*)' | tr -d '()' | sort -u)
  for pid in $all; do [ -r "/proc/$pid/stat" ] && awk '{ print $14 + $15 }' "/proc/$pid/stat"; done 2>/dev/null |
    awk -v hz="$(getconf CLK_TCK)" '{ sum += $1 } END { printf "%.0f", sum * 1000000 / hz }'
}

measure() { # name port
  local before after
  before=$(spent "${server[$1]}")
  wrk -t1 -c"$connections" -d"${seconds}s" -s "$root/bench/load/visitors.lua" "http://127.0.0.1:$2" >"$work/wrk.txt"
  after=$(spent "${server[$1]}")
  grep -E 'Non-2xx|Socket errors' "$work/wrk.txt" >&2 || true
  awk -v time="$((after - before))" '/requests in/ { n = $1 } /Requests\/sec/ { printf "%.0f (%.0f)", $2, time / n }' "$work/wrk.txt"
}

names=(gateway proxy cache varnish)
ports=(9287 9281 9282 9283)
for index in 0 1 2 3; do measure "${names[index]}" "${ports[index]}" >/dev/null; done # warm-up

echo "| round | gateway, cache and capture | nginx proxy | nginx proxy_cache | Varnish |"
echo "| ---: | ---: | ---: | ---: | ---: |"
for round in $(seq "$rounds"); do
  row="| $round |"
  for index in 0 1 2 3; do row+=" $(measure "${names[index]}" "${ports[index]}") |"; done
  echo "$row"
done

echo
echo "Requests/s (processor time a request in µs), $connections connections, page of 10 KB, $seconds s a run. From the gateway's cache:"
curl -fsS http://127.0.0.1:9297/metrics | grep -E '^affluence_gateway_cache_requests' || true
