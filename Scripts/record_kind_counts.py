"""Records how other programs count every kind of layer: python Scripts/record_kind_counts.py [--layers FILE]

Writes Tests/Fixtures/kind_counts.json: small networks, one of each kind behind a convolution, with the lines of their
model file, and networks of torchvision. A column such as "eval 4" is a mode and a batch. Programs and units are those
of record_counts.py; programs that always evaluate have no column of training. What a program refuses is under
"failures". A layer with a name is a module, one without a function call; "written" says how calls are spelled where
that is not the usual way (the operators + * @, x.mean, x[a:b]), and "shared" which layers are one module.
"""

import argparse
import concurrent.futures
import contextlib
import functools
import importlib
import importlib.metadata
import io
import json
import logging
import multiprocessing
import pathlib
import warnings

import torch
import yaml

import count_cases
import record_counts
from counted_networks import Network
from torchvision_models import torchvision_models

FIXTURE = record_counts.FIXTURE.with_name("kind_counts.json")
TORCHVISION = (
    "convnext_tiny densenet121 efficientnet_b0 inception_v3 mnasnet1_0 mobilenet_v2 mobilenet_v3_small resnet18 "
    "resnet50 shufflenet_v2_x1_0"
).split()
SIZES = {"inception_v3": 299}
BATCH = 4
# Exporting takes long, and a second batch says nothing new.
EXPORTED = {"onnx-tool", "onnx-tool-unfused"}
# Imported once, before processes part.
PROGRAMS = "calflops deepspeed.profiling.flops_profiler fvcore.nn onnx_tool onnxscript ptflops thop torchinfo".split()


def make_small(shape, written, lines, shared):
    """Returns a function that builds a small network."""
    return functools.partial(Network, yaml.safe_load("\n".join(lines)), shape, written, shared)


def make_large(name):
    """Returns a function that builds a network of torchvision."""
    options = {"init_weights": False} if name == "inception_v3" else {}
    return functools.partial(torchvision_models().get_model, name, weights=None, **options)


def build(make, training):
    """Returns a network with parameters of which no exporter drops or shares one."""
    torch.manual_seed(0)
    network = make()
    for tensor in network.state_dict().values():
        if tensor.is_floating_point() and tensor.dim() <= 3:
            torch.nn.init.uniform_(tensor, 0.5, 1.5)
    return network.train(training)


def columns(tool):
    """Returns the modes and batches to run a program in."""
    if tool in EXPORTED:
        return [("eval", 1)]
    return [("eval", 1), ("eval", BATCH), *([] if tool in record_counts.EVALUATES else [("train", BATCH)])]


def apart(function, *arguments):
    """Returns what a function returns in a process of its own: programs that fail leave PyTorch's functions patched."""
    with concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:
        return pool.submit(function, *arguments).result()


def run(make, shape, tool):
    """Returns a program's counts by unit and column, the text of what it throws, and its details by layer."""
    counts, details = {}, {}
    for mode, batch in columns(tool):
        network = build(make, mode == "train")
        try:
            with torch.no_grad(), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                found, said = record_counts.TOOLS[tool](network, torch.ones(batch, *shape))
            details[f"{mode} {batch}"] = json.dumps(said, default=str)
            for operations, unit, _ in found:
                if operations != int(operations):
                    raise ValueError(f"not a whole number: {operations}")
                counts.setdefault(f"{tool} {unit}", {})[f"{mode} {batch}"] = int(operations)
        except Exception as error:  # whatever a program throws is what there is to record
            return counts, f"{type(error).__name__}: {error}".splitlines()[0][:120], details
    return counts, None, details


def count(make, shape, tools):
    """Returns what the programs say of a network: counts by program and column, failures, details by layer."""
    parameters = sum(tensor.numel() for tensor in make().parameters())
    counts, failures, details = {}, {}, {}
    for tool in tools:
        found, failure, details[tool] = apart(run, make, shape, tool)
        counts |= found
        if failure:
            failures[tool] = failure
    return {"parameters": parameters, "counts": counts, **({"failures": failures} if failures else {})}, details


def cases(large):
    """Yields the head of every row and the function that builds its network."""
    for name, shape, written, *lines in count_cases.CASES:
        lines = [f"- {line}" for line in lines]
        shared = count_cases.SHARED.get(name, {})
        head = {"name": name, "input": shape, "layers": lines}
        head |= ({"written": written} if written else {}) | ({"shared": shared} if shared else {})
        yield head, make_small(shape, written, lines, shared)
    for name in large:
        size = SIZES.get(name, 224)
        yield {"name": f"torchvision:{name}", "input": [3, size, size]}, make_large(name)


def recorded():
    """Returns the rows of the fixture by name."""
    if not FIXTURE.exists():
        return {}
    return {row["name"]: row for row in json.loads(FIXTURE.read_text())["networks"]}


def write(rows):
    """Writes the fixture, one network per line."""
    versions = {package: importlib.metadata.version(package) for package in record_counts.PACKAGES}
    lines = ",\n".join("    " + json.dumps(rows[name], ensure_ascii=False) for name in sorted(rows))
    FIXTURE.write_text(f'{{\n  "versions": {json.dumps(versions)},\n  "networks": [\n{lines}\n  ]\n}}\n')


def main():
    """Runs every program on every network and writes the fixture."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--layers", type=pathlib.Path)
    parser.add_argument("--only", default="", help="record anew the networks with this in their name, keep the others")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    torch.set_num_threads(1)
    torchvision_models()
    for program in PROGRAMS:
        importlib.import_module(program)
    networks = list(cases(TORCHVISION))
    names = {head["name"] for head, _ in networks}
    if len(names) < len(networks):
        raise ValueError("two networks have one name")
    kept = recorded() if arguments.only else {}
    rows, layers = {name: row for name, row in kept.items() if name in names}, {}
    for head, make in networks:
        name = head["name"]
        if arguments.only in name:
            found, layers[name] = count(make, head["input"], record_counts.TOOLS)
            rows[name] = head | found
            print(json.dumps(rows[name], ensure_ascii=False), flush=True)
            write(rows)
    if arguments.layers:
        arguments.layers.write_text(json.dumps(layers, indent=1, default=str))


if __name__ == "__main__":
    main()
