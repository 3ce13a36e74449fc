#!/usr/bin/env python3
"""Samples a running system and draws what it saw. See run.sh.

soak.py ports N                                  prints N free loopback ports
soak.py sample PROCESSES REDIS STORE REPORT-DIR GATEWAY,SPOOL ...
                                                 prints CSV until it is ended: a row every ten seconds. A line of PROCESSES is a name, a
                                                 process id, and where it tells metrics, or -; GATEWAY is the name of one
soak.py plot CSV SVG                             draws the curves, prints a table
"""
import csv
import json
import os
import random
import socket
import statistics
import sys
import time
import urllib.request

PERIOD = 10
# What starting costs (compiling, first connections, first window) is no leak.
WARM_UP = 5 * 60


def free_ports(count):
    # Below those that the system gives to outgoing connections.
    ports = []
    while len(ports) < count:
        port = random.randrange(12_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in ports:
            ports.append(port)
    return ports


def get(url):
    with urllib.request.urlopen(url, timeout=5) as response:
        return response.read().decode()


def series(text, name):
    """The values of all series whose names begin so; none if it tells nothing now."""
    values = [line.rsplit(" ", 2 if line.count(" ") > line.rfind("}") > 0 else 1) for line in text.splitlines() if line.startswith(name)]
    return [float(value[1]) for value in values]


def metric(text, name):
    """The value of the only series of that name; None if it tells nothing now."""
    return next(iter(series(text, name)), None)


def heap(text):
    """What the last garbage collection left, of all generations, in MB."""
    return sum(series(text, "dotnet_gc_last_collection_heap_size")) / 2**20


def process(pid):
    with open(f"/proc/{pid}/status") as status:
        fields = dict(line.split(":", 1) for line in status)
    with open(f"/proc/{pid}/stat") as stat:
        times = stat.read().rsplit(")", 1)[1].split()
    return {
        "memory": int(fields["VmRSS"].split()[0]) / 1024,
        "handles": len(os.listdir(f"/proc/{pid}/fd")),
        "threads": int(fields["Threads"]),
        "cpu": (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK"),
    }


def redis(port, *commands):
    """The answers of INFO, DBSIZE: a bulk string or an integer each."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        stream = connection.makefile("rwb")
        answers = []
        for command in commands:
            stream.write(f"{command}\r\n".encode())
            stream.flush()
            head = stream.readline().decode().strip()
            answers.append(stream.read(int(head[1:]) + 2).decode() if head[0] == "$" else head[1:])
        return answers


def size(folder):
    total = 0
    for path, _, files in os.walk(folder):
        for file in files:
            try:
                total += os.path.getsize(os.path.join(path, file))
            except FileNotFoundError:
                pass  # It was deleted between the two looks.
    return total / 2**20


def sample(processes, store_port, store_folder, report_folder, gateways):
    row = {}
    metrics = {}
    for name, pid, management in processes:
        for measure, value in process(pid).items():
            row[f"{name} {measure}"] = value
        if management != "-":
            metrics[name] = get(f"{management}/metrics")
            row[f"{name} heap"] = heap(metrics[name])
    memory, keys = redis(store_port, "INFO memory", "DBSIZE")
    row["store memory"] = int(memory.split("used_memory:")[1].split()[0]) / 2**20
    row["store keys"] = int(keys)
    row["store disk"] = size(store_folder)
    row["report disk"] = size(report_folder)
    row["report snapshot age"] = metric(metrics["report"], "affluence_report_snapshot_age")
    row["report backlog"] = metric(metrics["report"], "affluence_report_recording_backlog")
    for index, (gateway, spool) in enumerate(gateways, 1):
        account = json.loads(get(f"{gateway}/delivery"))
        outbox = account["outbox"]
        row[f"gateway{index} seen"] = account["seen"]
        row[f"gateway{index} pending"] = account["pending"]
        row[f"gateway{index} dropped"] = sum(account["dropped"].values())
        row[f"gateway{index} unaccounted"] = account["unaccounted"]
        row[f"gateway{index} owed"] = outbox["owed"]
        row[f"gateway{index} kept"] = outbox["kept"]
        row[f"gateway{index} spool"] = size(spool)
    return row


def sample_all(arguments):
    names, store_port, store_folder, report_folder, *pairs = arguments
    with open(names) as lines:
        processes = [(name, int(pid), management) for name, pid, management in map(str.split, lines)]
    managements = {name: management for name, _, management in processes}
    gateways = [(managements[name], spool) for name, spool in (pair.split(",") for pair in pairs)]
    begin = time.monotonic()
    writer = None
    for count in range(sys.maxsize):
        time.sleep(max(0, begin + count * PERIOD - time.monotonic()))
        row = {"seconds": round(time.monotonic() - begin, 1), "load": os.getloadavg()[0]}
        row |= sample(processes, int(store_port), store_folder, report_folder, gateways)
        if writer is None:
            writer = csv.DictWriter(sys.stdout, row.keys(), lineterminator="\n")
            writer.writeheader()
        writer.writerow({name: round(value, 3) if isinstance(value, float) else value for name, value in row.items()})
        sys.stdout.flush()


def curves(path):
    with open(path) as file:
        rows = list(csv.DictReader(file))
    times = [float(row["seconds"]) for row in rows]
    return times, {
        name: [float(row[name]) if row[name] else None for row in rows] for name in rows[0] if name != "seconds"
    }


def panels(names):
    """What is drawn together: a title, a unit, and its curves."""
    dotnet = ["gateway1", "gateway2", "counter", "geo", "report", "site"]
    yield "Memory of a process", "MB", [f"{name} memory" for name in dotnet]
    yield "Heap after its last collection", "MB", [f"{name} heap" for name in dotnet]
    yield "Handles", "", [f"{name} handles" for name in dotnet]
    yield "Threads", "", [f"{name} threads" for name in dotnet]
    yield "Store: memory", "MB", ["store memory", "redis memory"]
    yield "Store: keys", "", ["store keys"]
    yield "On disk", "MB", ["store disk", "report disk", "gateway1 spool", "gateway2 spool"]
    yield "Hits not acknowledged yet", "", ["gateway1 pending", "gateway2 pending"]
    yield "Batches owed and kept", "", ["gateway1 owed", "gateway2 owed", "gateway1 kept", "gateway2 kept"]
    yield "Age of the snapshot", "s", ["report snapshot age"]
    yield "Minutes waiting to be put on record", "", ["report backlog"]
    yield "Load of the machine", "", ["load"]


def draw(times, data, path):
    width, height, columns, gap = 420, 150, 2, 60
    colours = ["#1f5fa8", "#c2410c", "#15803d", "#7e22ce", "#a16207", "#0e7490"]
    drawn = list(panels(data))
    rows = (len(drawn) + columns - 1) // columns
    total = (columns * (width + gap) + gap, rows * (height + gap + 20) + gap)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{total[0]}" height="{total[1]}" font-family="sans-serif" font-size="11">',
           f'<rect width="{total[0]}" height="{total[1]}" fill="#fff"/>']
    for index, (title, unit, names) in enumerate(drawn):
        left, top = gap + index % columns * (width + gap), gap / 2 + index // columns * (height + gap + 20)
        most = max((value for name in names for value in data[name] if value is not None), default=0) * 1.1 or 1
        out.append(f'<text x="{left}" y="{top - 6}" font-size="13">{title}{f" ({unit})" if unit else ""}</text>')
        out.append(f'<path d="M{left} {top}V{top + height}H{left + width}" fill="none" stroke="#888"/>')
        out.append(f'<text x="{left - 4}" y="{top + 8}" text-anchor="end">{most:.3g}</text>')
        out.append(f'<text x="{left - 4}" y="{top + height}" text-anchor="end">0</text>')
        for minute in range(0, int(times[-1] / 60) + 1, 5):
            x = left + width * minute * 60 / times[-1]
            out.append(f'<text x="{x:.0f}" y="{top + height + 13}" text-anchor="middle">{minute}</text>')
        for number, name in enumerate(names):
            points = " ".join(
                f"{left + width * second / times[-1]:.1f},{top + height - height * value / most:.1f}"
                for second, value in zip(times, data[name]) if value is not None)
            colour = colours[number % len(colours)]
            out.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.3"/>')
            out.append(f'<text x="{left + number * width / max(4, len(names)):.0f}" y="{top + height + 28}" fill="{colour}">{name.removesuffix(" memory").removesuffix(" heap").removesuffix(" handles").removesuffix(" threads")}</text>')
    out.append("</svg>")
    with open(path, "w") as file:
        file.write("\n".join(out) + "\n")


def table(times, data):
    """The middle of each third of the run after the warm-up, and how much a curve rises over an hour by the slopes between its points."""
    warm = [index for index, second in enumerate(times) if second >= WARM_UP] or list(range(len(times)))
    thirds = [warm[len(warm) * part // 3:len(warm) * (part + 1) // 3] for part in range(3)]
    print("| | first third | second | last | most | an hour |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for _, unit, names in panels(data):
        for name in names:
            values = [[data[name][index] for index in third if data[name][index] is not None] for third in thirds]
            everything = [value for value in data[name] if value is not None]
            if not all(values):
                continue
            middles = [statistics.median(part) for part in values]
            # Robust against the saw teeth of a heap (Theil and Sen), each compared with one half a run later.
            half = len(warm) // 2
            slopes = [(data[name][warm[i + half]] - data[name][warm[i]]) / (times[warm[i + half]] - times[warm[i]])
                      for i in range(len(warm) - half) if None not in (data[name][warm[i + half]], data[name][warm[i]])]
            rise = statistics.median(slopes) * 3600
            print(f"| {name}{f', {unit}' if unit else ''} | {middles[0]:.4g} | {middles[1]:.4g} | {middles[2]:.4g} | {max(everything):.4g} | {rise:+.3g} |")
    for name in ("gateway1", "gateway2", "counter", "geo", "report", "site", "redis"):
        cpu = data[f"{name} cpu"]
        print(f"| {name}, share of a core | | | | | {(cpu[-1] - cpu[0]) / (times[-1] - times[0]):.2f} |")


def main(command, *arguments):
    if command == "ports":
        print(*free_ports(int(arguments[0])), sep="\n")
    elif command == "sample":
        sample_all(arguments)
    else:
        times, data = curves(arguments[0])
        draw(times, data, arguments[1])
        table(times, data)


main(*sys.argv[1:])
