"""Records what other programs compute with zoo's synthetic weights: python Scripts/record_activations.py [ZOO [MODEL...]]

Writes Tests/Fixtures/references/<model>.json: for every layer its shape, the sum and the sum of squares of its numbers, the
largest magnitude, and numbers at 64 places. Weights are those of `zoo weights init` with seed 0, the input is the tensor
"input" of the same generator over the whole batch, within -1 and 1. The places are mix(fnv1a(layer) + k) modulo the count of
numbers (batch included), k = 0 ... 63, with mix and fnv1a as in generator.py.

Two programs are asked where there are two: torchvision's GoogLeNet without its auxiliary classifiers, and Keras's VGG.
"""

import json
import pathlib
import sys

import numpy as np

import generator
import networks
import record_reference
import steps
from torchvision_models import torchvision_models

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Fixtures" / "references"
SAMPLES = 64
VGGS = [f"vgg{depth}{norm}" for depth in (11, 13, 16, 19) for norm in ("", "-bn")]


def torchvision(name, **options):
    """Returns a function that makes a network of torchvision's, not initialized, and its name."""
    return lambda: torchvision_models().get_model(name, weights=None, **options), f"torchvision {name}"


def module(make):
    """Returns a function of networks.py and its name."""
    return make, f"Scripts/networks.py {make.__name__}"


def keras(name):
    """Returns a function that makes a network of keras.applications, and its name."""

    def make():
        import keras_steps

        return getattr(keras_steps.keras.applications, name)(weights=None)

    return make, f"keras.applications {name}"


# zoo's model, how many inputs at a time, the mode, and what computes it.
REFERENCES = {
    "lenet5": (3, "inference", module(networks.lenet5_paper)),
    "lenet5-modern": (3, "inference", module(networks.lenet5)),
    "lenet-caffe": (3, "inference", module(networks.lenet_caffe)),
    "alexnet": (1, "inference", module(networks.alexnet_caffe)),
    "caffenet": (1, "inference", module(networks.caffenet)),
    "googlenet": (1, "inference", module(networks.googlenet_caffe)),
    "alexnet-torchvision": (2, "inference", torchvision("alexnet")),
    "googlenet-torchvision": (1, "training", torchvision("googlenet", init_weights=False, aux_logits=True)),
    **{name: (1, "inference", torchvision(name.replace("-", "_"), init_weights=False)) for name in VGGS},
}
# Other programs for the same network; what they compute has to be the same.
SECOND = {
    "googlenet-torchvision": ("inference", torchvision("googlenet", init_weights=False, aux_logits=False)),
    "vgg16": ("inference", keras("VGG16")),
    "vgg19": ("inference", keras("VGG19")),
}


def places(layer, count):
    """Returns where a layer's numbers are sampled."""
    key = generator.fnv1a(layer)
    return [int(generator.mix((key + k) & generator.MASK)) % count for k in range(SAMPLES)]


def short(number):
    """Returns a number with the digits that float32 can tell apart, nearly: 1e-7 of it does not matter here."""
    return float(f"{number:.7g}")


def record(make, graph, batch):
    """Returns the outputs of a network with zoo's synthetic weights, by zoo's names."""
    given = record_reference.synthetic_input((batch, *graph.input))
    model = make()
    auxiliaries = any(name.startswith("aux") for name in graph.layers)
    record_reference.fill(graph, graph.match(record_reference.run(model, given, auxiliaries)))
    return graph.values(graph.match(record_reference.run(model, given, auxiliaries)))


def summary(layer, values):
    """Returns what is committed of a layer's output."""
    flat = values.reshape(-1)
    return {
        "name": layer,
        "shape": list(values.shape[1:]),
        "sum": short(flat.sum(dtype=np.float64)),
        "sum_of_squares": short(np.square(flat, dtype=np.float64).sum()),
        "largest": short(np.abs(flat).max()),
        "samples": [short(flat[place]) for place in places(layer, flat.size)],
    }


def classes(layer, values):
    """Returns for each input its five best classes, the best first: the largest scores, or the smallest distances."""
    sign = 1 if layer["kind"] == "rbf" else -1
    return [[int(index) for index in np.argsort(sign * row, kind="stable")[:5]] for row in values.reshape(len(values), -1)]


def compare(name, program, first, second):
    """Ends the program where a second one computes something else; how far they are apart at most."""
    worst = 0
    for layer, values in second.items():
        worst = max(worst, float(np.abs(values - first[layer]).max() / np.abs(first[layer]).max()))
    if not worst < 1e-4:
        sys.exit(f"{name}: {program} differs by {worst}")
    print(f"  {program}: {len(second)} layers within {worst:.1e}")


def main():
    zoo = sys.argv[1] if len(sys.argv) > 1 else str(record_reference.ZOO)
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[2:] or REFERENCES:
        batch, mode, (make, program) = REFERENCES[name]
        graph = steps.Graph(name, zoo, mode)
        outputs = record(make, graph, batch)
        print(f"{name}: {program}, {len(outputs)} layers")
        programs = [program]
        if name in SECOND:
            second_mode, (second, program) = SECOND[name]
            compare(name, program, outputs, record(second, steps.Graph(name, zoo, second_mode), batch))
            programs.append(program)
        answers = graph.layers.keys() - {source for layer in graph.layers.values() for source in layer["inputs"]}
        fixture = {
            "model": name, "mode": mode, "batch": batch, "programs": programs,
            "classes": {layer: classes(graph.layers[layer], outputs[layer]) for layer in outputs if layer in answers},
            "layers": [summary(layer, values) for layer, values in outputs.items()],
        }  # fmt: skip
        text = json.dumps(fixture, separators=(",", ":"))
        # A layer a line: the difference of two recordings can be read.
        (FOLDER / f"{name}.json").write_text(text.replace('{"name"', '\n{"name"') + "\n")
    print(sum(path.stat().st_size for path in FOLDER.iterdir()), "bytes")


if __name__ == "__main__":
    main()
