"""Records torchvision's convolutional networks as exported programs: python Scripts/record_imports_pt2.py [NAME…]

Each network gets random weights and statistics, is written by torch.export.save, and read by the program `zoo` in .build:
its parameters, its multiply-adds, and how far its outputs are from torch's. Writes
Tests/ImportTests/Fixtures/PyTorch/torchvision.json, and beside it small programs of single operators with their outputs.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

import h5py
import numpy
import torch

import pt2_cases
from torchvision_models import torchvision_models

PROJECT = pathlib.Path(__file__).resolve().parent.parent
FIXTURES = PROJECT / "Tests" / "ImportTests" / "Fixtures" / "PyTorch"
FORMULA = "x[i] = sin(0.37 * i), i counted from 0 in row-major order"

# Sizes other than 224; those for which torchvision states operations.
SIZES = {"inception_v3": 299}
NETWORKS = [
    "alexnet", "convnext_tiny", "densenet121", "efficientnet_b0", "googlenet", "inception_v3", "mnasnet1_0", "mobilenet_v2",
    "mobilenet_v3_large", "regnet_y_400mf", "resnet18", "resnet50", "resnext50_32x4d", "shufflenet_v2_x1_0",
    "squeezenet1_1", "vgg11_bn", "wide_resnet50_2",
]  # fmt: skip


def zoo(*arguments):
    """Runs zoo and returns what it prints."""
    done = subprocess.run([PROJECT / ".build/debug/zoo", *arguments], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return done.stdout


def randomized(model):
    """The model for inference, its batch statistics changed from 0 and 1."""
    generator = torch.Generator().manual_seed(1)
    for module in model.modules():
        if isinstance(module, torch.nn.modules.batchnorm._BatchNorm):
            module.running_mean.normal_(0, 0.1, generator=generator)
            module.running_var.uniform_(0.5, 1.5, generator=generator)
            module.weight.data.uniform_(0.8, 1.2, generator=generator)
            module.bias.data.normal_(0, 0.1, generator=generator)
    return model.eval()


def written(model, given, path):
    """Writes a model as what it is to be read from: the two lines that zoo's messages name."""
    program = torch.export.export(model.eval(), (given,))
    torch.export.save(program, path)


def record_network(name, folder):
    """Returns a network's figures: torchvision's, and those of the file that was exported."""
    models = torchvision_models()
    weights = models.get_model_weights(name)
    meta = (getattr(weights, "IMAGENET1K_V1", None) or weights.DEFAULT).meta
    torch.manual_seed(0)
    # Auxiliary classifiers exist in training alone, and are not exported.
    options = {"aux_logits": False, "init_weights": True} if name in ("googlenet", "inception_v3") else {}
    model = randomized(models.get_model(name, weights=None, **options))
    size = SIZES.get(name, 224)
    given = torch.rand(1, 3, size, size)
    path = folder / f"{name}.pt2"
    written(model, given, path)
    [report] = json.loads(zoo("analyze", str(path), "--format", "json"))
    numpy.save(folder / "input.npy", given.numpy())
    zoo("run", str(path), "--input", str(folder / "input.npy"), "--output", str(folder / "output.h5"), "--force")
    with torch.no_grad():
        expected = model(given).numpy()
    with h5py.File(folder / "output.h5") as file:
        output = file["layers/" + report["layers"][-1]["name"]][()]
    path.unlink()
    return {
        "size": size, "parameters": report["totals"]["parameters"], "num_params": meta["num_params"],
        "exported_parameters": sum(parameter.numel() for parameter in model.parameters()),
        "macs": report["totals"]["macs"], "_ops": meta["_ops"], "layers": len(report["layers"]),
        "largest": float(numpy.abs(expected).max()),
        "difference": float(numpy.abs(output.ravel() - expected.ravel()).max()),
    }  # fmt: skip


def strip(path):
    """Leaves out the example's numbers and the stack traces, which have the paths of the machine that wrote them."""
    with zipfile.ZipFile(path) as file:
        members = {member.filename: file.read(member) for member in file.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        for name, data in members.items():
            if "/models/" in name:
                document = json.loads(data)
                for node in document["graph_module"]["graph"]["nodes"]:
                    node["metadata"].pop("stack_trace", None)
                data = json.dumps(document).encode()
            if "/sample_inputs/" not in name:
                # The same bytes whenever it is written.
                file.writestr(zipfile.ZipInfo(name), data)


def record_cases():
    """Writes the programs of single operators, and what torch computes."""
    FIXTURES.mkdir(parents=True, exist_ok=True)
    for old in FIXTURES.glob("*.pt2"):
        old.unlink()
    outputs = {}
    for name, (shape, make) in sorted(pt2_cases.CASES.items()):
        model = make()
        for index, parameter in enumerate([*model.parameters(), *model.buffers()]):
            if parameter.dtype.is_floating_point:
                count = torch.arange(parameter.numel(), dtype=torch.float64)
                values = 0.5 * torch.cos(0.21 * count + 1.3 * index + 0.1)
                parameter.data.copy_(values.reshape(parameter.shape).abs() + 0.5 if parameter.ndim == 1 else values.reshape(parameter.shape))
        count = torch.arange(int(numpy.prod(shape)), dtype=torch.float64)
        given = torch.sin(0.37 * count).reshape(1, *shape).float()
        path = FIXTURES / f"{name}.pt2"
        program = torch.export.export(model.eval(), (given,))
        if name in pt2_cases.DECOMPOSED:
            program = program.run_decompositions()
        torch.export.save(program, path)
        strip(path)
        with torch.no_grad():
            output = model(given)
        outputs[name] = {"shape": list(output.shape), "values": [float(f"{x:.7g}") for x in output.ravel().tolist()]}
    record_others()
    text = json.dumps({"program": f"torch {torch.__version__}", "input": FORMULA}, indent=1)[:-2]
    rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in outputs.items())
    (FIXTURES / "outputs.json").write_text(f'{text},\n "outputs": {{\n{rows}\n }}\n}}\n')
    print(f"{len(outputs)} cases")


def record_others():
    """Writes a program with sizes left open, and a pickled model, from which the two lines of zoo's message make one."""
    batch, height = torch.export.Dim("batch"), torch.export.Dim("height", min=4, max=64)
    open_sizes = ({0: batch, 2: height},)
    program = torch.export.export(torch.nn.Conv2d(4, 3, 3).eval(), (torch.rand(2, 4, 6, 8),), dynamic_shapes=open_sizes)
    torch.export.save(program, FIXTURES / "dynamic.pt2")
    strip(FIXTURES / "dynamic.pt2")
    torch.save(torch.nn.ReLU(), FIXTURES / "whole.pth")
    model = torch.load(FIXTURES / "whole.pth", weights_only=False)
    with tempfile.TemporaryDirectory() as folder:
        lines = refusal(FIXTURES / "whole.pth").split("two lines of Python: ")[1].splitlines()[0]
        exec(lines.replace("model.pt2", f"{folder}/model.pt2"), {"torch": torch, "model": model})
        zoo("analyze", f"{folder}/model.pt2")


def refusal(path):
    """What zoo says of a file that it does not read."""
    return subprocess.run([PROJECT / ".build/debug/zoo", "analyze", path], capture_output=True, text=True).stderr


def main():
    torch.set_num_threads(2)
    record_cases()
    path = FIXTURES / "torchvision.json"
    rows = json.loads(path.read_text())["networks"] if path.exists() else {}
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[1:] if len(sys.argv) > 1 else NETWORKS:
            if name == "cases":
                continue
            try:
                rows[name] = record_network(name, pathlib.Path(folder))
                print(name, rows[name], flush=True)
                save(path, rows)
            except RuntimeError as error:
                print(f"{name}: {error}", flush=True)
    save(path, rows)


def save(path, rows):
    """Writes the figures of the networks that were recorded so far."""
    document = {"program": f"torch {torch.__version__}", "networks": dict(sorted(rows.items()))}
    path.write_text(json.dumps(document, indent=1) + "\n")


main()
