#!/usr/bin/env python3
"""Asks the report for the night of 8 November 2016 and holds it against what was told and what was simulated. See run.sh."""
import json
import sys
import time
import urllib.parse
import urllib.request

NIGHT = "2016-11-08T23:00:00-05:00"
ORDINARY = "2016-11-01T23:00:00-04:00"
HOURS = [("2016-11-01T22:30", "2016-11-01T23:31"), ("2016-11-08T22:30", "2016-11-08T23:31")]
MINUTES = 2 * 61
# As the report's settings: how long a minute must be quiet, and how often it looks.
QUIET = 60 + 2 * 2


def get(report, path, **query):
    url = f"{report}/api/v1/{path}" + ("?" + urllib.parse.urlencode(query) if query else "")
    with urllib.request.urlopen(url, timeout=120) as response:
        return json.load(response)


def record(report):
    return {s["at"]: s for begin, end in HOURS for s in get(report, "snapshots", **{"from": begin, "to": end})["snapshots"]}


def backlog(management):
    with urllib.request.urlopen(f"{management}/metrics", timeout=120) as response:
        for line in response.read().decode().splitlines():
            if line.startswith("affluence_report_recording_backlog{"):
                return float(line.split("} ")[1].split()[0])
    return None


def await_record(report, management):
    begin = time.monotonic()
    while True:
        final = sum(s["final"] for s in record(report).values())
        waiting = backlog(management)
        if final == MINUTES and waiting == 0 and time.monotonic() - begin > QUIET:
            return
        if time.monotonic() - begin > 1800:
            sys.exit(f"{final} of {MINUTES} minutes are final, {waiting} are waiting")
        time.sleep(1)


def without_times(snapshot):
    quality = {k: v for k, v in snapshot["quality"].items() if k not in ("composedAt", "freshness")}
    return {**snapshot, "quality": quality}


def compare(first, second):
    with open(first) as a, open(second) as b:
        a, b = json.load(a), json.load(b)
    changed = [at for at in a if without_times(a[at]) != without_times(b.get(at, {"quality": {}}))]
    print(f"{len(a)} snapshots compared, {len(changed)} changed {changed[:3] or ''}")
    if changed or len(a) != MINUTES:
        sys.exit(1)


def table(report, truth_file, scale):
    truth = {t["at"]: t for t in map(json.loads, open(truth_file))}
    snapshots = record(report)
    night = snapshots[NIGHT]
    surges = get(report, "surges", **{"from": "2016-11-08T22:00", "to": "2016-11-08T23:31"})
    share = {c["code"]: c for c in night["countries"]}
    simulated = {code: n / truth[NIGHT]["visitors"] for code, n in truth[NIGHT]["countries"].items()}
    rows = [
        ("visitors, 23:00 on 8 November", f"{200_000 * scale:,.0f} ± 1 %", f"{truth[NIGHT]['visitors']:,}", f"{night['visitors']:,}",
         abs(night["visitors"] / (200_000 * scale) - 1) <= 0.01),
        ("baseline, 23:00 on 1 November", f"{17_000 * scale:,.0f} ± 1 %", f"{truth[ORDINARY]['visitors']:,}", f"{night['baseline']['visitors']:,}",
         night["baseline"]["at"] == ORDINARY and abs(night["baseline"]["visitors"] / (17_000 * scale) - 1) <= 0.01),
        ("ratio", "11.6 to 12.0", f"{truth[NIGHT]['visitors'] / truth[ORDINARY]['visitors']:.2f}", f"{night['ratio']}", 11.6 <= night["ratio"] <= 12.0),
    ]
    for code, told, tolerance in (("US", 50, 1), ("CA", 37, 1), ("AU", 3, 0.5), ("GB", 1, 0.5)):
        percent = share[code]["share"] * 100
        rows.append((f"share of {code}", f"{told} ± {tolerance} %", f"{simulated[code] * 100:.2f} %", f"{percent:.2f} %", abs(percent - told) <= tolerance))
    ordinary = [t["countries"]["US"] / t["visitors"] for at, t in truth.items() if "2016-11-01T22:30" <= at[:16] <= "2016-11-01T23:29"]
    low, high = share["US"]["baselineShare"]["low"] * 100, share["US"]["baselineShare"]["high"] * 100
    rows.append(("range of US, hour of 1 November", "8.8 to 11.6 ± 0.7", f"{min(ordinary) * 100:.2f} to {max(ordinary) * 100:.2f} %",
                 f"{low:.2f} to {high:.2f} %", abs(low - 8.8) <= 0.7 and abs(high - 11.6) <= 0.7))
    difficulty = surges["difficulties"][0]["since"] if surges["difficulties"] else "none"
    rows.append(("difficulty since", "23:00 ± 3 min", "23:00", difficulty[11:16], "22:57" <= difficulty[11:16] <= "23:03"))
    tripled = next(at for at, t in truth.items() if at.startswith("2016-11-08")
                   and t["visitors"] >= 3 * truth[f"2016-11-01{at[10:19]}-04:00"]["visitors"])
    surge = surges["surges"][0] if surges["surges"] else None
    rows.append(("surge since", "reported", tripled[11:16], surge["since"][11:16] if surge else "none", surge is not None))
    rows.append(("peak of the surge", "", "23:00", f"{surge['peak']['at'][11:16]}, {surge['peak']['visitors']:,}" if surge else "none", surge is not None))
    for minute in ("23:10", "23:20", "23:30"):
        at = f"2016-11-08T{minute}:00-05:00"
        for name, reported in (("turnedAway", snapshots[at]["turnedAway"]), ("gotIn", snapshots[at]["refusals"]["gotIn"])):
            label = {"turnedAway": "turned away", "gotIn": "met an error and got in"}[name]
            rows.append((f"{label}, {minute}", "± 5 %", f"{truth[at][name]:,}", f"{reported:,}", abs(reported / truth[at][name] - 1) <= 0.05))
    worst = max(abs(snapshots[at]["visitors"] / t["visitors"] - 1) for at, t in truth.items())
    rows.append(("visitors, worst of 122 minutes", "", "", f"{worst * 100:.2f} % off", worst < 0.015))
    exact = all((s := snapshots[at])["requests"] == t["requests"] and s["bots"] == t["bots"] and s["pageViews"] == t["pageViews"]
                and s["ledger"]["imbalance"] == 0 for at, t in truth.items())
    rows.append(("requests, page views, refusals, 122 minutes", "exact, balanced", "", "exact, balanced" if exact else "they differ", exact))
    print("| | told, or allowed | simulated | reported | |\n| --- | --- | ---: | ---: | --- |")
    for label, told, was, reported, good in rows:
        print(f"| {label} | {told} | {was} | {reported} | {'ok' if good else '**missed**'} |")
    bulletin = get(report, "bulletin", at=NIGHT, lang="fr")
    print(f"\n> {bulletin['headline']}\n>\n> " + bulletin["text"].replace("\n", "\n> ") + "\n")
    if not all(row[-1] for row in rows):
        sys.exit(1)


def main():
    match sys.argv[1:]:
        case ["await", report, management]:
            await_record(report, management)
        case ["save", report, path]:
            with open(path, "w") as file:
                json.dump(record(report), file)
        case ["compare", first, second]:
            compare(first, second)
        case ["table", report, truth, scale]:
            table(report, truth, float(scale))
        case _:
            sys.exit(__doc__)


main()
