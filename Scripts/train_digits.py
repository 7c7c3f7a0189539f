"""Trains LeNet-5 (zoo/lenet5-modern.yaml) on handwritten digits for the guide: python Scripts/train_digits.py

Writes, in Sources/Pages/Guide/Digits,
  lenet5-digits.safetensors   the weights in half precision, named as zoo names them
  digits.safetensors          the digits that were held out with their classes, and C1's kernels before training

The digits are the "Optical Recognition of Handwritten Digits" of E. Alpaydin and C. Kaynak (UCI Machine Learning
Repository, CC BY 4.0) as scikit-learn ships them: 1,797 images of 8x8 pixels from 0 to 16 by 13 writers. The first 1,200
are for training, the last 597 are held out: nobody looks at them before the weights are written. A digit is read as
zoo/lenet5-modern.yaml reads it: 0 to 1, enlarged to 28x28 bilinearly, padded to 32x32.
"""

import pathlib

import numpy as np
import torch
from safetensors.numpy import save_file
from sklearn.datasets import load_digits

import lenet

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "Pages" / "Guide" / "Digits"
TRAINING = 1200
EPOCHS = 60


def inputs(images):
    """Digits of 8x8 as inputs of 1x32x32."""
    large = torch.nn.functional.interpolate(images[:, None] / 16, size=28, mode="bilinear", align_corners=False)
    return torch.nn.functional.pad(large, (2, 2, 2, 2))


def main():
    torch.manual_seed(0)
    torch.set_num_threads(1)
    digits = load_digits()
    x = inputs(torch.tensor(digits.images, dtype=torch.float32))
    y = torch.tensor(digits.target)
    network = lenet.modern()
    before = network.C1.weight.detach().clone()
    lenet.train(network, x[:TRAINING], y[:TRAINING], EPOCHS, 50, torch.nn.functional.cross_entropy)
    halves = lenet.rounded(network)
    network.double()
    with torch.no_grad():
        for name, part in (("training", slice(0, TRAINING)), ("held out", slice(TRAINING, None))):
            right = (network(x[part].double()).argmax(1) == y[part]).sum().item()
            print(f"{name}: {right} of {len(y[part])}")
    metadata = {"licence": "CC BY 4.0 (digits), MIT (weights)", "source": "UCI, Optical Recognition of Handwritten Digits"}
    save_file(halves, FOLDER / "lenet5-digits.safetensors", metadata)
    held = {
        "images": digits.images[TRAINING:].astype(np.uint8), "classes": digits.target[TRAINING:].astype(np.uint8),
        "before": before.half().numpy(),
    }
    save_file(held, FOLDER / "digits.safetensors", metadata)


if __name__ == "__main__":
    main()
