"""Runs a Keras model and records every layer, before and after the activation that a layer may have in itself."""

import os

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np

from steps import Step, kind


def channels_first(values):
    """Returns an array with its channels before its spatial axes."""
    last = keras.config.image_data_format() == "channels_last"
    return np.moveaxis(values, -1, 1) if last and values.ndim > 2 else values


class Recorder:
    """Stands in the place of every layer's call and activation for one run."""

    def __init__(self, given):
        self.steps = [Step("input", "input", [], given)]
        self.makers = {}
        self.kept = []

    def array(self, tensor):
        """Returns a tensor's numbers, channels first."""
        self.kept.append(tensor)
        return channels_first(keras.ops.convert_to_numpy(tensor).copy())

    def sources(self, arguments):
        """Returns the steps that made the tensors among arguments."""
        found = []
        for argument in arguments:
            if isinstance(argument, (list, tuple)):
                found += self.sources(argument)
            elif id(argument) in self.makers:
                found.append(self.makers[id(argument)])
        return found

    def add(self, name, what, inputs, tensor, values, layer=None):
        """Adds a step."""
        self.steps.append(Step(name, what, inputs, values, layer))
        self.makers[id(tensor)] = self.steps[-1]

    def wrap(self, layer):
        """Records a layer, and what puts it back as it was."""
        call, activation = layer.call, getattr(layer, "activation", None)
        own = kind(type(layer).__name__)
        apart = activation is not None and activation is not keras.activations.linear and own not in KINDS_ALONE
        inputs = []

        def called(*arguments, **options):
            inputs[:] = self.sources(arguments)
            result = call(*arguments, **options)
            if not apart:
                values = self.array(result)
                if own == "flatten" and inputs[0].values.ndim > 2:
                    # Keras flattens position by position: its numbers in the order channel by channel.
                    count, channels, *extent = inputs[0].values.shape
                    values = channels_first(values.reshape(count, *extent, channels)).reshape(count, -1)
                what = activation.__name__ if own == "activation" else own
                self.add(layer.name, what, inputs[:], result, values, layer)
            return result

        def activated(tensor):
            result = activation(tensor)
            self.add(layer.name, own, inputs[:], tensor, self.array(tensor), layer)
            name = activation.__name__
            self.add(f"{layer.name}.{name}", kind(name), [self.steps[-1]], result, self.array(result))
            return result

        layer.call = called
        if apart:
            layer.activation = activated

        def restore():
            layer.call = call
            if apart:
                layer.activation = activation

        return restore


KINDS_ALONE = {"relu", "softmax", "activation"}


def record(model, given):
    """Returns the steps of a model's run on an array (N, C, H, W), as which all values are recorded."""
    recorder = Recorder(given)
    tensor = keras.ops.convert_to_tensor(
        np.ascontiguousarray(np.moveaxis(given, 1, -1)) if keras.config.image_data_format() == "channels_last" else given
    )
    recorder.makers[id(tensor)] = recorder.steps[0]
    layers = [layer for layer in model._flatten_layers(include_self=False)
              if not list(layer._flatten_layers(include_self=False))
              and not isinstance(layer, keras.layers.InputLayer)]  # fmt: skip
    restore = [recorder.wrap(layer) for layer in layers]
    # An eager run: layer after layer, each seen.
    recorder.kept.append(tensor)
    try:
        model(tensor, training=False)
    finally:
        for undo in restore:
            undo()
    return recorder.steps
