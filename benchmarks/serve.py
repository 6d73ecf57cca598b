"""Load on ``corridors serve``: the planner's server in a process of its own, asked over loopback.

    python benchmarks/serve.py [--seconds 10]

It starts a server on a free port, asks it for so many seconds a part, prints a row each, and ends
with it. Every question of the first part is another (a pair of places and a weight each), so no
kept answer is given; those of the last part are asked again and again, as a page does. Then 500
connections at once, and a body of 10 MB. The figures are kept in ``trust/figures/planner.json``.
"""

import argparse
import http.client
import itertools
import os
import random
import resource
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent / "trust"))
from record import Record

PLACES = (
    "Karachi", "Istanbul", "Tashkent", "Almaty", "Baku", "Ashgabat", "Islamabad", "Tehran", "Lahore",
    "Kabul", "Bishkek", "Mersin", "Gwadar", "Poti", "Dushanbe", "Samarkand", "Quetta", "Peshawar",
)  # fmt: skip
#: No part takes more seconds.
MOST_S = 120
RECORD = Record(
    "planner",
    "Load on the planner",
    "One server process on one core, asked over loopback by clients on the same machine. The "
    "processor's time is what one core of its own would take; rates and waits by the clock are "
    "those of a machine that had other work, as each row says.",
    "python benchmarks/serve.py",
)


def busy():
    """Say how many processes wanted the processors meanwhile, where the system tells."""
    if not hasattr(os, "getloadavg"):
        return ""
    return f"; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def questions(seed):
    """Yield addresses of routes, each another."""
    drawn = random.Random(seed)
    pairs = list(itertools.permutations(PLACES, 2))
    drawn.shuffle(pairs)
    for number in itertools.count():
        for origin, destination in pairs:
            weight = f"cost=1,time={1 + number * 0.37 + drawn.random():.4f}"
            yield "/route?" + urlencode(
                {"origin": origin, "destination": destination, "weight": weight}
            )


def ask(port, addresses, until, taken, statuses):
    """Ask one address after another until a moment; note the seconds of each."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for address in addresses:
        if time.perf_counter() > until:
            break
        begin = time.perf_counter()
        connection.request("GET", address)
        reply = connection.getresponse()
        reply.read()
        taken.append(time.perf_counter() - begin)
        statuses[reply.status] = statuses.get(reply.status, 0) + 1
    connection.close()


def cpu_s(process):
    """Return the seconds of the processor that a process has had, or 0 where it is not told."""
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return 0.0


def measure(name, process, port, of_client, seconds, clients=4):
    """Ask by several clients at once and print what it took: by the clock, and of the processor.

    The processor's time tells what one core of its own would do where others keep it busy.
    """
    taken, statuses, cpu = [], {}, cpu_s(process)
    begin = time.perf_counter()
    threads = [
        threading.Thread(target=ask, args=(port, of_client(k), begin + seconds, taken, statuses))
        for k in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole, taken = time.perf_counter() - begin, sorted(taken)
    p50, p99 = (taken[int(len(taken) * share)] * 1000 for share in (0.5, 0.99))
    each_ms = (cpu_s(process) - cpu) / len(taken) * 1000
    print(f"{name:42} processor {each_ms:5.2f} ms each, {1000 / max(each_ms, 0.01):5.0f} /s a core")
    print(
        f"{'':42} {len(taken) / whole:7.0f} /s   p50 {p50:6.1f} ms   p99 {p99:6.1f} ms   {statuses}"
    )
    RECORD.add(
        f"{name}, {clients} clients: {len(taken):,} questions",
        f"{each_ms:.1f} ms of the processor each ({1000 / max(each_ms, 0.01):,.0f} a second a core)",
        f"by the clock {len(taken) / whole:,.0f} a second, half within {p50:.0f} ms, 99 in 100 within "
        f"{p99:.0f} ms{busy()}; {told(statuses)}",
    )


def told(statuses):
    """Say how many were answered by which status."""
    return ", ".join(f"{number:,} with {status}" for status, number in sorted(statuses.items()))


def crowd(port, count=500):
    """Ask by so many connections at once; print how many were answered and how many refused."""
    statuses, lock = {}, threading.Lock()
    addresses = [address for address, _ in zip(questions(7), range(count), strict=False)]

    def one(address):
        own = {}
        try:
            ask(port, [address], time.perf_counter() + 60, [], own)
        except OSError as error:
            own = {type(error).__name__: 1}
        with lock:
            for status, number in own.items():
                statuses[status] = statuses.get(status, 0) + number

    begin = time.perf_counter()
    threads = [threading.Thread(target=one, args=(address,)) for address in addresses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begin
    print(f"{count} at once{'':31} {took:6.1f} s    {statuses}")
    unknown = {status for status in statuses if status not in (200, 429)}
    RECORD.add(
        f"{count} connections at once",
        f"{statuses.get(200, 0)} answered, {statuses.get(429, 0)} refused as too many",
        f"all within {took:.1f} s; " + (f"others: {told(statuses)}" if unknown else "no other end"),
    )


def large(port):
    """Send a body of 10 MB; print the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as made:
        head = "POST /route HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        made.sendall(f"{head}Content-Length: {10 * 2**20}\r\n\r\n".encode())
        time.sleep(0.5)  # it is refused by what it says of its length, before it is sent
        answer = made.recv(200).split(b"\r\n")[0].decode()
    print(f"a body of 10 MB{'':31} {answer}")
    RECORD.add("a body of 10 MB", answer.partition(" ")[2], "by its length, before it is read")


def quiet(step, *given):
    """Do what may be broken off by the other side."""
    try:
        step(*given)
    except OSError as error:
        print(f"{step.__name__}: {type(error).__name__}")


def memory_mb(process):
    """Return what a process holds now, or 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{process.pid}/statm").read_text("ascii").split()[1])
        return pages * resource.getpagesize() / 2**20
    except OSError:
        return 0.0


def started():
    """Return a server's process, and when it was begun."""
    environment = {**os.environ, "NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "corridors", "serve", "--port", "0"]
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process.pid, {min(os.sched_getaffinity(0))})  # one core
    return process, begin


def warmed(process, begin):
    """Return the port of a server, when it has warmed up."""
    port = int(process.stdout.readline().split("127.0.0.1:")[1].split("/")[0])
    listening = time.perf_counter() - begin
    for path in ("/", "/tcd?origin=Karachi&destination=Istanbul&of=comparison"):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        connection.request("GET", path)
        connection.getresponse().read()
        connection.close()
    print(f"listens after {listening:.1f} s, answers after {time.perf_counter() - begin:.1f} s")
    settle(process)
    print(f"and has compiled all after {time.perf_counter() - begin:.1f} s")
    return port


def settle(process, most_s=120):
    """Wait until a process has nothing to do: it compiles beside its first answers."""
    until = time.perf_counter() + most_s
    while time.perf_counter() < until:
        before = cpu_s(process)
        time.sleep(1.5)
        if cpu_s(process) - before < 0.05:
            return


def slow_ones(port):
    """Print what a page waits for: the first time, and again."""
    words = "origin=Lahore&destination=Poti"
    for verb in ("compare", "pareto", "scene", "tcd", "places"):
        path = f"/{verb}?q=Tash" if verb == "places" else f"/{verb}?{words}"
        times = []
        for _ in range(2):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
            begin = time.perf_counter()
            connection.request("GET", path)
            size = len(connection.getresponse().read())
            times.append((time.perf_counter() - begin) * 1000)
            connection.close()
        print(
            f"/{verb:41} first {times[0]:6.0f} ms   again {times[1]:5.1f} ms   {size / 1000:.0f} kB"
        )


def alone(count=1500):
    """Answer questions in this process, one by one, and keep the processor's time of each."""
    import corridors as co
    from corridors.engines.jit import foresee
    from corridors.serve.asked import Asked
    from corridors.serve.verbs import VERBS
    from corridors.serve.words import read_words

    foresee(1e6)
    verb, net, spent = VERBS["route"], co.load(), []
    for address in itertools.islice(questions(9), count):
        words = {name: [value] for name, value in parse_qsl(address.partition("?")[2])}
        begin = time.thread_time()
        verb.answer(Asked(net, read_words(verb.known, words)))
        spent.append((time.thread_time() - begin) * 1000)
    spent = sorted(spent[count // 5 :])  # the first ones load and compile
    p50, p99 = (spent[int(len(spent) * share)] for share in (0.5, 0.99))
    print(f"answers alone: processor {p50:.1f} ms, 99 in 100 within {p99:.1f} ms")
    RECORD.add(
        f"the answer of `/route` alone, without the server: {len(spent):,} questions",
        f"{p50:.1f} ms of the processor, 99 in 100 within {p99:.1f} ms",
        f"in turn on a core of their own, four of these slow ones take {4 * p99:.0f} ms together; "
        "what the server adds is in the rows below",
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    seconds = min(parser.parse_args().seconds, MOST_S)
    alone()
    process, begin = started()
    try:
        port = warmed(process, begin)
        before = memory_mb(process)
        slow_ones(port)
        another = "/route, each question another"
        measure("the first of /route", process, port, lambda k: questions(50 + k), seconds)
        measure(another, process, port, questions, seconds)
        measure(another, process, port, lambda k: questions(100 + k), seconds, clients=8)
        some = list(itertools.islice(questions(1), 20))
        measure(
            "/route, 20 questions again and again",
            process,
            port,
            lambda _: itertools.cycle(some),
            seconds,
        )
        quiet(crowd, port)
        quiet(large, port)
        after = memory_mb(process)
        print(f"memory: {before:.0f} MB, then {after:.0f} MB")
        RECORD.add("memory of the server", f"{before:.0f} MB before, {after:.0f} MB after all this")
        print(RECORD.write())
    finally:
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    main()
