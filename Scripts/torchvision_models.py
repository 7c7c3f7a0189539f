"""Imports torchvision's models, also beside a CPU build of PyTorch, where two of its operators are missing."""

import sys

import torch

LIBRARIES = []  # a library's operators live as long as it does


def torchvision_models():
    """Returns the module torchvision.models, declaring the operators first where its import fails without them."""
    try:
        import torchvision.models
    except RuntimeError:
        for name in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
            del sys.modules[name]
        library = torch.library.Library("torchvision", "DEF")
        LIBRARIES.append(library)
        for operator in ("nms", "qnms"):
            library.define(f"{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        import torchvision.models
    return torchvision.models
