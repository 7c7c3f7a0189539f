"""Architectures of convolutional networks, analyzed by the program `zoo`.

>>> from zoo_cnn import analyze
>>> analysis = analyze("alexnet")
>>> analysis.parameters, analysis["conv1"].output
(60965224, (96, 55, 55))

A network is one of the zoo's by its name, a model file, or another program's file: `.onnx`, `.pt2`, `.keras`, `.prototxt`.
All numbers are the program's; this module starts it and reads its JSON.
"""

from .analysis import Analysis, Layer, Parameters, ReceptiveField
from .program import ZooError, program, run
from .commands import analyze, networks

__all__ = [
    "Analysis", "Layer", "Parameters", "ReceptiveField", "ZooError", "analyze", "networks", "program", "run",
]
