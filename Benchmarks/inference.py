"""Times running a network with zoo beside PyTorch, ONNX Runtime and OpenVINO, on the same threads.

Run by `make benchmark`. Programs take turns in one session, so that all meet the same noise, and each is measured in a process
of its own that is told to make one series of runs at a time; times are medians over all series. Latency is of one image,
throughput of a batch of 16. The machine's peak is the best rate that any of the direct convolutions and matrix products
reaches in the same session; the rate of a convolution counts the operations of its definition, and Winograd's algorithm,
which multiplies less, may exceed the peak. On a busy machine, with a loop in Python beside each thread, two threads of zoo are
compared with one: they may take at most 1.2 times as long.
"""

import argparse
import contextlib
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

from measure import run

MODELS = ["lenet5-modern", "alexnet-torchvision", "vgg16", "googlenet-torchvision"]
BATCHES = [1, 16]
PEERS = ["torch", "torch.jit", "onnxruntime", "openvino"]
# How much longer two threads may take than one where other programs keep the processors busy.
BUSY = 1.2

# Makes a callable of a network: `call()` runs it once, and its result is that of the batch.
WORKER = """
import json, sys, time
sys.path.insert(0, "Scripts")
program, model, batch, threads, onnx = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
start = time.perf_counter()

def torch_model():
    import torch
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    if model == "lenet5-modern":
        from networks import lenet5
        return torch, lenet5().eval(), torch.rand(batch, 1, 32, 32)
    from torchvision_models import torchvision_models
    options = {"init_weights": False} if model != "alexnet-torchvision" else {}
    name = model.removesuffix("-torchvision")
    network = getattr(torchvision_models(), name)(weights=None, **options).eval()
    return torch, network, torch.rand(batch, 3, 224, 224)

if program == "export":
    torch, network, x = torch_model()
    torch.onnx.export(network, x, onnx, dynamo=False, input_names=["x"])
    sys.exit()
elif program in ("torch", "torch.jit"):
    torch, network, x = torch_model()
    if program == "torch.jit":
        with torch.no_grad():
            network = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(network, x)))
    def call():
        with torch.inference_mode(): return network(x)
elif program == "onnxruntime":
    import numpy, onnxruntime
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(onnx, options, providers=["CPUExecutionProvider"])
    x = numpy.random.rand(batch, *session.get_inputs()[0].shape[1:]).astype("float32")
    def call(): return session.run(None, {"x": x})
elif program == "openvino":
    import numpy, openvino
    core = openvino.Core()
    settings = {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}
    compiled = core.compile_model(core.read_model(onnx), "CPU", settings)
    request = compiled.create_infer_request()
    x = numpy.random.rand(batch, *list(compiled.inputs[0].shape)[1:]).astype("float32")
    tensor = openvino.Tensor(x)
    request.set_input_tensor(tensor)
    def call(): return request.infer()
elif program == "peak":
    import torch
    torch.set_num_threads(threads)
    a, b = torch.rand(2048, 2048), torch.rand(2048, 2048)
    def call(): return a @ b
call()
first = time.perf_counter() - start
print(json.dumps({"first": first}), flush=True)
for line in sys.stdin:
    times = []
    for _ in range(int(line)):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    print(json.dumps(times), flush=True)
"""


class Worker:
    """A process that keeps a network ready and times it on demand."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.command = command
        self.first = self.read()["first"]
        self.times = []

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"benchmark: {' '.join(self.command)[:200]} failed")
        return json.loads(line)

    def series(self, repetitions):
        """Runs a number of times; the first run warms the caches that the others cooled."""
        self.process.stdin.write(f"{repetitions + 1}\n")
        self.process.stdin.flush()
        self.times += self.read()[1:]

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        return statistics.median(self.times)


def python(program, model, batch, threads, onnx):
    return [sys.executable, "-c", WORKER, program, model, str(batch), str(threads), onnx]


def in_turn(commands, rounds, seconds):
    """The median time of each command's network, programs in turn; each series takes about so many seconds."""
    workers = {name: Worker(command) for name, command in commands.items()}
    for worker in workers.values():
        worker.series(2)
    repetitions = {name: max(3, min(500, int(seconds / worker.times[-1]))) for name, worker in workers.items()}
    for worker in workers.values():
        worker.times.clear()
    for _ in range(rounds):
        for name, worker in workers.items():
            worker.series(repetitions[name])
    return {name: worker.close() for name, worker in workers.items()}


def zoo_steps(zoo, model, weights, threads, repetitions=10):
    """What `zoo benchmark` says of a network's steps, and the peak memory of its process."""
    command = [zoo, "benchmark", model, "--weights", weights, "--threads", str(threads), "--repetitions", str(repetitions)]
    _, memory = run(command)
    output = subprocess.run([*command, "--format", "json"], capture_output=True, text=True, check=True).stdout
    return json.loads(output), memory


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


def print_busy(zoo, models, weights, threads, rounds, seconds):
    """The table of a busy machine; whether several threads keep their promise."""
    print(f"| one image, median | one thread | {threads} threads | ratio | beside {threads} loops: one thread | {threads} threads | ratio |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    good = True
    for model in models:
        own = [zoo, "benchmark", model, "--weights", weights[model], "--batch", "1", "--served", "--threads"]
        commands = {count: [*own, str(count)] for count in (1, threads)}
        cells = []
        for loops in (0, threads):
            with busy_loops(loops):
                times = in_turn(commands, rounds, seconds)
            ratio = times[threads] / times[1]
            cells += [f"{1000 * times[1]:,.3f} ms", f"{1000 * times[threads]:,.3f} ms", f"{ratio:.2f}"]
            good = good and (loops == 0 or ratio <= BUSY)
        print(f"| {model} | {' | '.join(cells)} |", flush=True)
    print()
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--zoo", default=".build/release/zoo")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1, help="for each series of runs")
    parser.add_argument("--models", nargs="+", default=MODELS)
    parser.add_argument("--busy", action="store_true", help="only the table of a busy machine, which needs no other program")
    arguments = parser.parse_args()
    zoo = str(pathlib.Path(arguments.zoo).resolve())
    threads = arguments.threads
    with tempfile.TemporaryDirectory(dir=".build") as folder:
        weights = {model: f"{folder}/{model}.h5" for model in arguments.models}
        for model, path in weights.items():
            run([zoo, "weights", "init", model, "-o", path])

        keeps = print_busy(zoo, arguments.models, weights, threads, arguments.rounds, arguments.seconds)
        if arguments.busy:
            sys.exit(0 if keeps else f"benchmark: beside busy loops {threads} threads take over {BUSY} times one")

        for batch in BATCHES:
            what = "one image" if batch == 1 else f"a batch of {batch}"
            print(f"| {what}, {threads} threads, median | zoo | " + " | ".join(PEERS) + " | zoo / fastest | zoo / torch |")
            print("| --- | ---: | " + "---: | " * len(PEERS) + "---: | ---: |")
            for model in arguments.models:
                onnx = f"{folder}/{model}-{batch}.onnx"
                run(python("export", model, batch, threads, onnx))
                own = [zoo, "benchmark", model, "--weights", weights[model], "--batch", str(batch)]
                commands = {"zoo": [*own, "--threads", str(threads), "--served"]}
                commands |= {peer: python(peer, model, batch, threads, onnx) for peer in PEERS}
                times = in_turn(commands, arguments.rounds, arguments.seconds)
                fastest = min(times[peer] for peer in PEERS)
                cells = " | ".join(f"{1000 * times[name]:,.3f} ms" for name in commands)
                ratios = f"{times['zoo'] / fastest:.2f} | {times['zoo'] / times['torch']:.2f}"
                print(f"| {model} | {cells} | {ratios} |", flush=True)
            print()

        print("| from the start of the process to the first result, median | zoo | " + " | ".join(PEERS) + " |")
        print("| --- | ---: | " + "---: | " * len(PEERS))
        for model in arguments.models:
            onnx = f"{folder}/{model}-1.onnx"
            own = [zoo, "benchmark", model, "--weights", weights[model], "--threads", str(threads), "--served"]
            commands = {"zoo": own} | {peer: python(peer, model, 1, threads, onnx) for peer in PEERS}
            firsts = {name: [] for name in commands}
            for _ in range(3):
                for name, command in commands.items():
                    firsts[name].append(run(command)[0])
            cells = " | ".join(f"{1000 * statistics.median(values):,.0f} ms" for values in firsts.values())
            print(f"| {model} | {cells} |", flush=True)
        print()

        print("| zoo | convolutions | share of the peak | peak memory | weights + 1.2 × activations + 100 MB |")
        print("| --- | ---: | ---: | ---: | ---: |")
        product = Worker(python("peak", "", 1, threads, ""))
        rates = []
        measured = {}
        for model in arguments.models:
            product.series(5)
            measured[model] = zoo_steps(zoo, model, weights[model], threads)
        product_rate = 2 * 2048**3 / min(product.times) / 1e9
        product.close()
        for model, (result, memory) in measured.items():
            direct = [step for step in result["steps"] if step["implementation"] != "WinogradConvolution"]
            rates += [step["flops"] / step["seconds"] / 1e9 for step in direct]
        peak = max([product_rate] + rates)
        for model, (result, memory) in measured.items():
            convolutions = [step for step in result["steps"] if step["kind"] == "conv"]
            rate = sum(s["flops"] for s in convolutions) / sum(s["seconds"] for s in convolutions) / 1e9
            bound = (result["weight_bytes"] + 1.2 * result["predicted_peak_bytes"] + 100e6) / 1e6
            print(
                f"| {model} | {rate:,.1f} GFLOP/s | {100 * rate / peak:.0f} % | {memory:,.0f} MB | {bound:,.0f} MB |",
                flush=True,
            )
        print(f"\nPeak: {peak:,.1f} GFLOP/s; a product of two 2048×2048 matrices in PyTorch reaches {product_rate:,.1f}.")

        if not keeps:
            sys.exit(f"benchmark: beside busy loops {threads} threads take over {BUSY} times one")


if __name__ == "__main__":
    main()
