"""Records what torchvision publishes of its weights: python Scripts/record_torchvision.py

Writes Tests/Fixtures/torchvision.json: for every convolutional classifier and each of its weights the parameters
(`num_params`), 10^9 multiply-adds (`_ops`), where they are to be had, MiB on disk (`_file_size`), the smallest image
(`min_size`), the pixels on a side of the images that the figures are for and to which their shorter side is resized before, how, and
the accuracy on ImageNet's validation set in percent.
"""

import json
import math
import pathlib

from torchvision_models import torchvision_models

FILE = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Fixtures" / "torchvision.json"
# Transformers, which are no convolutional networks.
TRANSFORMERS = ("maxvit", "swin", "vit")


def entry(name, weights):
    """Returns what one enum's member says."""
    meta = weights.meta
    accuracy = meta["_metrics"]["ImageNet-1K"]
    return {
        "model": name, "weights": weights.name, "parameters": meta["num_params"], "operations": meta["_ops"],
        "address": weights.url, "file_size": meta["_file_size"], "minimum": meta["min_size"][0],
        "crop": weights.transforms().crop_size[0], "resize": weights.transforms().resize_size[0],
        "interpolation": weights.transforms().interpolation.value,
        "top1": accuracy["acc@1"], "top5": accuracy["acc@5"],
    }  # fmt: skip


def main():
    models = torchvision_models()
    names = [name for name in models.list_models(module=models) if not name.startswith(TRANSFORMERS)]
    entries = [entry(name, weights) for name in names for weights in models.get_model_weights(name)]
    # vgg16 has weights of the features alone, which classify nothing.
    entries = [one for one in entries if not math.isnan(one["top1"])]
    FILE.write_text("[\n" + ",\n".join(json.dumps(one) for one in entries) + "\n]\n")
    print(f"{len(names)} networks, {len(entries)} weights: {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
