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

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "Pages" / "Guide" / "Digits"
TRAINING = 1200
EPOCHS = 60


def inputs(images):
    """Digits of 8x8 as inputs of 1x32x32."""
    large = torch.nn.functional.interpolate(images[:, None] / 16, size=28, mode="bilinear", align_corners=False)
    return torch.nn.functional.pad(large, (2, 2, 2, 2))


def lenet():
    """LeNet-5 in its modern form, its layers named as in the model file."""
    nn = torch.nn
    layers = [
        ("C1", nn.Conv2d(1, 6, 5)), ("tanh_C1", nn.Tanh()), ("S2", nn.AvgPool2d(2)),
        ("C3", nn.Conv2d(6, 16, 5)), ("tanh_C3", nn.Tanh()), ("S4", nn.AvgPool2d(2)), ("flatten", nn.Flatten()),
        ("F5", nn.Linear(400, 120)), ("tanh_F5", nn.Tanh()), ("F6", nn.Linear(120, 84)), ("tanh_F6", nn.Tanh()),
        ("output", nn.Linear(84, 10)),
    ]
    network = nn.Sequential()
    for name, layer in layers:
        network.add_module(name, layer)
    return network


def moved(batch):
    """Each image moved by up to two pixels along both axes."""
    shifts = torch.randint(-2, 3, (len(batch), 2))
    return torch.stack([torch.roll(image, tuple(shift.tolist()), (1, 2)) for image, shift in zip(batch, shifts)])


def main():
    torch.manual_seed(0)
    torch.set_num_threads(1)
    digits = load_digits()
    x = inputs(torch.tensor(digits.images, dtype=torch.float32))
    y = torch.tensor(digits.target)
    network = lenet()
    before = network.C1.weight.detach().clone()
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS)
    for epoch in range(EPOCHS):
        order = torch.randperm(TRAINING)
        for start in range(0, TRAINING, 50):
            chosen = order[start : start + 50]
            loss = torch.nn.functional.cross_entropy(network(moved(x[chosen])), y[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        schedule.step()
        if epoch % 10 == 9:
            print(f"epoch {epoch + 1}: loss {loss.item():.4f}", flush=True)
    halves = {name: value.detach().half() for name, value in network.state_dict().items()}
    network.load_state_dict({name: value.float() for name, value in halves.items()})
    network.double()
    with torch.no_grad():
        for name, part in (("training", slice(0, TRAINING)), ("held out", slice(TRAINING, None))):
            right = (network(x[part].double()).argmax(1) == y[part]).sum().item()
            print(f"{name}: {right} of {len(y[part])}")
    metadata = {"licence": "CC BY 4.0 (digits), MIT (weights)", "source": "UCI, Optical Recognition of Handwritten Digits"}
    save_file({n: v.numpy() for n, v in halves.items()}, FOLDER / "lenet5-digits.safetensors", metadata)
    held = {
        "images": digits.images[TRAINING:].astype(np.uint8), "classes": digits.target[TRAINING:].astype(np.uint8),
        "before": before.half().numpy(),
    }
    save_file(held, FOLDER / "digits.safetensors", metadata)


if __name__ == "__main__":
    main()
