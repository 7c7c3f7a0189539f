"""Records the parameters of keras.applications: python Scripts/record_keras_applications.py

Writes Tests/Fixtures/keras_applications.json: for each network its parameters as Keras counts them, running statistics
included, and those that are trained.
"""

import json
import pathlib

import numpy as np

from keras_steps import keras

FILE = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Fixtures" / "keras_applications.json"
# Keras's networks and what zoo calls them.
NETWORKS = {
    "VGG16": "vgg16", "VGG19": "vgg19", "ResNet50": "resnet50-keras", "ResNet101": "resnet101-keras",
    "ResNet152": "resnet152-keras", "DenseNet121": "densenet121-keras", "DenseNet169": "densenet169-keras",
    "DenseNet201": "densenet201-keras", "MobileNet": "mobilenet", "Xception": "xception",
}  # fmt: skip


def main():
    entries = []
    for name, own in NETWORKS.items():
        model = getattr(keras.applications, name)(weights=None)
        trained = sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)
        entries.append({"network": name, "model": own, "parameters": model.count_params(), "trainable": trained})
    FILE.write_text("[\n" + ",\n".join(json.dumps(entry) for entry in entries) + "\n]\n")


if __name__ == "__main__":
    main()
