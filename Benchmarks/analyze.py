"""Times `zoo analyze` beside torchinfo, fvcore, ptflops and thop, each as a whole process, and on generated graphs.

Run by `make benchmark`. Every measurement is the median of repeated runs in one session, programs in turn, so that all
meet the same noise; memory is the largest resident set of the process.
"""

import argparse
import os
import platform
import sys
import tempfile

from measure import beside, median, run

# Without initializing the weights, which no one needs for counting: the peers at their best.
BUILD = (
    "import sys; sys.path.insert(0, 'Scripts'); from torchvision_models import torchvision_models\n"
    "model = torchvision_models().vgg16(weights=None, init_weights=False).eval()\n"
)

PEERS = {
    "torchinfo": BUILD + "import torchinfo; print(torchinfo.summary(model, (1, 3, 224, 224), mode='eval', verbose=0))",
    "fvcore": BUILD
    + "import torch, fvcore.nn as f; print(f.flop_count_table(f.FlopCountAnalysis(model, torch.zeros(1, 3, 224, 224))))",
    "ptflops": BUILD
    + "import ptflops; print(ptflops.get_model_complexity_info(model, (3, 224, 224), backend='pytorch'))",
    "thop": BUILD + "import torch, thop; print(thop.profile(model, (torch.zeros(1, 3, 224, 224),)))",
}


def beside_peers(zoo, repetitions):
    """A table of zoo and its peers on VGG-16."""
    commands = {"zoo": [zoo, "analyze", "vgg16"]}
    commands |= {name: [sys.executable, "-c", code] for name, code in PEERS.items()}
    beside("VGG-16", commands, repetitions)


def growing_graphs(zoo, repetitions):
    """A table of generated graphs of inception modules of 15 layers each."""
    print("| generated graph | time | per layer | peak memory |")
    print("| --- | ---: | ---: | ---: |")
    for layers in (1_000, 3_000, 10_000, 30_000, 100_000):
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            file.write("title: inception modules\ninput: [192, 28, 28]\ninclude: googlenet\nlayers:\n")
            for index in range(layers // 14):
                file.write(f"- {{inception: [64, 96, 128, 16, 32, 32], name: module_{index}}}\n")
            file.flush()
            count = layers // 14 * 14
            seconds, memory = median([run([zoo, "analyze", file.name]) for _ in range(repetitions)])
        print(f"| {count:,} layers | {seconds * 1000:,.0f} ms | {seconds / count * 1e6:,.1f} µs | {memory:,.0f} MB |")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--zoo", default=".build/release/zoo")
    parser.add_argument("--repetitions", type=int, default=5)
    arguments = parser.parse_args()
    print(f"{os.cpu_count()} cores, {platform.machine()}\n")
    beside_peers(arguments.zoo, arguments.repetitions)
    growing_graphs(arguments.zoo, arguments.repetitions)


if __name__ == "__main__":
    main()
