#!/usr/bin/env python3
"""Writes zoo/labels/imagenet.txt: the thousand class names that torchvision states with its weights, in the order of
their WordNet numbers, which Caffe and Keras have too."""

import pathlib

from torchvision_models import torchvision_models

names = torchvision_models().AlexNet_Weights.IMAGENET1K_V1.meta["categories"]
assert len(names) == 1000
path = pathlib.Path(__file__).resolve().parent.parent / "zoo" / "labels" / "imagenet.txt"
path.write_text("\n".join(names) + "\n", encoding="utf-8")
