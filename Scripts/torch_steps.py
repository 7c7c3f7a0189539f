"""Runs a PyTorch module and records every layer and function call, whatever the module's code looks like."""

import sys

import numpy as np
import torch
from torch import nn
from torch.nn.modules import module as hooks
from torch.overrides import TorchFunctionMode
from torch.utils.weak import WeakTensorKeyDictionary

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
        self.steps = [Step("input", "input", [], given.numpy().copy())]
        self.makers = WeakTensorKeyDictionary({given: self.steps[0]})  # which step made a tensor, while it lives
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
                self.makers.update({part: inputs[0] for part in parts})
        elif inputs:
            place = self.names.get(id(self.path[-1][0]), "") if self.path else ""
            parameters = [argument for argument in args if isinstance(argument, nn.Parameter)]
            parameter = parameters[0] if len(parameters) == 1 else None
            for part in parts:
                self.add(f"{place}.{word.strip('_')}" if place else word.strip("_"), kind(word), inputs, part, parameter)
        return result

    def inputs(self, arguments):
        """Returns the steps that made the tensors among arguments, lists of them included."""
        found = []
        for argument in arguments:
            if isinstance(argument, (list, tuple)):
                found += self.inputs(argument)
            elif isinstance(argument, torch.Tensor) and argument in self.makers:
                found.append(self.makers[argument])
        return found

    def add(self, name, what, inputs, result, module=None):
        """Adds a step whose name is not taken yet."""
        number, own = 1, name
        while own in self.taken:
            number += 1
            own = f"{name}_{number}"
        self.taken.add(own)
        self.steps.append(Step(own, what, inputs, self.kept(own, result.detach().numpy()), module))
        # A function that works in place hands on the tensor that it read.
        self.makers[result] = self.steps[-1]

    def kept(self, name, numbers):
        """Returns what a step keeps of its output, which what follows may overwrite."""
        return numbers.copy()

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


class Comparison(Recorder):
    """Says of the steps of an earlier run how far they are from this one, whose numbers it does not keep."""

    def __init__(self, model, given, earlier):
        super().__init__(model, given)
        self.earlier = earlier

    def kept(self, name, numbers):
        """Returns nothing: the earlier step of that place knows its distance."""
        step = self.earlier[len(self.steps)]
        if step.name != name:
            raise RuntimeError(f"{name} where {step.name} ran before")
        difference, largest = np.abs(step.values - numbers).max(), np.abs(step.values).max()
        step.rounding = float(difference / largest) if largest else 0.0


def record(model, given):
    """Returns the steps of a module's run on a tensor; the first is the input."""
    return run(Recorder(model, given), model, given)


def compare_with_double(model, given, steps, runs):
    """Runs a module again in double precision, for the steps of its run to know how far rounding takes them from it.

    It is the largest distance in so many runs: of the steps given, and of others whose inputs differ from `given` by as little as
    float32 can tell apart. A module that computes in another precision whatever it is given says so, and the steps know nothing.
    """
    random = torch.Generator().manual_seed(0)
    try:
        for number in range(runs):
            again = steps
            if number > 0:
                nudges = (2 * torch.rand(given.shape, generator=random) - 1) * 2**-23
                given = given + given * nudges
                again = record(model, given)
            doubled = given.double()
            model.double()
            run(Comparison(model, doubled, again), model, doubled)
            model.float()
            # The first is the input, which is no one's result.
            for step, other in zip(steps[1:], again[1:], strict=True):
                step.rounding = max(step.rounding or 0.0, other.rounding)
    except (IndexError, RuntimeError) as error:
        print(f"not compared with double precision: {error}", file=sys.stderr)
        for step in steps:
            step.rounding = None
    finally:
        model.float()


def run(recorder, model, given):
    """Returns the steps that a recorder sees of a module's run."""
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
