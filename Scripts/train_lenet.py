"""Trains both LeNet-5 of the zoo on MNIST's digits: python Scripts/train_lenet.py FOLDER

FOLDER holds t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz, MNIST's 10,000 test images. Of each ten images in
a row the first nine are for training (9,000) and the tenth is held out (1,000): nobody looks at those before the weights
are written. Writes zoo/weights/lenet5-modern.safetensors and zoo/weights/lenet5.safetensors in half precision, and prints
the accuracy on both parts, computed in double precision from the numbers as they are kept.

The loss of the modern one is cross-entropy. That of 1998 is the paper's equation 9 (maximum a posteriori): the distance
to the right code word plus log(e^-j + sum of e^-distance over the wrong ones), with j = 1. Its code words are the
paper's idea, drawn anew: 7×12 pixels of -1 and 1 for each digit.
"""

import gzip
import pathlib
import sys

import numpy as np
import torch
from safetensors.numpy import save_file

import lenet

OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "zoo" / "weights"
EPOCHS = 60
BATCH = 50

# Ten digits of 7×12 pixels, the code words.
GLYPHS = """
.#####. ...#... .#####. .#####. .....#. ####### ..####. ####### .#####. .#####.
##...## ..##... ##...## ##...## ....##. ##..... .##.... ##...## ##...## ##...##
##...## .###... ##...## .....## ...###. ##..... ##..... .....## ##...## ##...##
##...## ..##... .....## .....## ..####. ##..... ##..... .....## ##...## ##...##
##...## ..##... .....## .....## .##.##. ######. ##..... ....##. .##.##. ##...##
##...## ..##... ....##. ..####. ##..##. ##...## ######. ....##. ..###.. .######
##...## ..##... ...##.. .....## ##..##. .....## ##...## ...##.. .##.##. .....##
##...## ..##... ..##... .....## ####### .....## ##...## ...##.. ##...## .....##
##...## ..##... .##.... .....## ....##. .....## ##...## ..##... ##...## .....##
##...## ..##... ##..... ##...## ....##. ##...## ##...## ..##... ##...## ....##.
.#####. .####.. ####### .#####. ....##. .#####. .#####. ..##... .#####. .####..
....... ....... ....... ....... ....... ....... ....... ....... ....... .......
"""


def codes():
    rows = [line.split() for line in GLYPHS.strip().splitlines()]
    return torch.tensor([[1.0 if mark == "#" else -1.0 for row in rows for mark in row[digit]] for digit in range(10)])


def read(folder, name, header):
    with gzip.open(folder / name) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)


def posteriori(distances, classes):
    """The paper's equation 9, with j = 1."""
    right = distances.gather(1, classes[:, None])[:, 0]
    wrong = distances.scatter(1, classes[:, None], float("inf"))
    return (right + torch.logsumexp(torch.cat([-torch.ones(len(right), 1), -wrong], 1), 1)).mean()


def main():
    folder = pathlib.Path(sys.argv[1])
    images = torch.tensor(read(folder, "t10k-images-idx3-ubyte.gz", 16).reshape(-1, 1, 28, 28).astype(np.float32))
    classes = torch.tensor(read(folder, "t10k-labels-idx1-ubyte.gz", 8).astype(np.int64))
    held = torch.arange(len(images)) % 10 == 9
    padded = torch.nn.functional.pad(images, (2, 2, 2, 2))
    torch.set_num_threads(1)
    OUTPUT.mkdir(exist_ok=True)
    for name, make, scale, loss, sign in (
        ("lenet5-modern", lenet.modern, lambda x: x / 255, torch.nn.functional.cross_entropy, 1),
        ("lenet5", lambda: lenet.original(codes()), lambda x: x / 200 - 0.1, posteriori, -1),
    ):
        torch.manual_seed(0)
        network = make()
        x = scale(padded)
        lenet.train(network, x[~held], classes[~held], EPOCHS, BATCH, loss, rate=1e-3)
        tensors = lenet.rounded(network)
        metadata = {"training": "9,000 of MNIST's 10,000 test images (LeCun, Cortes, Burges)", "licence": "MIT"}
        save_file(tensors, OUTPUT / f"{name}.safetensors", metadata)
        network.double()
        with torch.no_grad():
            for part, chosen in (("training", ~held), ("held out", held)):
                right = ((sign * network(x[chosen].double())).argmax(1) == classes[chosen]).sum().item()
                print(f"{name}, {part}: {right} of {int(chosen.sum())}", flush=True)


if __name__ == "__main__":
    main()
