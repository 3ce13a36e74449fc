#!/usr/bin/env bash
# What the cache costs where it is bounded, on loopback, before the gateway alone (capture off): 1,000 requests at once for one cold page, and the
# memory that 100,000 pages of 10 KB take, all kept and with room for a quarter of them.
#
#   sudo apt-get install -y nginx wrk python3
#   bench/cache/bounds.sh [rounds, default 5]
set -euo pipefail

rounds=${1:-5}
pages=100000
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
gateway=
nginx=

stop() { # pid
  if [[ -n $1 ]]; then kill "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; fi
}
trap 'stop "$gateway"; stop "$nginx"; rm -rf "$work"' EXIT

. "$root/bench/await.sh"

start_gateway() { # bytes
  env ASPNETCORE_URLS=http://127.0.0.1:9287 Management__Port=9297 Gateway__Site__Address=http://127.0.0.1:9280 Gateway__Capture__Enabled=false \
    Gateway__RateLimit__Enabled=false Gateway__Cache__Bytes="$1" Logging__LogLevel__Default=Warning \
    dotnet "$root/Gateway/bin/Release/net10.0/Gateway.dll" >"$work/gateway.log" 2>&1 &
  gateway=$!
  await http://127.0.0.1:9297/alive
}

metric() { # name
  curl -fsS http://127.0.0.1:9297/metrics | awk -v name="^$1([{ ]|\$)" '$1 ~ name { sum += $2 } END { printf "%.0f", sum }'
}

resident() { awk '/VmRSS/ { print $2 * 1024 }' "/proc/$gateway/status"; }

dotnet build -c Release -v q -nologo "$root/Gateway" >/dev/null

echo "1,000 requests at once for one cold page, which takes the site 0.5 s:"
echo
start_gateway $((256 << 20))
python3 "$here/cold.py" 9287 9280 "$rounds"
stop "$gateway"

# nginx, started by root, serves as another user.
chmod 755 "$work"
mkdir "$work/html" "$work/tmp"
chmod 777 "$work/tmp"
{ echo '<!doctype html><title>page</title>'; head -c 7500 /dev/urandom | base64 -w 0; } | head -c 10240 >"$work/html/page.html"
cat >"$work/nginx.conf" <<CONF
worker_processes 1;
pid $work/nginx.pid;
daemon off;
events { worker_connections 4096; }
http {
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path $work/tmp; proxy_temp_path $work/tmp; fastcgi_temp_path $work/tmp; uwsgi_temp_path $work/tmp; scgi_temp_path $work/tmp;
  server {
    listen 127.0.0.1:9280;
    root $work/html;
    keepalive_requests 1000000;
    add_header Cache-Control max-age=3600;
    rewrite ^ /page.html break;
  }
}
CONF
nginx -c "$work/nginx.conf" -e "$work/nginx.log" &
nginx=$!
await http://127.0.0.1:9280/page.html
cat >"$work/pages.lua" <<'LUA'
local number = 0
function init(arguments)
  number = tonumber(arguments[1])
end
function request()
  number = number % 100000 + 1
  return wrk.format("GET", "/pages/" .. number)
end
LUA

echo
echo "100,000 pages of 10 KB, asked for in turn and at least twice over; memory of the process above its start. There is room for all, or for a quarter, and
then none is ever found again: each request makes another go."
echo
echo "| Gateway:Cache:Bytes | entries | counted by configured | live objects | live by configured | heap with its holes | resident | resident by configured |"
echo "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
for bytes in $((pages * 12288)) $((256 << 20)); do
  start_gateway "$bytes"
  before=$(resident)
  asked=0
  until ((asked >= 2 * pages)); do
    wrk -t1 -c16 -d5s -s "$work/pages.lua" http://127.0.0.1:9287 -- "$asked" >/dev/null
    asked=$(metric affluence_gateway_cache_requests_total)
  done
  awk -v bytes="$bytes" -v entries="$(metric affluence_gateway_cache_entries)" -v held="$(metric affluence_gateway_cache_size_bytes)" \
    -v heap="$(metric dotnet_gc_last_collection_heap_size_bytes)" -v grown="$(($(resident) - before))" \
    -v holes="$(metric dotnet_gc_last_collection_heap_fragmentation_size_bytes)" 'BEGIN {
      mb = 1048576
      printf "| %.0f MB | %d | %.2f | %.0f MB | %.2f | %.0f MB | %.0f MB | %.2f |\n", bytes / mb, entries, held / bytes,
        (heap - holes) / mb, (heap - holes) / bytes, heap / mb, grown / mb, grown / bytes
    }'
  stop "$gateway"
done
gateway=
