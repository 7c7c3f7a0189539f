"""Compares zoo with torchvision, layer by layer: python Scripts/verify_torchvision.py [ZOO [NETWORK...]]

Each network is made with torch.manual_seed(0), its normalizations get statistics, scales and shifts that are not 0 and 1, and
ConvNeXt's layer scale numbers that count; PyTorch saves its weights and runs one random image, at 300 × 300 where the network's
own size is larger, and `zoo verify` compares every layer. PyTorch runs in double precision, too.

Writes Tests/Fixtures/torchvision_outputs.json: for each network how many layers were compared, and the layer that is farthest
off. Of that layer, each relative to its largest number: how far zoo is from PyTorch, and how far both are from double
precision. Networks that are asked for replace their lines there.
"""

import json
import pathlib
import sys
import tempfile

import torch

import check_torchvision_outputs
import record_reference
import steps
import torch_steps
from torchvision_models import torchvision_models

PROJECT = pathlib.Path(__file__).resolve().parent.parent
FILE = PROJECT / "Tests" / "Fixtures" / "torchvision_outputs.json"
PUBLISHED = PROJECT / "Tests" / "Fixtures" / "torchvision.json"
# Above this the outputs of all layers of the largest networks are more than a usual machine's memory.
LARGEST = 300


def zoo_name(network):
    """Returns what zoo calls a network of torchvision's."""
    own = network.replace("_", "-")
    return f"{own}-torchvision" if own in ("alexnet", "googlenet") else own


def compare(zoo, network):
    """Returns the line of a network."""
    name = zoo_name(network)
    torch.manual_seed(0)
    options = {"init_weights": False} if network in ("googlenet", "inception_v3") else {}
    model = torchvision_models().get_model(network, weights=None, **options).eval()
    check_torchvision_outputs.perturb(model)
    size = min(LARGEST, steps.Graph(name, zoo).input[1])
    given = torch.rand(1, 3, size, size)
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        found, report = check_torchvision_outputs.verify(zoo, name, [], model, given, folder)
        worst = max(report["layers"], key=lambda layer: layer["max_relative"])
        recorded = found[worst["name"]].rounding
        own = distance_of_zoo(zoo, name, model, given, folder, found, worst["name"])
    return {
        "model": network, "size": size, "layers": len(report["layers"]), "worst": worst["name"],
        "relative": short(worst["max_relative"]), "pytorch_from_double": short(recorded), "zoo_from_double": short(own),
    }  # fmt: skip


def distance_of_zoo(zoo, name, model, given, folder, found, layer):
    """Returns how far zoo's numbers of a layer are from double precision."""
    outputs = check_torchvision_outputs.outputs_of_zoo(zoo, name, [], folder, [layer])
    recorded = torch_steps.record(model, given)
    step = next(step for step in recorded if step.name == found[layer].name)
    step.values = outputs[layer].reshape(step.values.shape)
    torch_steps.compare_with_double(model, given, recorded, runs=1)
    return step.rounding


def short(number):
    """Returns two digits of a number."""
    return float(f"{number:.2g}")


def main():
    zoo = sys.argv[1] if len(sys.argv) > 1 else str(record_reference.ZOO)
    networks = list(dict.fromkeys(one["model"] for one in json.loads(PUBLISHED.read_text())))
    lines = {one["model"]: one for one in json.loads(FILE.read_text())} if FILE.exists() else {}
    for network in sys.argv[2:] or networks:
        lines[network] = compare(zoo, network)
        print(json.dumps(lines[network]), flush=True)
        ordered = [lines[name] for name in networks if name in lines]
        FILE.write_text("[\n" + ",\n".join(json.dumps(one) for one in ordered) + "\n]\n")


if __name__ == "__main__":
    main()
