"""Exports torchvision's convolutional classification networks to ONNX, by both of PyTorch's exporters, and asks zoo about them.

    python Scripts/record_imports_onnx.py [--only NAME…] [--exporters dynamo torchscript]

For each: parameters equal torchvision's `num_params`, less the batch normalizations that the exporter folds into convolutions
(each loses 2·C and leaves a bias of C); multiply–adds equal `_ops`, to the three decimals that it has; and for random weights
and statistics the output is within 1e-4 of the largest number of PyTorch's. Files are made one at a time in a temporary
folder. The table is Tests/ImportTests/Fixtures/ONNX/torchvision.json; `swift build --build-tests` comes
first.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import onnx
import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from torchvision_models import torchvision_models  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Where `swift build --build-tests` put the programs.
BUILD = pathlib.Path(os.environ.get("ZOO_BUILD", ROOT / ".build/debug"))
TABLE = ROOT / "Tests/ImportTests/Fixtures/ONNX/torchvision.json"
# Transformers, which are no convolutional networks.
OTHERS = ("vit_", "swin", "maxvit")


def randomize(model):
    """Batch normalizations with statistics, and layer scales that let something through."""
    generator = torch.Generator().manual_seed(1)
    for module in model.modules():
        # A bias of zeros would be left out of the file.
        if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear)) and module.bias is not None:
            module.bias.data.uniform_(-0.1, 0.1, generator=generator)
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.1, generator=generator)
            module.running_var.uniform_(0.5, 1.5, generator=generator)
    for name, parameter in model.named_parameters():
        if name.endswith("layer_scale"):
            parameter.data.uniform_(0.1, 1, generator=generator)


def build(models, name):
    torch.manual_seed(0)
    keywords = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
    if name == "inception_v3":
        keywords["aux_logits"] = True
    if name == "googlenet":
        keywords["aux_logits"] = False
    model = models.get_model(name, weights=None, **keywords).eval()
    randomize(model)
    return model


def folded(model, graph):
    """Parameters that are gone because batch normalizations were folded, and how many of these there were."""
    kept = sum(1 for n in graph.node if n.op_type == "BatchNormalization")
    norms = [m for n, m in model.named_modules() if isinstance(m, torch.nn.BatchNorm2d) and "aux" not in n.lower()]
    channels = {i.name: i.dims[0] for i in graph.initializer if len(i.dims) == 1}
    # Equal initializers are one, which the others are by an Identity.
    same = {n.output[0]: n.input[0] for n in graph.node if n.op_type == "Identity"}
    kept_channels = sum(channels[same.get(n.input[1], n.input[1])] for n in graph.node if n.op_type == "BatchNormalization")
    gone = sum(m.num_features for m in norms) - kept_channels
    has_bias = any(isinstance(m, torch.nn.Conv2d) and m.bias is not None for n, m in model.named_modules() if "aux" not in n.lower())
    is_vgg = type(model).__name__ == "VGG"
    return (2 if is_vgg and has_bias else 1) * gone, len(norms) - kept


def check(name, exporter, model, size, meta, work):
    x = torch.rand(1, 3, size, size, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        y = model(x)
    path = work / "case/model.onnx"
    path.parent.mkdir()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(model, (x,), str(path), dynamo=exporter == "dynamo", verbose=False)
    graph = onnx.load(path, load_external_data=False).graph
    np.save(path.parent / "input_0.npy", x.numpy())
    np.save(path.parent / "output_0.npy", y.numpy() / y.abs().max().item())
    scale = y.abs().max().item()
    np.save(path.parent / "output_0.npy", y.numpy())
    (work / "cases.txt").write_text(f"case 1 1 {1e-4 * min(scale, 1)}\n")
    analysis = subprocess.run(
        [BUILD / "zoo", "analyze", path, "--format", "json"], capture_output=True, text=True
    )
    row = {"name": name, "exporter": exporter, "input": size}
    if analysis.returncode:
        return row | {"error": analysis.stderr.replace(str(path), "model.onnx").strip()[:300]}
    document = json.loads(analysis.stdout)
    totals = document["totals"]
    parameters, macs = totals["parameters"], totals["macs"]
    gone, norms = folded(model, graph)
    own = sum(p.numel() for n, p in model.named_parameters() if "aux" not in n.lower())
    run = subprocess.run(
        [BUILD / "zooPackageTests.xctest", "--testing-library", "swift-testing", "--filter", "ONNXConformanceTests"],
        cwd=ROOT, env=os.environ | {"ZOO_ONNX_CASES": str(work)}, capture_output=True, text=True,
    )
    result = next((l.split(" ", 2)[2] for l in run.stdout.splitlines() if l.startswith("RESULT")), "nothing")
    words = result.split()
    return row | {
        "num_params": meta["num_params"], "parameters": parameters, "folded_norms": norms, "folded_parameters": gone,
        "own_parameters": own, "ops": meta["_ops"], "macs": macs, "output": words[0],
        "difference": float(f"{float(words[-1]) * max(1, scale) / scale:.2g}") if words[0] == "passed" else result,
        "parameters_equal": parameters + gone == own, "macs_equal": f"{macs / 1e9:.3f}" == f"{meta['_ops']:.3f}",
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*", help="these networks alone; others keep their rows")
    parser.add_argument("--exporters", nargs="*", default=["torchscript", "dynamo"])
    arguments = parser.parse_args()
    models = torchvision_models()
    names = [n for n in models.list_models(module=models) if not n.startswith(OTHERS)]
    weights = {n: next(iter(models.get_model_weights(n))) for n in names}
    names.sort(key=lambda n: weights[n].meta["num_params"])
    rows = json.loads(TABLE.read_text()) if TABLE.exists() else []
    for name in arguments.only or names:
        size = weights[name].transforms().crop_size[0]
        model = build(models, name)
        for exporter in arguments.exporters:
            work = pathlib.Path(tempfile.mkdtemp(prefix="zoo-onnx-"))
            try:
                row = check(name, exporter, model, size, weights[name].meta, work)
            finally:
                shutil.rmtree(work)
            rows = [r for r in rows if (r["name"], r["exporter"]) != (name, exporter)] + [row]
            rows.sort(key=lambda r: (r["name"], r["exporter"]))
            TABLE.parent.mkdir(parents=True, exist_ok=True)
            TABLE.write_text("[\n" + ",\n".join(json.dumps(r) for r in rows) + "\n]\n")
            print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
