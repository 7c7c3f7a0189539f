"""Records what PyTorch computes for small networks of every kind of layer: python Scripts/record_kinds.py

Writes Tests/Fixtures/kinds.json: of each case the lines of a model file, the sizes, the number of parameters and the
output, computed with 64 bits and written with nine significant digits. Inputs and parameters are formulas, which the
fixture states, so that a test can make the same numbers.
"""

import importlib.metadata
import json
import math
import pathlib

import torch
import yaml

import kind_cases
import torch_kinds

FIXTURE = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Fixtures" / "kinds.json"
FORMULAS = {
    "input": "x[i] = amplitude * sin(0.37 * i), i counted from 0 in row-major order",
    "parameters": (
        "w[i] = 0.5 * cos(0.21 * i + 1.3 * t + 0.1), i counted from 0 in row-major order in each tensor; t counts the "
        "network's tensors from 0, layers in the order of the file, weight before bias"
    ),
    "layout": "as in PyTorch, without the batch axis",
}


def given(shape, amplitude):
    """Returns the input of a case, with a batch axis."""
    index = torch.arange(math.prod(shape), dtype=torch.float64)
    return (amplitude * torch.sin(0.37 * index)).reshape(1, *shape)


def parameter(number, shape):
    """Returns the numbers of a parameter tensor."""
    index = torch.arange(math.prod(shape), dtype=torch.float64)
    return (0.5 * torch.cos(0.21 * index + 1.3 * number + 0.1)).reshape(shape)


def record(name, shape, lines):
    """Returns the row of a case."""
    kind = name.split("/")[0]
    amplitude = kind_cases.AMPLITUDE if kind in kind_cases.WIDE else 1
    lines = [f"- {line}" for line in lines]
    parameters = torch_kinds.Parameters(parameter)
    output = torch_kinds.run(yaml.safe_load("\n".join(lines)), given(shape, amplitude), parameters)[0]
    return {
        "name": name, "input": shape, "amplitude": amplitude, "layers": lines, "output": list(output.shape),
        "parameters": parameters.count, "values": [float(f"{number:.9g}") for number in output.flatten().tolist()],
    }  # fmt: skip


def main():
    """Records every case and writes the fixture."""
    torch.set_num_threads(1)
    rows = sorted((record(name, shape, lines) for name, shape, *lines in kind_cases.CASES), key=lambda row: row["name"])
    if len({row["name"] for row in rows}) < len(rows):
        raise ValueError("two cases have one name")
    head = {"versions": {"torch": importlib.metadata.version("torch")}, "formulas": FORMULAS}
    lines = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in rows)
    start = json.dumps(head, indent=2)[:-2]
    FIXTURE.write_text(f'{start},\n  "cases": [\n{lines}\n  ]\n}}\n')
    print(f"{len(rows)} cases, {FIXTURE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
