"""Writes the files that the tests of TensorFiles read: python Scripts/make_tensor_fixtures.py

They come from torch.save and safetensors themselves, with every number that has to come out in expected.json. Needs torch
and safetensors. Names of storages in the older files, and an identity in the newer ones, are random: they change from run to run.
"""

import collections
import json
import os
import pathlib

import torch
from safetensors.torch import save_file
from torch import nn

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "TensorFilesTests" / "Fixtures"


class Tiny(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 3)
        self.norm = nn.BatchNorm2d(2)
        self.fc = nn.Linear(8, 3)


class Hostile:
    def __reduce__(self):
        return os.system, ("echo this must never run",)


def numbers(tensor):
    """All numbers, exactly: as Python's floats they keep every bit of the types up to float64."""
    return [float(value) for value in tensor.reshape(-1).tolist()]


def main():
    torch.manual_seed(0)
    FOLDER.mkdir(exist_ok=True)
    model = Tiny()
    state = model.state_dict()
    grid = torch.arange(6, dtype=torch.float32).reshape(2, 3)
    views = {
        "whole": grid,
        "transposed": grid.t(),
        "column": grid[:, 1],
        "row": grid[1],
        "inner": torch.arange(24.0).reshape(2, 3, 4)[:, 1:, ::2],
        "scalar": torch.tensor(2.5),
        "empty": torch.zeros(0, 3),
        "parameter": nn.Parameter(torch.tensor([1.5])),
        "channels_last": torch.arange(12.0).reshape(1, 3, 2, 2).to(memory_format=torch.channels_last),
    }
    types = {
        name: torch.tensor([0, 1, 100]).to(getattr(torch, name))
        for name in (
            "float16 bfloat16 float32 float64 int8 uint8 int16 uint16 int32 uint32 int64 uint64 bool".split()
        )
    }
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    model.fc(torch.ones(1, 8)).sum().backward()
    optimizer.step()
    checkpoint = {
        "epoch": 3,
        "loss": 0.5,
        "state_dict": collections.OrderedDict(list(state.items())[:2]),
        "optimizer": optimizer.state_dict(),
        "device": torch.device("cpu"),
    }

    expected = {}

    def record(name, tensors):
        expected[name] = {
            key: {"dtype": str(value.dtype).removeprefix("torch."), "shape": list(value.shape), "values": numbers(value)}
            for key, value in tensors.items()
        }

    stream = {"_use_new_zipfile_serialization": False}
    record("tiny", state)
    torch.save(state, FOLDER / "tiny.pth")
    torch.save(state, FOLDER / "tiny-stream.pth", **stream)
    torch.save(state, FOLDER / "tiny-protocol4.pth", pickle_protocol=4, **stream)
    record("views", views)
    torch.save(views, FOLDER / "views.pth")
    torch.save(views, FOLDER / "views-stream.pth", **stream)
    record("types", types)
    torch.save(types, FOLDER / "types-stream.pth", **stream)
    record("checkpoint", checkpoint["state_dict"])
    torch.save(checkpoint, FOLDER / "checkpoint-stream.pth", **stream)

    torch.save(optimizer.state_dict(), FOLDER / "optimizer-stream.pth", **stream)
    torch.save(nn.Linear(1, 1), FOLDER / "module-stream.pth", **stream)
    torch.save({"w": grid.to_sparse()}, FOLDER / "sparse-stream.pth", **stream)
    torch.save({"w": grid.to(torch.float8_e4m3fn)}, FOLDER / "float8-stream.pth", **stream)
    torch.save({"w": grid, "x": Hostile()}, FOLDER / "hostile.pth")
    torch.save({"w": grid, "x": Hostile()}, FOLDER / "hostile-stream.pth", **stream)

    contiguous = {name: value.contiguous() for name, value in types.items()}
    contiguous |= {'odd "name"\n\x7f\x01é/': torch.zeros(0, 3), "matrix": grid}
    save_file(contiguous, FOLDER / "types.safetensors", metadata={"format": "pt"})
    record("safetensors", contiguous)

    (FOLDER / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
