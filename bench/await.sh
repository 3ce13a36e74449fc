# Sourced by benchmarks, which keep what their services write as $work/*.log.
await() { # url
  for _ in $(seq 600); do
    if curl -fsS -o /dev/null "$1" 2>/dev/null; then return; fi
    sleep 0.2
  done
  echo "no answer from $1" >&2
  tail -n 20 "$work"/*.log >&2
  exit 1
}
