"""Records PyTorch's gradients with zoo's synthetic weights: python Scripts/record_gradients.py [ZOO [MODEL...]]

Writes Tests/Fixtures/gradients/<model>.json: the objective, its value, and for every layer, the input and every parameter the
Euclidean norm of the gradient, its largest magnitude, and numbers at 8 places. Weights and input are those of
record_activations.py, and so are the places. PyTorch computes in double precision, so that the bounds of the tests are zoo's own.
"""

import json
import pathlib
import sys

import numpy as np
import torch
from torch import nn
from torch.nn.modules import module as hooks

import generator
import networks
import record_reference
import steps
import torch_steps
from record_activations import module, places, short, torchvision

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Fixtures" / "gradients"
SAMPLES = 8


def entropy(layer, classes, weight=1):
    """Returns a cross entropy of a layer's scores, one class for each input of the batch."""
    return {"layer": layer, "classes": classes, "weight": weight}


def unit(layer, channel, position=()):
    """Returns one number of a layer."""
    return {"layer": layer, "channel": channel, "position": list(position), "weight": 1}


# The batch, the mode, what computes it, and what is differentiated: a sum of terms.
GRADIENTS = {
    "lenet5": (3, "inference", module(networks.lenet5_paper), [entropy("output", [3, 1, 4])]),
    "lenet5-modern": (2, "inference", module(networks.lenet5), [entropy("output", [9, 0])]),
    "alexnet": (1, "inference", module(networks.alexnet_caffe), [entropy("prob", [7])]),
    "vgg11": (1, "inference", torchvision("vgg11", init_weights=False), [unit("fc8", 123), unit("conv3_2", 5, (28, 20))]),
    "googlenet": (1, "training", module(networks.GoogLeNetWithAuxiliaries),
                  [entropy("prob", [7]), entropy("loss1/prob", [7], 0.3), entropy("loss2/prob", [7], 0.3)]),
    "googlenet-torchvision": (1, "training", torchvision("googlenet", init_weights=False, aux_logits=True),
                              [entropy("fc", [7]), entropy("aux1.fc2", [7], 0.3), entropy("aux2.fc2", [7], 0.3)]),
}  # fmt: skip


class Recorder(torch_steps.Recorder):
    """A recorder that keeps the tensors of all steps with their gradients."""

    def __init__(self, model, given):
        super().__init__(model, given)
        given.requires_grad_()
        self.steps[0].tensor = given

    def __torch_function__(self, function, types, args=(), kwargs=None):
        # What is overwritten has no gradient of its own.
        kwargs = {word: value for word, value in (kwargs or {}).items() if word != "inplace"}
        return super().__torch_function__(function, types, args, kwargs)

    def add(self, name, what, inputs, result, module=None):
        """Adds a step and its tensor."""
        super().add(name, what, inputs, result, module)
        result.retain_grad()
        self.steps[-1].tensor = result


def run(model, given):
    """Returns the steps of a run that can be differentiated."""
    for part in model.modules():
        if hasattr(part, "inplace"):
            part.inplace = False
    recorder = Recorder(model, torch.from_numpy(given).double())
    handles = [
        hooks.register_module_forward_pre_hook(recorder.enter), hooks.register_module_forward_hook(recorder.leave),
    ]  # fmt: skip
    try:
        with recorder:
            model(recorder.steps[0].tensor)
    finally:
        for handle in handles:
            handle.remove()
    return recorder.steps


def value(term, graph, found):
    """Returns the value of a term."""
    name = term["layer"]
    step = found[name]
    if "classes" not in term:
        return step.tensor[(slice(None), term["channel"], *term["position"])].sum()
    if graph.layers[name]["kind"] == "softmax":
        step = step.inputs[0]
    scores = -step.tensor if graph.layers[name]["kind"] == "rbf" else step.tensor
    return nn.functional.cross_entropy(scores, torch.tensor(term["classes"]), reduction="sum")


def summary(name, gradient):
    """Returns what is committed of a gradient."""
    flat = gradient.detach().numpy().reshape(-1)
    return {
        "name": name,
        "shape": list(gradient.shape),
        "norm": short(np.linalg.norm(flat)),
        "largest": short(np.abs(flat).max()),
        "samples": [short(flat[place]) for place in places(name, flat.size)[:SAMPLES]],
    }


def record(name, zoo):
    """Returns the summary of a network's gradients."""
    batch, mode, (make, program), terms = GRADIENTS[name]
    graph = steps.Graph(name, zoo, mode)
    given = record_reference.synthetic_input((batch, *graph.input))
    model = make()
    model.eval().double()
    # torchvision asks the outermost module alone whether the auxiliary classifiers run.
    model.training = mode == "training"
    record_reference.fill(graph, graph.match(run(model, given)))
    recorded = run(model, given)
    found = graph.match(recorded)
    values = [value(term, graph, found) for term in terms]
    objective = sum(term["weight"] * result for term, result in zip(terms, values))
    objective.backward()
    layers = [summary("input", recorded[0].tensor.grad)]
    parameters = []
    for layer, step in found.items():
        gradient = step.tensor.grad
        if gradient is not None:
            layers.append(summary(layer, gradient.reshape(batch, *graph.layers[layer]["output"])))
        if step.module is None or "parameters" not in graph.layers[layer]:
            continue
        module = step.module
        for part, tensor in [("weight", module)] if isinstance(module, nn.Parameter) else module.named_parameters():
            if tensor.grad is not None:
                parameters.append(summary(f"{layer}/{part}", tensor.grad))
    print(f"{name}: {program}, {len(layers)} layers, {len(parameters)} parameters")
    return {
        "model": name, "mode": mode, "batch": batch, "program": f"{program}, PyTorch in double precision",
        "objective": terms, "value": short(objective.item()), "layers": layers, "parameters": parameters,
    }  # fmt: skip


def main():
    zoo = sys.argv[1] if len(sys.argv) > 1 else str(record_reference.ZOO)
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[2:] or GRADIENTS:
        text = json.dumps(record(name, zoo), separators=(",", ":"))
        (FOLDER / f"{name}.json").write_text(text.replace('{"name"', '\n{"name"') + "\n")
    print(sum(path.stat().st_size for path in FOLDER.iterdir()), "bytes")


if __name__ == "__main__":
    main()
