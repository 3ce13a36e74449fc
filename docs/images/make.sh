#!/usr/bin/env bash
# Makes the pictures in this folder: the waiting page on a phone, then plays the night of 8 November 2016 into a fresh system and takes the
# dashboard at 23:00. Aspire's own dashboard (aspire-*.png) is taken by hand.
# Arguments are the program's, for example --scale 0.1 for a tenth of the visitors and of the time. Needs Chromium on the PATH.
set -euo pipefail
cd "$(dirname "$0")/../.."
dotnet run --project tools/Screenshots -c Release -- waiting-room --out docs/images
dotnet run --project tools/Screenshots -c Release -- --out docs/images "$@"
