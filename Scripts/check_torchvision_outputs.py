"""Checks that zoo meets torchvision's own expected outputs: python Scripts/check_torchvision_outputs.py [ZOO [FOLDER]]

torchvision's tests keep what their seeded networks must give: torch.manual_seed(0), the network with 50 classes in inference
mode, and torch.rand(1, 3, 224, 224). Here the same network is made, its weights are saved by PyTorch and its layers recorded,
and `zoo verify` compares every layer; the output is compared with the file of torchvision. Batch normalization's statistics
are 0 and 1 in a new network, so that much could go wrong unseen: a second recording has them perturbed.

FOLDER holds ModelTester.test_<network>_expect.pkl; where it is absent, nothing is checked, and that is said.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np
import torch

import activations
import record_reference
import steps
from torchvision_models import torchvision_models

PROJECT = pathlib.Path(__file__).resolve().parent.parent
# torchvision's network, zoo's, and the changes that make it one of 50 classes.
NETWORKS = {
    "alexnet": ("alexnet-torchvision", ["classifier.6.outputs=50"]),
    "vgg16": ("vgg16", ["fc8.outputs=50"]),
    "googlenet": ("googlenet-torchvision", ["fc.outputs=50", "aux1.fc2.outputs=50", "aux2.fc2.outputs=50"]),
}


def perturb(model):
    """Gives normalizations statistics that are not 0 and 1, scales and shifts that are not 1 and 0; how many there are.

    ConvNeXt's layer scale, 1e-6 in a new network, becomes something that counts.
    """
    layers = [module for module in model.modules() if isinstance(module, (torch.nn.BatchNorm2d, torch.nn.LayerNorm))]
    with torch.no_grad():
        for module in layers:
            if isinstance(module, torch.nn.BatchNorm2d):
                module.running_mean.normal_(0, 0.1)
                module.running_var.uniform_(0.5, 1.5)
            module.weight.uniform_(0.5, 1.5)
            module.bias.normal_(0, 0.1)
        for name, parameter in model.named_parameters():
            if name.endswith("layer_scale"):
                parameter.uniform_(0.1, 0.5)
    return len(layers)


def verify(zoo, name, changes, model, given, folder):
    """Records a network, and returns its steps by zoo's names and what `zoo verify` says of them."""
    graph = steps.Graph(name, zoo, overrides=changes, size=given.shape[1:])
    found = graph.match(record_reference.run(model, given.numpy(), rounded_runs=1))
    torch.save(model.state_dict(), folder / "weights.pth")
    activations.write(
        folder / "reference.h5", name, "torchvision", given.numpy(), graph.values(found), steps.roundings(found))
    command = [zoo, "verify", name, "--weights", folder / "weights.pth", "--reference", folder / "reference.h5",
               "--format", "json", *(word for change in changes for word in ("--set", change))]  # fmt: skip
    run = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True)
    if run.returncode not in (0, 1):
        sys.exit(f"{name}: zoo ended with {run.returncode}")
    report = json.loads(run.stdout)
    if not report["same"]:
        sys.exit(f"{name}: {report['first_differing']} differs: {json.dumps(report['diagnosis'])}")
    return found, report


def outputs_of_zoo(zoo, name, changes, folder, layers):
    """Returns what zoo itself gives at layers, by their names."""
    command = [zoo, "run", name, "--weights", folder / "weights.pth", "--input", folder / "reference.h5",
               "--layers", ",".join(layers), "-o", folder / "zoo.h5", "--force",
               *(word for change in changes for word in ("--set", change))]  # fmt: skip
    subprocess.run([str(word) for word in command], check=True)
    with h5py.File(folder / "zoo.h5") as file:
        return {layer: file[f"layers/{layer}"][()] for layer in layers}


def main():
    zoo = sys.argv[1] if len(sys.argv) > 1 else str(record_reference.ZOO)
    source = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else PROJECT.parent / "shared/data/torchvision-expect"
    if not source.is_dir():
        print(f"skipped: torchvision's expected outputs are not there ({source})")
        return
    for network, (name, changes) in NETWORKS.items():
        torch.manual_seed(0)
        model = torchvision_models().get_model(network, weights=None, num_classes=50).eval()
        given = torch.rand(1, 3, 224, 224)
        with tempfile.TemporaryDirectory() as temporary:
            folder = pathlib.Path(temporary)
            found, report = verify(zoo, name, changes, model, given, folder)
            last = list(found)[-1]
            wanted = torch.load(source / f"ModelTester.test_{network}_expect.pkl", weights_only=True).detach().numpy()
            output = outputs_of_zoo(zoo, name, changes, folder, [last])[last]
            worst = float(np.abs(output - wanted).max() / np.abs(wanted).max())
            if not worst < 1e-4 or output.argmax() != wanted.argmax():
                sys.exit(f"{network}: zoo is {worst} from what torchvision expects")
            print(f"{network}: {len(report['layers'])} layers, the output within {worst:.1e} of what torchvision expects")
            if not perturb(model):
                continue
            _, report = verify(zoo, name, changes, model, given, folder)
            worst = max(layer["max_relative"] for layer in report["layers"])
            print(f"{network}, statistics perturbed: {len(report['layers'])} layers within {worst:.1e}")


if __name__ == "__main__":
    main()
