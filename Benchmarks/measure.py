"""Runs commands and measures them."""

import os
import statistics
import subprocess
import sys
import time


def run(command):
    """Seconds and peak megabytes of one run of a command, which must succeed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"benchmark: {command[0]} failed: {' '.join(command)[:300]}")
    return seconds, usage.ru_maxrss / 1000


def median(measurements):
    """The median time and the largest memory."""
    return statistics.median(m[0] for m in measurements), max(m[1] for m in measurements)


def beside(title, commands, repetitions):
    """Prints a table of commands, of which the first is zoo: all in turn, zoo ten times as often, since it is short."""
    measured = {name: [] for name in commands}
    for command in commands.values():
        run(command)  # once to fill the caches
    for _ in range(repetitions):
        for name, command in commands.items():
            measured[name] += [run(command) for _ in range(10 if name == "zoo" else 1)]
    own = median(measured["zoo"])
    print(f"| {title}, whole process, median of {repetitions} | time | zoo is faster by | peak memory |")
    print("| --- | ---: | ---: | ---: |")
    for name, values in measured.items():
        seconds, memory = median(values)
        print(f"| {name} | {seconds * 1000:,.1f} ms | {seconds / own[0]:,.0f} × | {memory:,.0f} MB |")
    print()
