"""Exports torchvision's convolutional classification networks three ways, and asks zoo about the files.

    python Scripts/record_imports_torchvision.py [NAME…]

The ways are ONNX by both of PyTorch's exporters, `torchscript` and `dynamo`, and torch.export.save, `pt2`. For each:
parameters equal torchvision's `num_params`, less the batch normalizations that the exporter folds into convolutions (each loses
2·C and leaves a bias of C); multiply–adds equal `_ops`, to the three decimals that it has; for random weights and statistics
the output is within 1e-4 of the largest number of PyTorch's; and `zoo compare` says that all three compute the same. Files are
made in a temporary folder and deleted. The table is Tests/ImportTests/Fixtures/torchvision.json; `swift build` comes first.
"""

import json
import os
import pathlib
import subprocess
import sys
import warnings

import h5py
import numpy as np
import onnx
import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from recorded_table import record_all  # noqa: E402
from torchvision_models import torchvision_models  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Where `swift build` put the programs.
BUILD = pathlib.Path(os.environ.get("ZOO_BUILD", ROOT / ".build/debug"))
TABLE = ROOT / "Tests/ImportTests/Fixtures/torchvision.json"
# Transformers, which are no convolutional networks.
OTHERS = ("vit_", "swin", "maxvit")
WAYS = ("torchscript", "dynamo", "pt2")


def randomize(model):
    """Batch normalizations with statistics, and layer scales that let something through."""
    generator = torch.Generator().manual_seed(1)
    for module in model.modules():
        # A bias of zeros would be left out of an ONNX file.
        if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear)) and module.bias is not None:
            module.bias.data.uniform_(-0.1, 0.1, generator=generator)
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.1, generator=generator)
            module.running_var.uniform_(0.5, 1.5, generator=generator)
            module.weight.data.uniform_(0.8, 1.2, generator=generator)
            module.bias.data.normal_(0, 0.1, generator=generator)
    for name, parameter in model.named_parameters():
        if name.endswith("layer_scale"):
            parameter.data.uniform_(0.1, 1, generator=generator)


def build(models, name):
    torch.manual_seed(0)
    # Auxiliary classifiers exist in training alone, and are not exported.
    keywords = {"aux_logits": False, "init_weights": False} if name in ("googlenet", "inception_v3") else {}
    model = models.get_model(name, weights=None, **keywords).eval()
    randomize(model)
    return model


def folded(model, path):
    """Parameters that are gone because batch normalizations were folded into convolutions, and how many of these there were."""
    norms = [m for m in model.modules() if isinstance(m, torch.nn.BatchNorm2d)]
    if path.suffix == ".pt2":
        return 0, 0
    graph = onnx.load(path, load_external_data=False).graph
    kept = [n for n in graph.node if n.op_type == "BatchNormalization"]
    channels = {i.name: i.dims[0] for i in graph.initializer if len(i.dims) == 1}
    # Equal initializers are one, which the others are by an Identity.
    same = {n.output[0]: n.input[0] for n in graph.node if n.op_type == "Identity"}
    gone = sum(m.num_features for m in norms) - sum(channels[same.get(n.input[1], n.input[1])] for n in kept)
    # VGG's convolutions have biases already.
    return (2 if type(model).__name__ == "VGG" else 1) * gone, len(norms) - len(kept)


def export(model, given, way, path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if way == "pt2":
            torch.export.save(torch.export.export(model, (given,)), path)
        else:
            torch.onnx.export(model, (given,), str(path), dynamo=way == "dynamo", verbose=False)


def zoo(*arguments, codes=(0,)):
    """Runs zoo and returns what it prints."""
    done = subprocess.run([BUILD / "zoo", *map(str, arguments)], capture_output=True, text=True)
    if done.returncode not in codes:
        raise RuntimeError(done.stderr.strip()[:600])
    return done.stdout


def figures(path, model, given, expected):
    """What zoo makes of a file."""
    [report] = json.loads(zoo("analyze", path, "--format", "json"))
    gone, norms = folded(model, path)
    row = {
        "parameters": report["totals"]["parameters"], "folded_norms": norms, "folded_parameters": gone,
        "macs": report["totals"]["macs"], "layers": len(report["layers"]),
    }  # fmt: skip
    np.save(path.with_name("input.npy"), given.numpy())
    output = path.with_name("output.h5")
    zoo("run", path, "--input", path.with_name("input.npy"), "--output", output, "--force")
    with h5py.File(output) as file:
        values = file["layers/" + report["layers"][-1]["name"]][()].ravel()
    difference = np.abs(values - expected.ravel()).max() / np.abs(expected).max()
    return row | {"difference": float(f"{difference:.2g}")}


def comparison(paths):
    """Whether zoo compare finds that the files compute the same, and the largest share of what rounding may be."""
    document = json.loads(zoo("compare", *paths.values(), "--format", "json", codes=(0, 1)))
    result = {}
    for way, found in zip(WAYS[1:], document["equivalences"]):
        shares = [layer["largest"] for layer in found["layers"] if layer["result"] in ("folded", "rounded")]
        result[way] = {"same": found["same"], "operations": found["operations"], "share": float(f"{max(shares, default=0):.2g}")}
        if not found["same"]:
            folder = str(next(iter(paths.values())).parent)
            result[way]["parting"] = (found.get("parting") or "").replace(f"{folder}/", "")
    return result


def record(name, models, meta, size, folder):
    model = build(models, name)
    own = sum(p.numel() for p in model.parameters())
    given = torch.rand(1, 3, size, size, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        expected = model(given).numpy()
    row = {"input": size, "num_params": meta["num_params"], "_ops": meta["_ops"], "own_parameters": own}
    paths = {}
    for way in WAYS:
        paths[way] = folder / f"{way}.{'pt2' if way == 'pt2' else 'onnx'}"
        export(model, given, way, paths[way])
        row[way] = figures(paths[way], model, given, expected)
    return row | {"same_as_torchscript": comparison(paths)}


def main():
    models = torchvision_models()
    names = [n for n in models.list_models(module=models) if not n.startswith(OTHERS)]
    weights = {n: next(iter(models.get_model_weights(n))) for n in names}
    names.sort(key=lambda n: weights[n].meta["num_params"])

    def row(name, folder):
        size = weights[name].transforms().crop_size[0]
        return record(name, models, weights[name].meta, size, folder)

    record_all(TABLE, {"torch": str(torch.__version__)}, names, row)


if __name__ == "__main__":
    main()
