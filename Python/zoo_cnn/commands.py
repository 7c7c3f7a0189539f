"""The program's commands as functions."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any, Literal

from .analysis import Analysis
from .program import ZooError, run


def analyze(
    network: str | os.PathLike[str],
    *,
    input: tuple[int, ...] | None = None,
    batch: int = 1,
    mode: Literal["inference", "training"] = "inference",
    changes: Mapping[str, object] | None = None,
) -> Analysis:
    """Analyzes a network layer by layer.

    Args:
        network: a network of the zoo, or the path of a file.
        input: sizes of the input without the batch: `(3, 320, 320)`.
        batch: images at a time.
        mode: `training` counts auxiliary classifiers, and keeps activations.
        changes: other values for arguments of layers: `{"conv1.stride": 2}`.

    Raises:
        ZooError: it is no network, or not one that the program reads.
    """
    arguments = ["analyze", os.fspath(network), "--format", "json", "--batch", str(batch)]
    if input is not None:
        arguments += ["--input", "x".join(map(str, input))]
    if mode == "training":
        arguments += ["--mode", "training"]
    for place, value in (changes or {}).items():
        arguments += ["--set", f"{place}={_yaml(value)}"]
    return Analysis(json.loads(run(*arguments))[0])


def networks() -> list[str]:
    """The names of the zoo's networks."""
    return [line["name"] for line in json.loads(run("list", "--format", "json"))["models"]]


def _yaml(value: Any) -> str:
    """A value as a model file has it: JSON is YAML."""
    return json.dumps(list(value) if isinstance(value, tuple) else value)
