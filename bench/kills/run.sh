#!/usr/bin/env bash
# Two gateways, counter, GeoService, site, report and Redis, each a process, under visitors who come without a pause. For seventy seconds ten of them are
# killed (SIGKILL) at random moments, each at least once, and started again; then what visitors were answered is held against what the counter tells.
# Fails if more is missing than gateways had in memory alone when they were killed, if anything is counted twice, or if an account does not balance.
# Everything listens on free loopback ports.
#
#   sudo apt-get install -y redis-server
#   bench/kills/run.sh [seed, default a random one, which is printed]
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
if [ $# -gt 0 ]; then export AFFLUENCE_KILLS_SEED=$1; fi
dotnet build -v q -nologo "$root/tests/Faults.Tests" >/dev/null
timeout 600 "$root/tests/Faults.Tests/bin/Debug/net10.0/Faults.Tests" -explicit only -class "*.RandomKillsTests" -showLiveOutput
