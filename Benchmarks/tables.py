"""Makes the tables of running times of recorded samples: tables.py FILE prints them in Markdown."""

import json
import math
import pathlib
import statistics
import sys


def text(seconds):
    """Milliseconds with three digits or more."""
    value = 1000 * seconds
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def table(title, columns, rows):
    """A table in Markdown, its first column to the left."""
    lines = [f"| {title} | " + " | ".join(columns) + " |", "| --- |" + " ---: |" * len(columns)]
    return "\n".join(lines + [f"| {name} | " + " | ".join(cells) + " |" for name, cells in rows]) + "\n"


def programs(measurements):
    """All that took part, in the order of the first appearance."""
    return list(dict.fromkeys(program for measured in measurements for program in measured["samples"]))


def running_times(results, batch, threads):
    """Median milliseconds of one run, and zoo's as a part of the fastest other's."""
    measurements = [m for m in results["running"] if (m["batch"], m["threads"]) == (batch, threads)]
    columns = programs(measurements)
    rows, ratios = [], []
    for measured in measurements:
        medians = {program: statistics.median(samples) for program, samples in measured["samples"].items()}
        ratios.append(medians["zoo"] / min(value for program, value in medians.items() if program != "zoo"))
        cells = [text(medians[program]) if program in medians else "–" for program in columns]
        rows.append((measured["network"], [*cells, f"{ratios[-1]:.2f}"]))
    mean = math.exp(statistics.fmean(math.log(ratio) for ratio in ratios))
    rows.append(("geometric mean", [*("" for _ in columns), f"{mean:.2f}"]))
    images = "one image" if batch == 1 else f"{batch} images"
    title = f"{images}, {threads} thread{'s' if threads > 1 else ''}, ms"
    return table(title, [*columns, "zoo / fastest"], rows)


def first_results(results):
    """Median seconds to the first result, and the most megabytes, of whole processes."""
    columns = programs(results["first"])
    rows = []
    for measured in results["first"]:
        cells = []
        for program in columns:
            samples = measured["samples"][program]
            seconds, memory = statistics.median(sample[0] for sample in samples), max(sample[1] for sample in samples)
            cells.append(f"{seconds:.2f} s, {memory:,.0f} MB")
        rows.append((measured["network"], cells))
    return table("from the start to the first result", columns, rows)


def main():
    results = json.loads(pathlib.Path(sys.argv[1]).read_text())
    machine = results["machine"]
    print(f"{machine['processor']}, {machine['cores']} cores, {machine['instruction_set']}; {machine['versions']}\n")
    for batch, threads in dict.fromkeys((m["batch"], m["threads"]) for m in results["running"]):
        print(running_times(results, batch, threads))
    print(first_results(results))


if __name__ == "__main__":
    main()
