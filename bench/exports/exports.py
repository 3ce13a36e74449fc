"""Fills a report's history with copies of the recorded night, and measures what exports do to the current snapshot. See run.sh."""

import glob
import os
import sqlite3
import statistics
import sys
import threading
import time
import urllib.error
import urllib.request

REPORT = "http://127.0.0.1:8081"
NIGHT = "2016-11-08T23:00:00-05:00"
READERS = 4
REQUESTS = 200


def database(data):
    for path in glob.glob(f"{data}/**/*.db", recursive=True):
        with sqlite3.connect(path) as connection:
            if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'snapshot'").fetchone():
                return path
    raise SystemExit("no database with snapshots")


def get(path):
    with urllib.request.urlopen(REPORT + path, timeout=600) as answer:
        return answer.read()


def await_night(_):
    for _ in range(600):
        try:
            get(f"/api/v1/snapshots/{NIGHT}")
            return
        except urllib.error.HTTPError as fault:
            if fault.code != 404:
                raise
        time.sleep(0.5)
    raise SystemExit("the night is not on record")


def fill(data, days):
    with sqlite3.connect(database(data)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(snapshot)")]
        assert columns[0] == "minute"
        rows = connection.execute("SELECT * FROM snapshot ORDER BY minute DESC LIMIT 60").fetchall()
        first = rows[0][0] + 1
        connection.executemany(
            f"INSERT OR IGNORE INTO snapshot VALUES ({', '.join('?' * len(columns))})",
            ((first + minute, *rows[minute % len(rows)][1:]) for minute in range(days * 24 * 60)),
        )
        print(f"{days * 24 * 60:,} minutes on record")


def processor_time(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def latencies():
    taken = []
    for _ in range(REQUESTS):
        start = time.perf_counter()
        get("/api/v1/snapshots/current")
        taken.append((time.perf_counter() - start) * 1000)
        time.sleep(0.01)
    return taken


def export(stop, sizes, days):
    year = f"/api/v1/snapshots?from=2016-11-09T00:00&to={time.strftime('%Y-%m-%d', time.gmtime(1478649600 + days * 86400))}T00:00&format=csv"
    while not stop.is_set():
        try:
            with urllib.request.urlopen(REPORT + year, timeout=600) as answer:
                while not stop.is_set() and (part := answer.read(1 << 16)):
                    sizes.append(len(part))
        except urllib.error.HTTPError as fault:
            # An address has four places, and one is free a moment after its reader has read the end, or went away.
            if fault.code != 503:
                raise
            time.sleep(0.01)


def measure(pid, days, rounds):
    print(f"{'round':>5} {'alone, median':>14} {'99 %':>8} {'with 4 CSVs':>12} {'99 %':>8} {'ratio':>6}   CSV read, processor time of the process")
    ratios = []
    for number in range(rounds + 1):
        alone = latencies()
        stop, sizes = threading.Event(), []
        readers = [threading.Thread(target=export, args=(stop, sizes, days)) for _ in range(READERS)]
        before, start = processor_time(pid), time.perf_counter()
        for reader in readers:
            reader.start()
        beside = latencies()
        used, elapsed = processor_time(pid) - before, time.perf_counter() - start
        stop.set()
        for reader in readers:
            reader.join()
        if number == 0:
            continue  # To warm up.
        ratios.append(statistics.median(beside) / statistics.median(alone))
        print(
            f"{number:>5} {statistics.median(alone):>11.2f} ms {statistics.quantiles(alone, n=100)[98]:>5.1f} ms {statistics.median(beside):>9.2f} ms "
            f"{statistics.quantiles(beside, n=100)[98]:>5.1f} ms {ratios[-1]:>6.2f}   {sum(sizes) / 1e6:.1f} MB, {used:.1f} s in {elapsed:.1f} s")
    print(f"ratio of the medians: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    if command == "await":
        await_night(arguments[0])
    elif command == "fill":
        fill(arguments[0], int(arguments[1]))
    else:
        measure(int(arguments[0]), int(arguments[1]), int(arguments[2]))
