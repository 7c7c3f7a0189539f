"""Writes the data sets that the tests read: python Scripts/make_array_fixtures.py

Six images of 4×4 pixels and their classes, as numpy, gzip and h5py themselves write them, in every format that is read. Row k
of an image of class k is bright; the last image says 0 and is labelled 2. The network of weights.safetensors, a fully connected
layer `fc` of 3 outputs, adds up the rows: it is right for five of the six. Needs numpy and h5py.
"""

import gzip
import json
import pathlib
import struct

import h5py
import numpy

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Fixtures" / "Arrays"
IDX_TYPES = {"uint8": 8}


def idx(array):
    head = struct.pack(">BBBB", 0, 0, IDX_TYPES[str(array.dtype)], array.ndim)
    return head + b"".join(struct.pack(">I", size) for size in array.shape) + array.tobytes()


def safetensors(tensors):
    header, data = {}, b""
    for name, array in tensors.items():
        start = len(data)
        data += array.astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [start, len(data)]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    labels = numpy.array([0, 1, 2, 0, 1, 2])
    shown = [0, 1, 2, 0, 1, 0]
    images = (numpy.arange(96) % 7).astype(numpy.uint8).reshape(6, 4, 4)
    for image, row in zip(images, shown):
        image[row] += 200

    for kind in "uint8 int8 int16 uint16 int32 uint32 int64 uint64 float16 float32 float64 bool".split():
        numpy.save(FOLDER / f"{kind}.npy", numpy.array([[0, 1, 2], [3, 4, 100]]).astype(kind))
    numpy.save(FOLDER / "x_test.npy", images)
    numpy.save(FOLDER / "y_test.npy", labels)
    numpy.save(FOLDER / "fortran.npy", numpy.asfortranarray(images.astype(">f8")))
    numpy.save(FOLDER / "scaled.npy", images.astype(numpy.float32) / 255)
    numpy.save(FOLDER / "channels-last.npy", images[:, :, :, None].astype(numpy.int64))
    numpy.savez(FOLDER / "arrays.npz", images=images, labels=labels)
    numpy.savez_compressed(FOLDER / "compressed.npz", images=images, labels=labels.astype(numpy.int32)[:, None])
    numpy.savez_compressed(FOLDER / "one-hot.npz", images=images, labels=numpy.eye(3)[labels])
    numpy.savez(FOLDER / "four.npz", x_train=images[:2], y_train=labels[:2], x_test=images, y_test=labels)
    numpy.savez_compressed(FOLDER / "fortran.npz", images=numpy.asfortranarray(images), labels=labels)
    for name, array in (("images-idx3", images), ("labels-idx1", labels.astype(numpy.uint8))):
        (FOLDER / f"test-{name}-ubyte").write_bytes(idx(array))
        (FOLDER / f"packed-{name}-ubyte.gz").write_bytes(gzip.compress(idx(array), mtime=0))
    with h5py.File(FOLDER / "data.h5", "w", track_order=False) as file:
        file.create_dataset("data", data=images[:, None].astype(numpy.float32), chunks=(2, 1, 4, 4), compression="gzip")
        file.create_dataset("label", data=labels.astype(numpy.float32)[:, None])
    weight = numpy.kron(numpy.eye(3, 4), numpy.ones(4))
    (FOLDER / "weights.safetensors").write_bytes(safetensors({"fc.weight": weight, "fc.bias": numpy.zeros(3)}))


if __name__ == "__main__":
    main()
