"""Runs a PyTorch module and records every layer and function call, whatever the module's code looks like."""

import torch
from torch import nn
from torch.nn.modules import module as hooks
from torch.overrides import TorchFunctionMode

from steps import Step, kind

# Calls that compute nothing of a network's.
IGNORED = {"__get__", "size", "dim", "shape", "contiguous", "detach", "clone", "to", "float", "numel"}


def is_layer(module):
    """Whether a module is recorded as a whole: PyTorch's own layers and what is derived from them, and those that say their kind."""
    own = any(base.__module__.startswith("torch.nn.") and base is not nn.Module for base in type(module).__mro__)
    return hasattr(module, "kind") or (
        own and not list(module.children()) and not isinstance(module, (nn.Sequential, nn.ModuleList, nn.ModuleDict))
    )  # fmt: skip


class Recorder(TorchFunctionMode):
    """Sees every call of PyTorch's functions that is not inside a layer."""

    def __init__(self, model, given):
        super().__init__()
        self.names = {id(module): name for name, module in model.named_modules()}
        self.path = []  # the modules that are running; for a layer also the steps that it reads
        self.kept = [given]  # tensors live as long as the recording, so that no two have one identity
        self.steps = [Step("input", "input", [], given.numpy().copy())]
        self.makers = {id(given): self.steps[0]}
        self.taken = {"input"}

    def __torch_function__(self, function, types, args=(), kwargs=None):
        result = function(*args, **(kwargs or {}))
        word = getattr(function, "__name__", "")
        parts = result if isinstance(result, (tuple, list)) else [result]
        if self.inside_layer() or not parts or not all(isinstance(part, torch.Tensor) for part in parts):
            return result
        inputs = self.inputs((*args, *(kwargs or {}).values()))
        if word in IGNORED:
            # The same numbers in another tensor.
            if len(inputs) == 1:
                self.kept += parts
                self.makers.update({id(part): inputs[0] for part in parts})
        elif inputs:
            place = self.names.get(id(self.path[-1][0]), "") if self.path else ""
            for part in parts:
                self.add(f"{place}.{word.strip('_')}" if place else word.strip("_"), kind(word), inputs, part)
        return result

    def inputs(self, arguments):
        """Returns the steps that made the tensors among arguments, lists of them included."""
        found = []
        for argument in arguments:
            if isinstance(argument, (list, tuple)):
                found += self.inputs(argument)
            elif isinstance(argument, torch.Tensor) and id(argument) in self.makers:
                found.append(self.makers[id(argument)])
        return found

    def add(self, name, what, inputs, result, module=None):
        """Adds a step whose name is not taken yet."""
        number, own = 1, name
        while own in self.taken:
            number += 1
            own = f"{name}_{number}"
        self.taken.add(own)
        self.kept.append(result)
        self.steps.append(Step(own, what, inputs, result.detach().numpy().copy(), module))
        # A function that works in place hands on the tensor that it read.
        self.makers[id(result)] = self.steps[-1]

    def inside_layer(self):
        """Whether a layer is running."""
        return any(inputs is not None for _, inputs in self.path)

    def enter(self, module, args):
        """Is called before a module runs."""
        # Layers that work in place overwrite their input: who made it is asked before.
        starts = is_layer(module) and not self.inside_layer()
        self.path.append((module, self.inputs(args) if starts else None))

    def leave(self, module, args, result):
        """Is called after a module has run."""
        _, inputs = self.path.pop()
        if inputs is not None and isinstance(result, torch.Tensor):
            what = getattr(module, "kind", None) or kind(type(module).__name__)
            self.add(self.names.get(id(module), "module"), what, inputs, result, module)


def record(model, given):
    """Returns the steps of a module's run on a tensor; the first is the input."""
    recorder = Recorder(model, given)
    handles = [
        hooks.register_module_forward_pre_hook(recorder.enter), hooks.register_module_forward_hook(recorder.leave),
    ]  # fmt: skip
    try:
        with torch.no_grad(), recorder:
            model(given)
    finally:
        for handle in handles:
            handle.remove()
    return recorder.steps
