"""What a program computed while it ran a network, one step per layer or function, with who reads whom."""

import dataclasses
import json
import subprocess
import sys

import numpy as np

# Functions and layers that do one thing, by the name that zoo has for it. What is not here has its own name.
KINDS = {
    "avg_pool": "avgpool avgpool1d avgpool2d averagepooling2d adaptiveavgpool2d adaptiveavgpool1d globalaveragepooling2d"
    " mean",
    "batch_norm": "batchnorm batchnorm1d batchnorm2d batchnormalization",
    "concat": "cat concat concatenate",
    "conv": "conv conv1d conv2d convolution",
    "dropout": "dropout dropout2d",
    "fc": "linear dense innerproduct",
    "flatten": "flatten view reshape squeeze",
    "hard_sigmoid": "hardsigmoid",
    "hard_swish": "hardswish",
    "layer_norm": "layernorm layernorm2d",
    "lrn": "localresponsenorm lrn",
    "max_pool": "maxpool maxpool1d maxpool2d maxpooling2d",
    "add": "add iadd sum",
    "multiply": "mul imul",
    "relu": "relu",
    "sigmoid": "sigmoid",
    "slice": "chunk split narrow getitem",
    "softmax": "softmax",
    "tanh": "tanh",
    "transpose": "permute transpose",
    "pad": "zeropadding2d pad",
}
KIND_OF = {word: kind for kind, words in KINDS.items() for word in words.split()}
# Steps that leave every value as it is, and that one program writes out and another does not.
TRANSPARENT = {"flatten", "dropout", "pad", "identity"}
# What zoo has a kind of its own for, and programs write with another: a shuffle is a transposition between two reshapes, a
# scale the product with a parameter.
WRITTEN = {
    "adaptive_avg_pool": "avg_pool", "global_avg_pool": "avg_pool", "mean": "avg_pool", "scale": "multiply",
    "shuffle": "transpose",
}  # fmt: skip


@dataclasses.dataclass(eq=False)
class Step:
    """A layer or a function call: its name in the program, what it does, whose outputs it read, its output."""

    name: str
    kind: str
    inputs: list
    values: np.ndarray
    module: object = None  # the layer that has its tensors, or the parameter that a function reads
    rounding: float | None = None  # how far the numbers are from double precision's, relative to the largest of them


def kind(word):
    """Returns zoo's name for what a class or function does, else the word itself."""
    plain = word.lower().replace("_", "").replace("local_response_norm", "lrn")
    return KIND_OF.get(plain, plain)


def behind(step, kinds=TRANSPARENT):
    """Returns the step whose values arrive, behind those that leave values as they are; joining one is none."""
    while step.inputs and (step.kind in kinds or (step.kind == "concat" and len(step.inputs) == 1)):
        step = step.inputs[0]
    return step


def joined(steps):
    """Returns the steps that are concatenated, whether at once or one after another."""
    found = []
    for step in map(behind, steps):
        found += joined(step.inputs) if step.kind == "concat" else [step]
    return found


class Graph:
    """A network of the zoo as `zoo analyze --format json` tells it."""

    def __init__(self, model, zoo, mode="inference", overrides=(), size=None):
        command = [zoo, "analyze", model, "--mode", mode, "--format", "json"]
        command += ["--input", "x".join(map(str, size))] if size else []
        command += [word for change in overrides for word in ("--set", change)]
        [report] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
        self.name = report["model"]["name"]
        self.input = tuple(report["model"]["input"])
        self.layers = {layer["name"]: layer for layer in report["layers"]}

    def maps_before(self, name):
        """Returns the shape that a fully connected layer reads, behind a flatten."""
        source = self.layers[name]["inputs"][0]
        while source in self.layers and self.layers[source]["kind"] in ("flatten", "dropout", "relu", "tanh"):
            source = self.layers[source]["inputs"][0]
        return self.layers[source]["output"] if source in self.layers else list(self.input)

    def match(self, steps):
        """Returns a program's steps by the names of the layers that they are.

        Both are graphs: a layer is the first step of its kind and size that reads what the layer reads. Ends the program
        where a layer that computes something has no counterpart.
        """
        found = {"input": steps[0]}
        alias = {}  # layers without a counterpart, and whose values they hand on
        used = set()
        for name, layer in self.layers.items():
            wanted = WRITTEN.get(layer["kind"], layer["kind"])
            read = joined if wanted == "concat" else lambda steps: [behind(step) for step in steps]
            sources = read([alias.get(source) or found[source] for source in layer["inputs"]])
            size = int(np.prod(layer["output"]))
            fitting = [
                step for step in steps if id(step) not in used and step.kind == wanted and step.values[0].size == size
                and len(step.inputs) > 0 and read(step.inputs) == sources
            ]  # fmt: skip
            # Of twins the one of that name.
            step = next((step for step in fitting if step.name == name), fitting[0] if fitting else None)
            if step:
                used.add(id(step))
                found[name] = step
            else:
                reads = found.get(layer["inputs"][0]) or alias[layer["inputs"][0]]
                if wanted not in TRANSPARENT and not (wanted == "avg_pool" and reads.values[0].size == size):
                    sys.exit(f"{self.name}: nothing in the program is layer {name}, {layer['kind']} of {layer['output']}")
                alias[name] = reads
        del found["input"]
        return found

    def values(self, found):
        """Returns the matched outputs in zoo's shapes."""
        return {name: step.values.reshape(-1, *self.layers[name]["output"]) for name, step in found.items()}


def roundings(found):
    """Returns how far the matched outputs are from double precision, for those of which it is known."""
    return {name: step.rounding for name, step in found.items() if step.rounding is not None}
