"""Runs one network with one of the programs that zoo is measured beside, as a process that answers numbers of runs with times.

    peers.py export  FOLDER NAME BATCH THREADS    writes what all of them read
    peers.py compare FOLDER NAME BATCH THREADS PROGRAM
                                                  how far a program's output is from double precision, of its largest number
    peers.py PROGRAM FOLDER NAME BATCH THREADS    torch, torch.jit, torch.compile, onnxruntime, openvino, openvino-streams, ncnn

All read the same weights and the same input from FOLDER. A program's first result is what it needs for it from nothing: its
libraries, the network, its weights from files. Each writes its output to FOLDER/NAME.PROGRAM.npy, says in a line of JSON how
long that took, and then answers each number on standard input with the seconds of so many runs.
"""

import json
import os
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Scripts"))

# Each name in the zoo whose name in torchvision is not the same but for signs.
NAMES = {"lenet5-modern": None, "alexnet-torchvision": "alexnet", "googlenet-torchvision": "googlenet", "inception-v3": "inception_v3"}
BATCH = 16
"""The largest batch, for which inputs and outputs are made."""


def torchvision_name(name):
    return NAMES.get(name, name.replace("-", "_"))


def network(name, **options):
    """The network of PyTorch; Inception and GoogLeNet without what only training uses, which the zoo's files keep aside."""
    if name == "lenet5-modern":
        from networks import lenet5

        return lenet5()
    from torchvision_models import torchvision_models

    if name in ("googlenet-torchvision", "inception-v3"):
        options |= {"init_weights": False}
    return getattr(torchvision_models(), torchvision_name(name))(weights=None, **options)


def export(folder, name, batch, threads):
    """Writes weights, the input, and what double precision gives for it; and the network as others read it, for one batch."""
    import numpy
    import torch

    torch.set_num_threads(threads)
    model = network(name)
    weights = folder / f"{name}.pth"
    if not weights.exists():
        torch.manual_seed(0)
        model = network(name)
        side = {"lenet5-modern": 32, "inception-v3": 299}.get(name, 224)
        x = torch.rand(BATCH, 1 if side == 32 else 3, side, side)
        # Running statistics that fit the random weights, or nothing would come through a hundred layers.
        for module in model.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.momentum = None
            if isinstance(module, torch.nn.Dropout):
                module.p = 0
        with torch.no_grad():
            model.train()(x)
        model.eval()
        torch.save(model.state_dict(), weights)
        numpy.save(folder / f"{name}.npy", x.numpy())
        with torch.no_grad():
            numpy.save(folder / f"{name}.expected.npy", model.double()(x.double()).numpy())
    model = network(name)
    model.load_state_dict(torch.load(weights))
    model.eval()
    x = torch.from_numpy(numpy.load(folder / f"{name}.npy")[:batch])
    numpy.save(folder / f"{name}-{batch}.npy", x.numpy())
    torch.onnx.export(model, x, str(folder / f"{name}-{batch}.onnx"), dynamo=False, input_names=["x"])
    if batch == 1:
        traced = folder / f"{name}.pt"
        torch.jit.trace(model, x).save(str(traced))
        import pnnx

        shape = "[" + ",".join(str(size) for size in x.shape) + "]"
        command = [pnnx.EXEC_PATH, traced.name, f"inputshape={shape}", "fp16=0"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def difference(folder, name, batch, program):
    """The largest difference of a program's output from double precision, of the largest number."""
    import numpy

    expected = numpy.load(folder / f"{name}.expected.npy")[:batch]
    if program == "zoo":
        import h5py

        with h5py.File(folder / f"{name}.zoo.h5") as file:
            (layer,) = file["layers"]
            result = file["layers"][layer][()]
    else:
        result = numpy.load(folder / f"{name}.{program}.npy")
    return abs(result.reshape(expected.shape) - expected).max() / abs(expected).max()


def torch_network(folder, name, batch, threads, x, compiled):
    import torch

    torch.set_num_threads(threads)
    with torch.device("meta"):
        model = network(name)
    model.load_state_dict(torch.load(folder / f"{name}.pth", mmap=True), assign=True)
    model.eval()
    x = torch.from_numpy(x)
    if compiled == "torch.jit":
        with torch.no_grad():
            model = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(model, x)))
    elif compiled == "torch.compile":
        model = torch.compile(model)

    def call():
        with torch.inference_mode():
            return model(x)

    return call, lambda result: result.numpy()


def onnxruntime_network(folder, name, batch, threads, x):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(folder / f"{name}-{batch}.onnx"), options, providers=["CPUExecutionProvider"])
    return lambda: session.run(None, {"x": x}), lambda result: result[0]


def openvino_network(folder, name, batch, threads, x, streams):
    """With streams images go their own ways, one at a time each; without, all threads share each operation."""
    import numpy
    import openvino

    core = openvino.Core()
    hint = "THROUGHPUT" if streams else "LATENCY"
    settings = {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": hint, "INFERENCE_PRECISION_HINT": "f32"}
    model = core.read_model(str(folder / f"{name}-{1 if streams else batch}.onnx"))
    compiled = core.compile_model(model, "CPU", settings)
    if not streams:
        request = compiled.create_infer_request()
        tensor = openvino.Tensor(x)
        request.set_input_tensor(tensor)
        return lambda: request.infer(), lambda result: result[0]
    queue = openvino.AsyncInferQueue(compiled)
    outputs = [None] * len(x)

    def keep(request, index):
        outputs[index] = request.get_output_tensor().data.copy()

    queue.set_callback(keep)

    def call():
        for index in range(len(x)):
            queue.start_async({0: x[index : index + 1]}, index)
        queue.wait_all()
        return outputs

    return call, numpy.concatenate


def ncnn_network(folder, name, batch, threads, x):
    """One image after another: ncnn knows no batches."""
    import ncnn
    import numpy

    net = ncnn.Net()
    net.opt.num_threads = threads
    for option in ("use_fp16_packed", "use_fp16_storage", "use_fp16_arithmetic", "use_bf16_storage"):
        setattr(net.opt, option, False)
    written = name.replace("-", "_")  # as pnnx does
    net.load_param(str(folder / f"{written}.ncnn.param"))
    net.load_model(str(folder / f"{written}.ncnn.bin"))
    images = [ncnn.Mat(image) for image in x]

    def call():
        outputs = []
        for image in images:
            extractor = net.create_extractor()
            extractor.input("in0", image)
            outputs.append(extractor.extract("out0")[1])
        return outputs

    return call, lambda result: numpy.stack([numpy.array(output) for output in result])


def main():
    program, folder, name, batch, threads = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3], *map(int, sys.argv[4:6])
    if program == "export":
        export(folder, name, batch, threads)
        return
    if program == "compare":
        print(difference(folder, name, batch, sys.argv[6]))
        return
    # OpenMP threads of ncnn and PyTorch wait as they do by default; only their number is set.
    os.environ["OMP_NUM_THREADS"] = str(threads)
    start = time.perf_counter()
    import numpy

    x = numpy.load(folder / f"{name}.npy")[:batch].copy()
    makers = {
        "torch": lambda: torch_network(folder, name, batch, threads, x, None),
        "torch.jit": lambda: torch_network(folder, name, batch, threads, x, "torch.jit"),
        "torch.compile": lambda: torch_network(folder, name, batch, threads, x, "torch.compile"),
        "onnxruntime": lambda: onnxruntime_network(folder, name, batch, threads, x),
        "openvino": lambda: openvino_network(folder, name, batch, threads, x, False),
        "openvino-streams": lambda: openvino_network(folder, name, batch, threads, x, True),
        "ncnn": lambda: ncnn_network(folder, name, batch, threads, x),
    }
    call, array = makers[program]()
    result = call()
    first = time.perf_counter() - start
    numpy.save(folder / f"{name}.{program}.npy", array(result))
    print(json.dumps({"first": first}), flush=True)
    for line in sys.stdin:
        times = []
        for _ in range(int(line)):
            start = time.perf_counter()
            call()
            times.append(time.perf_counter() - start)
        print(json.dumps(times), flush=True)


if __name__ == "__main__":
    main()
