"""Small models of Keras, one for each kind of layer that zoo reads, with random weights.

Each function returns a model. `record_imports_keras.py` saves it and records what it computes.
"""

import keras
from keras import layers as L

CASES = {}


def case(function):
    CASES[function.__name__] = function
    return function


def chain(size, *layers, name="model"):
    """A Sequential of these layers."""
    return keras.Sequential([keras.Input(size), *layers], name=name)


@case
def convolutions():
    """`same` with its odd cell behind, strides, dilation, groups, a kernel per channel."""
    return chain(
        (9, 8, 3),
        L.Conv2D(6, 3, strides=2, padding="same", activation="relu", name="conv"),
        L.Conv2D(4, (3, 1), padding="same", dilation_rate=(2, 1), groups=2, use_bias=False, name="grouped"),
        L.DepthwiseConv2D(3, depth_multiplier=2, padding="same", activation="tanh", name="depthwise"),
        L.SeparableConv2D(5, 2, strides=2, depth_multiplier=2, activation="sigmoid", name="separable"),
    )


@case
def transposed():
    return chain(
        (3, 4, 2),
        L.Conv2DTranspose(3, 4, strides=2, padding="same", name="even"),
        L.Conv2DTranspose(2, 3, strides=1, padding="same", name="odd"),
        L.Conv2DTranspose(2, 2, strides=3, padding="valid", use_bias=False, name="sparse"),
        L.Conv2DTranspose(2, 3, strides=2, padding="valid", name="valid"),
    )


@case
def flatten_last():
    """H·W·C before a fully connected layer, through what leaves numbers in their places."""
    return chain(
        (5, 4, 3),
        L.Conv2D(4, 2, name="conv"),
        L.Flatten(name="flatten"),
        L.Dropout(0.5, name="drop"),
        L.ReLU(name="relu"),
        L.Dense(6, activation="elu", name="first"),
        L.Dense(3, activation="softmax", name="second"),
    )


@case
def flatten_and_more():
    """Flattened numbers that something else than a fully connected layer reads."""
    image = keras.Input((4, 3, 2), name="image")
    flat = L.Flatten(name="flatten")(L.Conv2D(3, 2, name="conv")(image))
    norm = L.BatchNormalization(name="norm")(flat)
    both = L.Concatenate(name="both")([flat, norm])
    return keras.Model(image, L.Dense(4, name="dense")(both), name="flatten_and_more")


@case
def channels_first():
    return chain(
        (3, 7, 6),
        L.Conv2D(4, 3, padding="same", strides=2, data_format="channels_first", name="conv"),
        L.BatchNormalization(axis=1, name="norm"),
        L.MaxPooling2D(2, padding="same", data_format="channels_first", name="pool"),
        L.Flatten(data_format="channels_first", name="flatten"),
        L.Dense(3, name="dense"),
    )


@case
def pools():
    image = keras.Input((9, 7, 2), name="image")
    parts = [
        L.GlobalMaxPooling2D(name="largest")(L.MaxPooling2D(3, strides=2, padding="same", name="max")(image)),
        L.GlobalAveragePooling2D(name="mean")(L.AveragePooling2D(3, strides=2, padding="same", name="average")(image)),
        L.Flatten(name="flat")(L.GlobalAveragePooling2D(keepdims=True, name="kept")(L.AveragePooling2D((2, 3), name="plain")(image))),
    ]
    return keras.Model(image, L.Concatenate(name="all")(parts), name="pools")


@case
def normalizations():
    return chain(
        (4, 5, 4),
        L.BatchNormalization(scale=False, epsilon=0.01, name="no_scale"),
        L.BatchNormalization(scale=False, center=False, name="plain"),
        L.LayerNormalization(name="layer"),
        L.GroupNormalization(groups=2, name="group"),
        L.LayerNormalization(axis=[1, 2, 3], name="whole"),
        L.UnitNormalization(name="unit"),
        L.GroupNormalization(groups=-1, center=False, scale=False, name="instance"),
    )


@case
def activations():
    names = ["relu", "relu6", "leaky_relu", "elu", "selu", "sigmoid", "tanh", "softplus", "silu", "gelu", "mish",
             "hard_sigmoid", "hard_silu", "linear", "softmax"]
    image = keras.Input((3, 2, 4), name="image")
    parts = [L.Activation(name, name=f"is_{name}")(image) for name in names]
    parts += [layer(image) for layer in (
        L.ReLU(max_value=0.4, name="capped"), L.ReLU(negative_slope=0.1, name="sloped"),
        L.ReLU(max_value=0.3, negative_slope=0.2, name="both"), L.LeakyReLU(negative_slope=0.15, name="leaky"),
        L.ELU(alpha=0.7, name="own_elu"), L.Softmax(axis=1, name="rows"), L.PReLU(shared_axes=[1, 2], name="slopes"),
        L.PReLU(shared_axes=[1, 2, 3], name="slope"),
    )]
    return keras.Model(image, L.Concatenate(name="all")(parts), name="activations")


@case
def joins():
    image = keras.Input((3, 4, 2), name="image")
    other = L.Conv2D(2, 3, padding="same", name="conv")(image)
    gate = L.Reshape((1, 1, 2), name="gate")(L.GlobalAveragePooling2D(name="mean")(other))
    parts = [
        L.Add(name="add")([image, other, image]), L.Subtract(name="subtract")([image, other]),
        L.Multiply(name="multiply")([other, gate]), L.Average(name="average")([image, other]),
        L.Maximum(name="maximum")([image, other]), L.Minimum(name="minimum")([image, other]),
    ]
    rows = L.Concatenate(axis=1, name="rows")(parts[:3])
    more = L.Concatenate(axis=1, name="more")(parts[3:])
    return keras.Model(image, L.Concatenate(axis=-1, name="all")([rows, more]), name="joins")


@case
def shapes():
    """Reshapes, an exchange of axes, padding, cropping, larger maps; rows of tokens."""
    return chain(
        (4, 6, 2),
        L.ZeroPadding2D(((1, 0), (2, 1)), name="pad"),
        L.Cropping2D(((0, 1), (2, 0)), name="crop"),
        L.UpSampling2D(2, name="nearest"),
        L.UpSampling2D((1, 2), interpolation="bilinear", name="bilinear"),
        L.Conv2D(3, 3, strides=(2, 4), name="conv"),
        L.Reshape((-1, 3), name="rows"),
        L.Dense(4, name="tokens"),
        L.Reshape((4, 3, -1), name="mixed"),
        L.Permute((3, 1, 2), name="permute"),
        L.Conv2D(2, 2, name="last"),
    )


@case
def vector_to_maps():
    """A decoder: a vector that becomes maps."""
    return chain(
        (5,),
        L.Dense(24, activation="relu", name="dense"),
        L.Reshape((2, 3, 4), name="maps"),
        L.Conv2DTranspose(2, 2, strides=2, padding="same", name="up"),
        L.Conv2D(3, 1, name="conv"),
    )


@case
def signals():
    return chain(
        (12, 3),
        L.Conv1D(4, 3, padding="causal", dilation_rate=2, activation="relu", name="causal"),
        L.ZeroPadding1D((1, 2), name="pad"),
        L.MaxPooling1D(2, name="pool"),
        L.SeparableConv1D(5, 3, name="separable"),
        L.UpSampling1D(2, name="up"),
        L.Cropping1D((1, 1), name="crop"),
        L.AveragePooling1D(2, padding="same", name="average"),
        L.GlobalAveragePooling1D(name="mean"),
    )


@case
def volumes():
    return chain(
        (4, 5, 6, 2),
        L.Conv3D(3, 2, padding="same", strides=(1, 2, 1), name="conv"),
        L.MaxPooling3D(2, name="pool"),
        L.Flatten(name="flatten"),
        L.Dense(2, name="dense"),
    )


@case
def preprocessing():
    """What prepares a picture inside of a model, and what exists in training alone."""
    return chain(
        (6, 5, 3),
        L.RandomFlip(name="flip"),
        L.RandomRotation(0.1, name="turn"),
        L.Rescaling(1 / 127.5, offset=-1, name="rescaling"),
        L.Rescaling([0.5, 1.5, 2], offset=[0.1, 0.2, 0.3], name="each"),
        L.Normalization(mean=[0.1, 0.2, 0.3], variance=[1.5, 2, 0.5], name="stated"),
        L.Normalization(name="gathered"),
        L.CenterCrop(4, 4, name="crop"),
        L.GaussianNoise(0.1, name="noise"),
        L.SpatialDropout2D(0.2, name="drop"),
        L.Conv2D(2, 3, name="conv"),
    )


@case
def nested():
    """Models inside of models, one of them called twice, and a layer that is shared."""
    part = keras.Sequential(
        [keras.Input((5, 5, 3)), L.Conv2D(3, 3, padding="same", name="conv"), L.BatchNormalization(name="norm")],
        name="part")
    size = keras.Input((5, 5, 3), name="size")
    block = keras.Model(size, L.Add(name="add")([size, part(size)]), name="block")
    image = keras.Input((5, 5, 3), name="image")
    shared = L.Conv2D(3, 1, activation="relu", name="shared")
    value = shared(block(shared(block(image))))
    return keras.Model(image, L.GlobalMaxPooling2D(name="pool")(value), name="nested")


@case
def several():
    """Two inputs and two outputs."""
    image = keras.Input((5, 4, 2), name="image")
    vector = keras.Input((3,), name="vector")
    maps = L.Conv2D(3, 2, name="conv")(image)
    scaled = L.Multiply(name="scaled")([maps, L.Dense(3, activation="sigmoid", name="gate")(vector)])
    first = L.Dense(2, name="first")(L.Flatten(name="flatten")(scaled))
    return keras.Model([image, vector], [first, maps], name="several")


@case
def functions():
    """Operators and functions between layers."""
    ops = keras.ops
    image = keras.Input((4, 3, 2), name="image")
    value = L.Conv2D(4, 2, name="conv")(image)
    value = value * 2.0 + 0.5
    value = ops.relu6(value + 3.0) * (1 / 6) * value
    value = 1.0 - value / 2.0
    gate = ops.sigmoid(ops.mean(value, axis=[1, 2], keepdims=True))
    value = ops.concatenate([value * gate, ops.maximum(value, gate) - gate], axis=-1)
    return keras.Model(image, ops.max(ops.silu(value), axis=(1, 2)), name="functions")


@case
def dense_on_maps():
    """ConvNeXt's block: fully connected layers on each position, a layer scale, stochastic depth."""
    from keras.src.applications.convnext import LayerScale
    image = keras.Input((4, 4, 3), name="image")
    value = L.DepthwiseConv2D(3, padding="same", name="depthwise")(image)
    value = L.LayerNormalization(epsilon=1e-6, name="norm")(value)
    value = L.Dense(6, activation="gelu", name="wide")(value)
    value = L.Dense(3, name="narrow")(value)
    value = LayerScale(1e-6, 3, name="scale")(value)
    return keras.Model(image, L.Add(name="add")([image, L.Activation("linear", name="same")(value)]), name="dense_on_maps")


@case
def transposed_same():
    """Of a kernel of 3 and a stride of 2, `same` leaves out a row before and none behind."""
    return chain(
        (4, 5, 2),
        L.Conv2DTranspose(3, 3, strides=2, padding="same", name="up"),
        L.Conv2DTranspose(2, (5, 3), strides=(3, 2), padding="same", use_bias=False, name="more"),
    )


@case
def elementwise():
    """Functions of a number alone, and quotients."""
    ops = keras.ops
    image = keras.Input((4, 3, 2), name="image")
    value = L.Conv2D(3, 2, name="conv")(image)
    positive = ops.exp(value) + ops.sqrt(ops.absolute(value))
    value = ops.subtract(ops.sin(value) / positive, ops.minimum(ops.log(positive), value))
    return keras.Model(image, L.Activation("log_softmax", name="scores")(L.Activation("softsign", name="soft")(value)), name="elementwise")
