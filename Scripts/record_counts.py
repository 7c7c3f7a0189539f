"""Records the operation counts that other programs print: python Scripts/record_counts.py [--layers FILE]

Writes Tests/Fixtures/counts.json. A unit of "MACs" means that the program counts one multiply-add as one operation,
whatever it calls it; "FLOPs" means that it counts two. With --layers, writes what each program says of single layers.

The program "onnx-tool" reads what torch.onnx.export makes by default: batch normalization folded into convolutions and
LRN spelled out in elementary operators. "onnx-tool-unfused" reads the TorchScript exporter's output with training mode
preserved and constants not folded, and LRN as ONNX's own operator.
"""

import argparse
import collections
import contextlib
import importlib.metadata
import io
import json
import pathlib
import tempfile
import warnings

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

import networks
from torchvision_models import torchvision_models

FIXTURE = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Fixtures" / "counts.json"
PACKAGES = (
    "calflops deepspeed fvcore onnx onnx-tool onnxscript ptflops thop torch torchinfo torchvision"
).split()
TORCHVISION = "alexnet googlenet vgg11 vgg11_bn vgg13 vgg13_bn vgg16 vgg16_bn vgg19 vgg19_bn".split()
BATCHED = ("alexnet", "alexnet-caffe", "googlenet", "googlenet-caffe", "lenet5")
TRAINED = ("alexnet", "googlenet", "vgg11_bn")


def build(name, training=False):
    """Returns a network and its input shape, with random normalization, of which no exporter drops or shares a part."""
    torch.manual_seed(0)
    if name in networks.NETWORKS:
        make, shape = networks.NETWORKS[name]
        network = make()
    else:
        options = {} if name == "alexnet" else {"init_weights": False}
        network = torchvision_models().get_model(name, weights=None, **options)
        shape = (3, 224, 224)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            for tensor in (module.weight, module.bias, module.running_mean, module.running_var):
                nn.init.uniform_(tensor, 0.5, 1.5)
    return network.train(training), shape


class LRNOperator(torch.autograd.Function):
    """Local response normalization that is exported as one ONNX operator."""

    @staticmethod
    def forward(context, x, size, alpha, beta, k):
        """Returns the normalized activations."""
        return nn.functional.local_response_norm(x, size, alpha, beta, k)

    @staticmethod
    def symbolic(graph, x, size, alpha, beta, k):
        """Returns ONNX's LRN in the graph."""
        return graph.op("LRN", x, size_i=size, alpha_f=alpha, beta_f=beta, bias_f=k).setType(x.type())


def lrn_forward(module):
    """Returns a forward function for a normalization module that goes through the ONNX operator."""
    return lambda x: LRNOperator.apply(x, module.size, module.alpha, module.beta, module.k)


# Each program: network, input -> ([(operations, unit, parameters)], what it says of layers).


def torchinfo(network, x):
    """Runs torchinfo's summary in the mode that the network is in."""
    from torchinfo import summary

    result = summary(network, input_data=x, mode="train" if network.training else "eval", verbose=0)
    layers = [(layer.var_name, layer.class_name, layer.macs) for layer in result.summary_list if layer.is_leaf_layer]
    return [(result.total_mult_adds, "MACs", result.total_params)], layers


def fvcore(network, x):
    """Runs fvcore's analysis, which traces the network."""
    from fvcore.nn import FlopCountAnalysis, parameter_count

    analysis = FlopCountAnalysis(network, x).unsupported_ops_warnings(False).uncalled_modules_warnings(False)
    layers = {"operators": analysis.by_operator(), "unsupported": analysis.unsupported_ops()}
    return [(analysis.total(), "MACs", parameter_count(network)[""])], layers


def ptflops(backend):
    """Returns a runner of one of the two backends of ptflops, which always evaluate."""

    def run(network, x):
        """Runs ptflops on exactly this input."""
        from ptflops import get_model_complexity_info

        options = {"as_strings": False, "print_per_layer_stat": False, "backend": backend}
        operations, parameters = get_model_complexity_info(
            network, tuple(x.shape[1:]), input_constructor=lambda _: x, **options
        )
        return [(operations, "MACs", parameters)], None

    return run


def thop(network, x):
    """Runs thop, which always evaluates."""
    from thop import profile

    operations, parameters, layers = profile(network, (x,), verbose=False, ret_layer_info=True)
    return [(operations, "MACs", parameters)], layers


def flop_counter(network, x):
    """Runs the counter that PyTorch brings along, which knows no parameters."""
    with FlopCounterMode(display=False) as counter:
        network(x)
    layers = {
        module: {str(operator): count for operator, count in counts.items()}
        for module, counts in counter.get_flop_counts().items()
    }
    return [(counter.get_total_flops(), "FLOPs", None)], layers


def calflops(network, x):
    """Runs calflops, which always evaluates."""
    from calflops import calculate_flops

    flops, macs, parameters = calculate_flops(
        network, args=[x], output_as_string=False, print_results=False, print_detailed=False
    )
    return [(flops, "FLOPs", parameters), (macs, "MACs", parameters)], None


def deepspeed(network, x):
    """Runs DeepSpeed's profiler, which always evaluates."""
    from deepspeed.profiling.flops_profiler import get_model_profile

    flops, macs, parameters = get_model_profile(network, args=[x], print_profile=False, as_string=False)
    return [(flops, "FLOPs", parameters), (macs, "MACs", parameters)], None


def onnx_tool(unfused):
    """Returns a runner of onnx-tool for one way to export."""

    def run(network, x):
        """Exports the network and profiles the file, without the operators that onnx-tool leaves out."""
        import onnx
        import onnx_tool as tool

        options = {"dynamo": True, "verbose": False}
        if unfused:
            preserve = torch.onnx.TrainingMode.PRESERVE
            options = {"dynamo": False, "training": preserve, "do_constant_folding": False}
            for module in network.modules():
                if isinstance(module, nn.LocalResponseNorm):
                    module.forward = lrn_forward(module)
        with tempfile.TemporaryDirectory() as folder:
            file = str(pathlib.Path(folder) / "network.onnx")
            torch.onnx.export(network, (x,), file, **options)
            graph = tool.loadmodel(onnx.load(file), {"verbose": False}).graph
        graph.graph_reorder_nodes()
        graph.shape_infer(None)
        graph.profile(exclude_ops=tool.NoMacsOps)
        kinds = collections.Counter()
        for node in graph.nodemap.values():
            kinds[node.op_type] += getattr(node, "macs", [0])[0]
        return [(round(graph.macs[0]), "MACs", int(graph.params))], kinds

    return run


TOOLS = {
    "calflops": calflops,
    "deepspeed": deepspeed,
    "fvcore": fvcore,
    "onnx-tool": onnx_tool(unfused=False),
    "onnx-tool-unfused": onnx_tool(unfused=True),
    "ptflops-aten": ptflops("aten"),
    "ptflops-pytorch": ptflops("pytorch"),
    "thop": thop,
    "torch.utils.flop_counter": flop_counter,
    "torchinfo": torchinfo,
}
EVALUATES = {"calflops", "deepspeed", "onnx-tool", "onnx-tool-unfused", "ptflops-aten", "ptflops-pytorch", "thop"}


def runs(name):
    """Yields the tool, mode and batch of every run of a network."""
    for tool in TOOLS:
        yield tool, "eval", 1
        if tool == "torchinfo" or name in BATCHED:
            yield tool, "eval", 16
        if tool not in EVALUATES and name in TRAINED:
            yield tool, "train", 1


def record(name, tool, mode, batch):
    """Returns the rows that a program gives for a network, and what it says of layers."""
    network, shape = build(name, training=mode == "train")
    with torch.no_grad(), contextlib.redirect_stdout(io.StringIO()):
        counts, layers = TOOLS[tool](network, torch.ones(batch, *shape))
    rows = []
    for operations, unit, parameters in counts:
        if operations is None or operations != int(operations):
            raise ValueError(f"{tool} counted {operations} operations in {name}")
        rows.append({
            "tool": tool, "model": name, "mode": mode, "batch": batch, "input": list(shape),
            "operations": int(operations), "unit": unit, "parameters": None if parameters is None else int(parameters),
        })  # fmt: skip
    return rows, layers


def main():
    """Runs every program on every network and writes the fixture."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--layers", type=pathlib.Path)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    torchvision_models()
    rows, layers = [], {}
    for name in sorted([*TORCHVISION, *networks.NETWORKS]):
        for tool, mode, batch in runs(name):
            found, details = record(name, tool, mode, batch)
            rows += found
            layers[f"{tool} {name} {mode} {batch}"] = details
            for row in found:
                print(tool, name, mode, batch, row["operations"], row["unit"], row["parameters"], flush=True)
    rows.sort(key=lambda row: (row["tool"], row["model"], row["mode"], row["batch"], row["unit"]))
    versions = {package: importlib.metadata.version(package) for package in PACKAGES}
    lines = ",\n".join("    " + json.dumps(row) for row in rows)
    FIXTURE.parent.mkdir(parents=True, exist_ok=True)
    FIXTURE.write_text(f'{{\n  "versions": {json.dumps(versions)},\n  "counts": [\n{lines}\n  ]\n}}\n')
    if arguments.layers:
        arguments.layers.write_text(json.dumps(layers, indent=1))


if __name__ == "__main__":
    main()
