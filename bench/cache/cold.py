"""A site that takes half a second for a page, and 1,000 connections that ask the gateway for one cold page at once, a page a round.

    cold.py PORT-OF-THE-GATEWAY PORT-OF-THE-SITE ROUNDS

All connections are open before the first request of a round is sent; times are from then to the first byte.
"""
import asyncio
import statistics
import sys
import time

PEOPLE = 1000
SITE_TIME = 0.5
PAGE = b"<!doctype html><title>page</title>".ljust(10240)
REQUEST = "GET {} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0\r\nAccept: text/html\r\n\r\n"
ANSWER = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nCache-Control: max-age=3600\r\nContent-Length: {len(PAGE)}\r\n\r\n".encode() + PAGE

asked = 0


async def site(reader, writer):
    global asked
    try:
        while True:
            await reader.readuntil(b"\r\n\r\n")
            asked += 1
            await asyncio.sleep(SITE_TIME)
            writer.write(ANSWER)
    except (asyncio.IncompleteReadError, asyncio.CancelledError):
        writer.close()


async def ask(reader, writer, path):
    writer.write(REQUEST.format(path).encode())
    head = await reader.readuntil(b"\r\n\r\n")
    at = time.perf_counter()
    fields = head.decode("latin-1").lower()
    await reader.readexactly(int(fields.split("content-length:")[1].split("\r\n")[0]))
    return at, int(fields.split(" ")[1])


async def main():
    global asked
    gateway, origin, rounds = (int(argument) for argument in sys.argv[1:])
    server = await asyncio.start_server(site, "127.0.0.1", origin, backlog=PEOPLE)
    connections = [await asyncio.open_connection("127.0.0.1", gateway) for _ in range(PEOPLE)]
    for reader, writer in connections:
        await ask(reader, writer, "/warm")
    print("| round | answered 200 | asked of the site | median | p99 | last | p99 by the site's time |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for number in range(1, rounds + 1):
        asked = 0
        start = time.perf_counter()
        answers = await asyncio.gather(*(ask(reader, writer, f"/cold?round={number}") for reader, writer in connections))
        times = sorted(at - start for at, _ in answers)
        p99 = statistics.quantiles(times, n=100)[98]
        served = sum(status == 200 for _, status in answers)
        print(f"| {number} | {served} | {asked} | {statistics.median(times):.3f} s | {p99:.3f} s | {times[-1]:.3f} s | {p99 / SITE_TIME:.2f} |")
    server.close()


asyncio.run(main())
