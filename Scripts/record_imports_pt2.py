"""Records small exported programs of single operators and what torch computes: python Scripts/record_imports_pt2.py [NAME…]

Those that are named, or all. Writes Tests/ImportTests/Fixtures/PyTorch. record_imports_torchvision.py records torchvision's networks.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

import numpy
import torch
from torch._export.serde.schema import SCHEMA_VERSION
from torch._export.serde.serialize import serialize

import pt2_cases

PROJECT = pathlib.Path(__file__).resolve().parent.parent
FIXTURES = PROJECT / "Tests" / "ImportTests" / "Fixtures" / "PyTorch"
FORMULA = "x[i] = sin(0.37 * i), i counted from 0 in row-major order"


def zoo(*arguments):
    """Runs zoo and returns what it prints."""
    done = subprocess.run([PROJECT / ".build/debug/zoo", *arguments], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return done.stdout


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
    table, names = FIXTURES / "outputs.json", sys.argv[1:]
    outputs = json.loads(table.read_text())["outputs"] if names else {}
    if not names:
        for old in FIXTURES.glob("*.pt2"):
            old.unlink()
    for name in names or pt2_cases.CASES:
        shape, make = pt2_cases.CASES[name]
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
        if name in pt2_cases.OLDER:
            save_older(program, path)
        else:
            torch.export.save(program, path)
            strip(path)
        with torch.no_grad():
            output = model(given)
        outputs[name] = {"shape": list(output.shape), "values": [float(f"{x:.7g}") for x in output.ravel().tolist()]}
    if not names:
        record_others()
    text = json.dumps({"program": f"torch {torch.__version__}", "input": FORMULA}, indent=1)[:-2]
    rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in sorted(outputs.items()))
    table.write_text(f'{text},\n "outputs": {{\n{rows}\n }}\n}}\n')
    print(f"{len(outputs)} cases")


def save_older(program, path):
    """Writes a program as torch 2.1 to 2.7 did; torch still reads it, and makes each of its members."""
    artifact = serialize(program)
    document = json.loads(artifact.exported_program)
    for node in document["graph_module"]["graph"]["nodes"]:
        node["metadata"].pop("stack_trace", None)
    members = {
        "serialized_exported_program.json": json.dumps(document).encode(), "serialized_state_dict.pt": artifact.state_dict,
        "serialized_constants.pt": artifact.constants, "serialized_example_inputs.pt": artifact.example_inputs,
        "version": ".".join(map(str, SCHEMA_VERSION)).encode(),
    }  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        for name, data in members.items():
            file.writestr(zipfile.ZipInfo(name), data)
    torch.export.load(path)


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


main()
