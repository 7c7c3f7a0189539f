"""Compares zoo with torchvision, layer by layer: python Scripts/verify_torchvision.py [ZOO [NETWORK...]]

Each network is made with torch.manual_seed(0), its normalizations get statistics, scales and shifts that are not 0 and 1, and
ConvNeXt's layer scale numbers that count; PyTorch saves its weights and runs one random image, and `zoo verify` compares every
layer. Writes Tests/Fixtures/torchvision_outputs.json: for each network how many layers were compared, the layer that is
farthest off and by how much, relative to the layer's largest number. Networks that are asked for replace their lines there.
"""

import json
import pathlib
import sys
import tempfile

import torch

import check_torchvision_outputs
import record_reference
from torchvision_models import torchvision_models

PROJECT = pathlib.Path(__file__).resolve().parent.parent
FILE = PROJECT / "Tests" / "Fixtures" / "torchvision_outputs.json"
PUBLISHED = PROJECT / "Tests" / "Fixtures" / "torchvision.json"


def zoo_name(network):
    """Returns what zoo calls a network of torchvision's."""
    own = network.replace("_", "-")
    return f"{own}-torchvision" if own in ("alexnet", "googlenet") else own


def compare(zoo, network, size):
    """Returns the line of a network."""
    torch.manual_seed(0)
    options = {"init_weights": False} if network in ("googlenet", "inception_v3") else {}
    model = torchvision_models().get_model(network, weights=None, **options).eval()
    check_torchvision_outputs.perturb(model)
    given = torch.rand(1, 3, size, size)
    with tempfile.TemporaryDirectory() as temporary:
        _, report = check_torchvision_outputs.verify(zoo, zoo_name(network), [], model, given, pathlib.Path(temporary))
    worst = max(report["layers"], key=lambda layer: layer["max_relative"])
    return {
        "model": network, "size": size, "layers": len(report["layers"]), "worst": worst["name"],
        "relative": float(f"{worst['max_relative']:.2g}"),
    }  # fmt: skip


def main():
    zoo = sys.argv[1] if len(sys.argv) > 1 else str(record_reference.ZOO)
    sizes = {one["model"]: one["crop"] for one in reversed(json.loads(PUBLISHED.read_text()))}
    lines = {one["model"]: one for one in json.loads(FILE.read_text())} if FILE.exists() else {}
    for network in sys.argv[2:] or sizes:
        lines[network] = compare(zoo, network, sizes[network])
        print(json.dumps(lines[network]), flush=True)
        ordered = [lines[name] for name in sizes if name in lines]
        FILE.write_text("[\n" + ",\n".join(json.dumps(one) for one in ordered) + "\n]\n")


if __name__ == "__main__":
    main()
