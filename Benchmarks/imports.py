"""Times `zoo analyze` on ONNX files beside onnx-tool, ONNX's shape inference and ONNX Runtime's loading, each a whole process.

Run by `make benchmark`. ResNet-50 and VGG-16 (553 MB) are torchvision's, exported with random weights and statistics. Multiply-adds are
compared before anything is timed: by onnx-tool's convention zoo counts what onnx-tool counts, to the last one. ONNX Runtime loads
without optimizing and ONNX infers shapes from a file into a file, which are their fastest ways; neither counts anything.
Medians of runs in turn; memory is the largest resident set of the process.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import warnings

from measure import beside

sys.path.insert(0, "Scripts")

TOOL = """
import sys, numpy, onnx_tool
model = onnx_tool.Model(sys.argv[1], {"verbose": False})
graph = model.graph
graph.graph_reorder_nodes()
graph.shape_infer({graph.input[0]: numpy.zeros((1, 3, 224, 224), numpy.float32)})
graph.profile(exclude_ops=onnx_tool.NoMacsOps)
"""

PEERS = {
    "onnx-tool": TOOL + "print(graph.macs, graph.params)",
    "onnx.shape_inference": "import sys, onnx; onnx.shape_inference.infer_shapes_path(sys.argv[1], sys.argv[1] + '.shapes')",
    "onnxruntime, loading alone": """
import sys, onnxruntime
options = onnxruntime.SessionOptions()
options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
onnxruntime.InferenceSession(sys.argv[1], options, providers=["CPUExecutionProvider"])
""",
}


def export(name, path):
    """Writes torchvision's network with random weights."""
    import torch
    from record_imports_torchvision import build
    from torchvision_models import torchvision_models

    model = build(torchvision_models(), name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(model, (torch.zeros(1, 3, 224, 224),), path, dynamo=True, external_data=False, verbose=False)


def compare(zoo, path):
    """Ends the benchmark where zoo and onnx-tool count differently."""
    code = TOOL + "print(round(graph.macs[0]))"
    peer = subprocess.run([sys.executable, "-c", code, path], check=True, capture_output=True, text=True).stdout
    macs = int(peer.split()[-1])
    options = ["--convention", "onnx-tool", "--format", "json"]
    own = subprocess.run([zoo, "analyze", path, *options], check=True, capture_output=True, text=True).stdout
    counted = json.loads(own)[0]["totals"]["operations"]
    if counted != macs:
        sys.exit(f"benchmark: {path.name}: zoo counts {counted}, onnx-tool {macs}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--zoo", default=".build/release/zoo")
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--export", nargs=2, metavar=("NETWORK", "FILE"), help="write a network and measure nothing")
    arguments = parser.parse_args()
    if arguments.export:
        return export(*arguments.export)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("resnet50", "vgg16"):
            path = pathlib.Path(folder) / f"{name}.onnx"
            # In a process of its own: what this one once used would count as used by those that it starts.
            subprocess.run([sys.executable, __file__, "--export", name, path], check=True)
            compare(arguments.zoo, path)
            commands = {"zoo": [arguments.zoo, "analyze", str(path)]}
            commands |= {peer: [sys.executable, "-c", code, str(path)] for peer, code in PEERS.items()}
            beside(f"{path.name}, {path.stat().st_size / 1e6:,.0f} MB", commands, arguments.repetitions)


if __name__ == "__main__":
    main()
