"""Writes `.caffemodel` files: the protobuf messages of Caffe that hold weights, without Caffe."""

import struct


def varint(number):
    out = b""
    number &= (1 << 64) - 1
    while number >= 0x80:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def field(number, payload):
    """A field with a length: a text, a message, packed numbers."""
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def blob(array, double=False, old=False):
    """A BlobProto: sizes, and float32 or float64 numbers; `old` for the four sizes of Caffe's second format."""
    if old:
        sizes = [1] * (4 - array.ndim) + list(array.shape)
        shape = b"".join(varint(index + 1 << 3) + varint(size) for index, size in enumerate(sizes))
    else:
        shape = field(7, field(1, b"".join(varint(size) for size in array.shape)))
    numbers = array.ravel()
    if double:
        return shape + field(8, struct.pack(f"<{numbers.size}d", *numbers))
    return shape + field(5, struct.pack(f"<{numbers.size}f", *numbers))


# LayerType of the second format.
OLD_TYPES = {"Convolution": 4, "InnerProduct": 14, "ReLU": 18, "Pooling": 17}


def layer(name, kind, blobs, double=False, old=False):
    """A layer with its blobs, and what it is called."""
    if old:
        message = field(4, name.encode()) + varint(5 << 3) + varint(OLD_TYPES[kind])
        message += b"".join(field(6, blob(array, double, old)) for array in blobs)
        return field(2, message)
    message = field(1, name.encode()) + field(2, kind.encode())
    return field(100, message + b"".join(field(7, blob(array, double)) for array in blobs))


def caffemodel(name, layers, double=False, old=False):
    """A file of layers: (name, type, blobs) each."""
    return field(1, name.encode()) + b"".join(layer(*each, double, old) for each in layers)
