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
