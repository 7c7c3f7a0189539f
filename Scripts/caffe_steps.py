"""Runs a Caffe network through OpenCV, which reads prototxt and caffemodel as Caffe does."""

import cv2

from steps import Step, kind


def record(prototxt, caffemodel, given):
    """Returns the outputs of every layer for an array (N, C, H, W); who reads whom is not known."""
    net = cv2.dnn.readNetFromCaffe(prototxt, caffemodel)
    # Without it a ReLU would be part of the convolution before it.
    net.enableFusion(False)
    net.setInput(given)
    names = [name for name in net.getLayerNames() if name not in ("_input", "data")]
    steps = [Step("input", "input", [], given)]
    for name, values in zip(names, net.forward(names), strict=True):
        layer = net.getLayer(name)
        steps.append(Step(name, kind(layer.type), [], values))
    return steps
