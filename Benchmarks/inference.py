"""Times running networks with zoo beside PyTorch, ONNX Runtime, OpenVINO and ncnn, on the same threads, weights and inputs.

Run by `make benchmark`. What each program gives is compared with double precision first, and one that is off by more than a
thousandth of the largest number is not timed. Programs take turns in one session, so that all meet the same noise, and each is
measured in a process of its own that is told to make one series of runs at a time; times are medians over all series. Every
sample is written with the machine and all versions to a file of JSON, from which the tables are made (Benchmarks/tables.py).

On a busy machine, with a loop in Python beside each thread, two threads of zoo are compared with one: they may take at most 1.2
times as long.
"""

import argparse
import contextlib
import importlib.metadata
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

from measure import run
from tables import first_results, running_times

NETWORKS = [
    "lenet5-modern", "alexnet-torchvision", "vgg16", "googlenet-torchvision", "resnet18", "resnet50", "densenet121",
    "mobilenet-v2", "mobilenet-v3-large", "efficientnet-b0", "shufflenet-v2-x1-0", "convnext-tiny", "inception-v3",
]  # fmt: skip
PEERS = ["torch", "torch.jit", "onnxruntime", "openvino", "openvino-streams", "ncnn"]
# Images at a time, and threads.
SETTINGS = [(1, 2), (1, 1), (16, 2)]
BUSY_NETWORKS = ["lenet5-modern", "alexnet-torchvision", "vgg16", "googlenet-torchvision"]
# How much longer two threads may take than one where other programs keep the processors busy.
BUSY = 1.2
# How far a result may be from double precision, of its largest number.
TOLERANCE = 1e-3


class Worker:
    """A process that keeps a network ready and times it on demand; `first` is None where it failed."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        line = self.process.stdout.readline()
        self.first = json.loads(line)["first"] if line else None
        self.times = []

    def series(self, repetitions):
        """Runs a number of times; the first run warms the caches that the others cooled."""
        self.process.stdin.write(f"{repetitions + 1}\n")
        self.process.stdin.flush()
        self.times += json.loads(self.process.stdout.readline())[1:]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def in_turn(workers, rounds, seconds):
    """Times each worker's network, programs in turn; each series takes about so many seconds."""
    for worker in workers.values():
        worker.series(2)
    repetitions = {name: max(3, min(500, int(seconds / worker.times[-1]))) for name, worker in workers.items()}
    for worker in workers.values():
        worker.times.clear()
    for _ in range(rounds):
        for name, worker in workers.items():
            worker.series(repetitions[name])
    for worker in workers.values():
        worker.close()


class Session:
    """The files of a session, and the commands that run a network."""

    def __init__(self, zoo, folder):
        self.zoo = zoo
        self.folder = folder

    def peer(self, program, network, batch, threads):
        script = str(pathlib.Path(__file__).parent / "peers.py")
        return [sys.executable, script, program, str(self.folder), network, str(batch), str(threads)]

    def own(self, network, batch, threads):
        weights = str(self.folder / f"{network}.pth")
        return [
            self.zoo, "benchmark", network, "--weights", weights, "--batch", str(batch), "--threads", str(threads), "--served",
        ]  # fmt: skip

    def command(self, program, network, batch, threads):
        return self.own(network, batch, threads) if program == "zoo" else self.peer(program, network, batch, threads)

    def difference(self, program, network, batch, threads):
        """How far a program's result is from double precision, of its largest number."""
        if program == "zoo":
            run([
                self.zoo, "run", network, "--weights", str(self.folder / f"{network}.pth"), "--preprocessing", "none",
                "--input", str(self.folder / f"{network}-{batch}.npy"), "--threads", str(threads), "--force",
                "--output", str(self.folder / f"{network}.zoo.h5"),
            ])  # fmt: skip
        # In a process of its own: what this one has in memory would count for those that it starts.
        command = [*self.peer("compare", network, batch, threads), program]
        return float(subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout)

    def measure(self, network, batch, threads, peers, rounds, seconds):
        """Samples of all programs that compute the network rightly, and how far each is from double precision."""
        workers, differences = {}, {}
        for program in ["zoo", *peers]:
            # Streams are for several images, and ncnn knows one at a time.
            if program == ("openvino-streams" if batch == 1 else "ncnn"):
                continue
            worker = Worker(self.command(program, network, batch, threads))
            if worker.first is None:
                print(f"{program} cannot run {network}", file=sys.stderr)
                continue
            differences[program] = self.difference(program, network, batch, threads)
            if differences[program] <= TOLERANCE:
                workers[program] = worker
            else:
                worker.close()
                print(f"{program} computes {network} wrongly: off by {differences[program]:.1e}", file=sys.stderr)
        in_turn(workers, rounds, seconds)
        return {
            "network": network, "batch": batch, "threads": threads, "differences": differences,
            "samples": {program: worker.times for program, worker in workers.items()},
        }  # fmt: skip

    def first(self, network, threads, peers, repetitions):
        """Seconds from the start of a process to its first result, and the most megabytes that it took."""
        measured = {program: [] for program in ["zoo", *peers] if program != "openvino-streams"}
        for _ in range(repetitions):
            for program, samples in measured.items():
                samples.append(run(self.command(program, network, 1, threads)))
        return {"network": network, "threads": threads, "samples": measured}


def machine(zoo):
    """What the session ran on: processor, instruction set, and the versions of all programs."""
    info = pathlib.Path("/proc/cpuinfo").read_text()
    limit = os.environ.get("ONEDNN_MAX_CPU_ISA")
    versions = {}
    for package in ("torch", "onnxruntime", "openvino", "ncnn"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            versions[package] = importlib.metadata.version(package)
    versions["zoo"] = subprocess.run([zoo, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return {
        "processor": next((line.split(":")[1].strip() for line in info.splitlines() if line.startswith("model name")), ""),
        "cores": os.cpu_count(),
        "instruction_set": "AVX-512" if " avx512f" in info and not limit else "AVX2" if " avx2" in info else "",
        "onednn_max_cpu_isa": limit,
        "versions": versions,
    }


@contextlib.contextmanager
def busy_loops(count):
    """Keeps so many processors busy meanwhile."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def print_busy(session, threads, rounds, seconds):
    """The table of a busy machine; whether several threads keep their promise."""
    print(f"| one image, median | one thread | {threads} threads | ratio | beside {threads} loops: one thread | {threads} threads | ratio |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    good = True
    for network in BUSY_NETWORKS:
        cells = []
        for loops in (0, threads):
            with busy_loops(loops):
                workers = {count: Worker(session.own(network, 1, count)) for count in (1, threads)}
                in_turn(workers, rounds, seconds)
            times = {count: statistics.median(worker.times) for count, worker in workers.items()}
            ratio = times[threads] / times[1]
            cells += [f"{1000 * times[1]:,.3f} ms", f"{1000 * times[threads]:,.3f} ms", f"{ratio:.2f}"]
            good = good and (loops == 0 or ratio <= BUSY)
        print(f"| {network} | {' | '.join(cells)} |", flush=True)
    print()
    return good


def write(results, path):
    """Writes what there is so far, if it is wanted."""
    if path:
        pathlib.Path(path).write_text(json.dumps(results) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--zoo", default=".build/release/zoo")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=0.7, help="for each series of runs")
    parser.add_argument("--networks", nargs="+", default=NETWORKS)
    parser.add_argument("--peers", nargs="+", default=PEERS, help="also torch.compile, which compiles for minutes")
    parser.add_argument("--folder", help="keep weights, inputs and exports there")
    parser.add_argument("--output", help="where every sample is written")
    parser.add_argument("--busy", action="store_true", help="only the table of a busy machine")
    arguments = parser.parse_args()
    zoo = str(pathlib.Path(arguments.zoo).resolve())
    with contextlib.ExitStack() as stack:
        folder = arguments.folder or stack.enter_context(tempfile.TemporaryDirectory(dir=".build"))
        session = Session(zoo, pathlib.Path(folder).resolve())
        session.folder.mkdir(parents=True, exist_ok=True)
        networks = BUSY_NETWORKS if arguments.busy else arguments.networks
        for network in {*networks, *BUSY_NETWORKS}:
            for batch in sorted({batch for batch, _ in SETTINGS}):
                if not (session.folder / f"{network}-{batch}.onnx").exists():
                    run(session.peer("export", network, batch, 2))
        if not arguments.busy:
            results = {"machine": machine(zoo), "running": [], "first": []}
            for batch, threads in SETTINGS:
                for network in networks:
                    measured = session.measure(
                        network, batch, threads, arguments.peers, arguments.rounds, arguments.seconds
                    )
                    results["running"].append(measured)
                print(running_times(results, batch, threads), flush=True)
                write(results, arguments.output)
            for network in networks:
                results["first"].append(session.first(network, 2, arguments.peers, 3))
            print(first_results(results), flush=True)
            write(results, arguments.output)
        if not print_busy(session, 2, arguments.rounds, arguments.seconds):
            sys.exit(f"benchmark: beside busy loops 2 threads take over {BUSY} times one")


if __name__ == "__main__":
    main()
