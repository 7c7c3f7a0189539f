"""Records what a network computes in PyTorch, Keras or Caffe, layer by layer, for `zoo verify` to compare with.

  python record_reference.py torchvision:vgg16 --weights vgg16.pth --model vgg16 -o reference.h5
  zoo verify vgg16 --weights vgg16.pth --reference reference.h5

SOURCE is one of

  torchvision:NAME          a model of torchvision.models
  keras:NAME                a model of keras.applications, or the path of a .keras file
  FILE.py:FUNCTION          a function of yours that takes nothing and returns a PyTorch module or a Keras model
  caffe:PROTOTXT            a deploy.prototxt, with --weights its .caffemodel (run by OpenCV)

The network runs in inference mode. Recorded are the input and the output of every layer, also of plain function calls
(relu, cat ...) and of the activations that Keras's layers have in themselves, as 'block1_conv1' and 'block1_conv1.relu'.
Layers have the program's names, which zoo knows for the layers that have weights; with --model all of them get the names
of zoo's model, found by comparing the two graphs.

A PyTorch module runs in double precision, too: the file says of each layer how far its numbers are from that, at most in four runs
whose inputs differ by as little as float32 can tell apart, and zoo verify takes no layer for another that is as far off as rounding
explains.
"""

import argparse
import importlib.util
import pathlib
import shutil
import sys

import numpy as np

import activations
import generator
import steps

# Beside a checkout of the project, its own build.
ZOO = pathlib.Path(__file__).resolve().parent.parent / ".build/release/zoo"
# Of which the largest distance from double precision counts: behind layers that enlarge differences, such as a gate's hard
# sigmoid, a run can be near it, or far off, by luck.
ROUNDED_RUNS = 4


def arguments():
    """Returns the command line, read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", metavar="SOURCE", help="the network: see above")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="the HDF5 file to write")
    parser.add_argument(
        "--weights", metavar="FILE",
        help="a state_dict (.pth, .safetensors, .h5 through h5py), Keras's weights, or a .caffemodel")  # fmt: skip
    parser.add_argument("--input", metavar="FILE", help="the input: .npy of (N, C, H, W), or an activation file")
    parser.add_argument("--size", metavar="CxHxW", help="size of a synthetic input, where no input is given")
    parser.add_argument("--batch", type=int, default=1, metavar="N", help="synthetic inputs at a time (1)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the synthetic input (0)")
    parser.add_argument("--model", metavar="MODEL", help="name layers as this model of zoo does")
    parser.add_argument("--synthetic", action="store_true",
                        help="fill the network with the weights of `zoo weights init MODEL --seed SEED`")  # fmt: skip
    parser.add_argument("--auxiliaries", action="store_true", help="run torchvision's GoogLeNet with its classifiers")
    parser.add_argument("--zoo", default=None, metavar="PROGRAM", help="zoo itself, for --model")
    options = parser.parse_args()
    if options.synthetic and not options.model:
        parser.error("--synthetic needs --model")
    return options


def load(options):
    """Returns the network of a source with its weights: a PyTorch module or a Keras model."""
    kind, _, name = options.source.partition(":")
    if kind == "torchvision":
        from torchvision_models import torchvision_models

        extra = {"init_weights": False} if name.startswith(("googlenet", "inception")) else {}
        if name == "googlenet":
            extra["aux_logits"] = True  # as its published weights have them; in inference they do not run
        model = torchvision_models().get_model(name, weights=None, **extra)
    elif kind == "keras":
        import keras_steps

        keras = keras_steps.keras
        model = keras.models.load_model(name) if name.endswith(".keras") else getattr(keras.applications, name)(weights=None)
    elif kind.endswith(".py"):
        specification = importlib.util.spec_from_file_location("source", kind)
        module = importlib.util.module_from_spec(specification)
        specification.loader.exec_module(module)
        model = getattr(module, name)()
    else:
        sys.exit(f"{options.source}: neither torchvision:, keras:, caffe: nor FILE.py:FUNCTION")
    if options.weights:
        load_weights(model, options.weights)
    return model


def is_torch(model):
    """Whether a network is a PyTorch module and no Keras model, which on PyTorch is one as well."""
    return not hasattr(model, "get_weights")


def is_parameter(module):
    """Whether what has a step's tensors is one itself: PyTorch's, that a function reads."""
    return hasattr(module, "requires_grad") and hasattr(module, "shape")


def load_weights(model, path):
    """Puts the weights of a file into a network."""
    if not is_torch(model):
        return model.load_weights(path)
    import torch

    if path.endswith(".safetensors"):
        import safetensors.torch

        state = safetensors.torch.load_file(path)
    elif path.endswith((".h5", ".hdf5")):
        import h5py

        state = {}
        with h5py.File(path) as file:
            file.visititems(lambda name, item: state.update(
                {name.replace("/", "."): torch.as_tensor(item[()])} if isinstance(item, h5py.Dataset) else {}))  # fmt: skip
    else:
        state = torch.load(path, map_location="cpu", weights_only=True)
        state = state.get("state_dict", state)
    model.load_state_dict(state)


def run(model, given, auxiliaries=False, rounded_runs=0):
    """Returns the steps of a network's run in inference mode.

    The steps of a PyTorch module know how far rounding takes them from double precision, by so many runs.
    """
    if not is_torch(model):
        import keras_steps

        return keras_steps.record(model, given)
    import torch
    import torch_steps

    model.eval()
    # torchvision asks the outermost module alone whether the auxiliary classifiers run.
    model.training = auxiliaries
    recorded = torch_steps.record(model, torch.from_numpy(given))
    if rounded_runs > 0:
        torch_steps.compare_with_double(model, torch.from_numpy(given), recorded, rounded_runs)
    return recorded


def synthetic_input(shape, seed=0):
    """Returns numbers in [-1, 1): the tensor "input" of zoo's generator, over the whole batch."""
    return generator.tensor("input", shape, 0, 1, seed)


def synthetic_tensors(name, step, maps, seed=0):
    """Returns zoo's synthetic tensors for a layer in the shapes of the program whose step it is."""
    module = step.module
    if is_parameter(module):
        shapes = {"weight": tuple(module.shape)}
    elif is_torch(module):
        shapes = {part: tuple(tensor.shape) for part, tensor in module.named_parameters()}
        if step.kind == "batch_norm":
            return generator.normalization(name, shapes["weight"][0], seed=seed)
    elif step.kind == "batch_norm":
        return generator.normalization(name, module.get_weights()[0].shape[0], seed=seed)
    else:
        kernel = module.get_weights()[0]
        # Keras: HWIO, and (in, out) with the inputs in the order H, W, C.
        shape = kernel.transpose(3, 2, 0, 1).shape if kernel.ndim == 4 else kernel.T.shape
        shapes = {"weight": shape} | ({"bias": shape[:1]} if len(module.get_weights()) == 2 else {})
    made = {"weight": generator.weight(f"{name}/weight", shapes["weight"], seed=seed)}
    if "bias" in shapes:
        fan_in = int(np.prod(shapes["weight"][1:], dtype=np.int64))
        made["bias"] = generator.bias(f"{name}/bias", shapes["bias"][0], fan_in, seed=seed)
    if not is_torch(module):
        weight = made["weight"]
        if weight.ndim == 4:
            made["weight"] = weight.transpose(2, 3, 1, 0)
        elif len(maps) == 3:
            made["weight"] = weight.reshape(-1, *maps).transpose(2, 3, 1, 0).reshape(-1, weight.shape[0])
        else:
            made["weight"] = weight.T
    return made


def fill(graph, found, seed=0):
    """Puts zoo's synthetic weights into the layers that were found."""
    for name, step in found.items():
        if step.module is None or "parameters" not in graph.layers[name]:
            continue
        made = synthetic_tensors(name, step, graph.maps_before(name), seed)
        if is_torch(step.module):
            import torch

            if is_parameter(step.module):
                step.module.data.copy_(torch.from_numpy(made["weight"]))
                continue
            step.module.load_state_dict({part: torch.from_numpy(array) for part, array in made.items()}, strict=False)
        else:
            step.module.set_weights(list(made.values()))


def main():
    options = arguments()
    zoo = options.zoo or (str(ZOO) if ZOO.exists() else shutil.which("zoo"))
    if options.model and not zoo:
        sys.exit("--model needs zoo: build it, or say with --zoo where it is")
    graph = options.model and steps.Graph(options.model, zoo, "training" if options.auxiliaries else "inference")
    if options.input:
        given = activations.read_input(options.input)
    elif options.size or graph:
        size = [int(word) for word in options.size.split("x")] if options.size else graph.input
        given = synthetic_input((options.batch, *size), options.seed)
    else:
        sys.exit("the input's size is not known: give --input, --size or --model")

    if options.source.startswith("caffe:"):
        import caffe_steps

        if not options.weights:
            sys.exit("caffe: needs --weights")
        recorded = caffe_steps.record(options.source[6:], options.weights, given)
        found, layers = {}, {step.name: step.values for step in recorded[1:]}
    else:
        model = load(options)
        if options.synthetic:
            fill(graph, graph.match(run(model, given, options.auxiliaries)), options.seed)
        recorded = run(model, given, options.auxiliaries, rounded_runs=ROUNDED_RUNS)
        found = graph.match(recorded) if graph else {step.name: step for step in recorded[1:]}
        layers = graph.values(found) if graph else {name: step.values for name, step in found.items()}
    source = options.model or options.source
    activations.write(options.output, source, options.source, given, layers, steps.roundings(found))
    print(f"{options.output}: input {'x'.join(map(str, given.shape))}, {len(layers)} layers")


if __name__ == "__main__":
    main()
