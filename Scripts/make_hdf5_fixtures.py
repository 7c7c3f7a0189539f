#!/usr/bin/env python3
"""Writes Tests/HDF5Tests/Fixtures: files as h5py's users write them, and hostile ones.

Needs numpy and h5py (3.16 with HDF5 2.0 wrote the committed ones); some hold the time at which they were made. A file in
hostile/ is named after the rule that must refuse it (`sound-contents` where the library itself does), one in unreadable/ after the
rule that must leave its dataset `x` unread.
"""

import pathlib
import re
import struct
import sys
import zlib

import h5py
import numpy as np

LARGEST_CHUNK = (8 << 20) + 12_288  # bytes of a chunk in a file of 12,288
LONGEST_STORED = 64 + 64 // 64 + 1024  # bytes that a chunk of 64 may take
FOLDER = pathlib.Path(__file__).parent.parent / "Tests/HDF5Tests/Fixtures"
SMALL = ("v110", "v110")  # headers without the tables of the oldest format: files of a few hundred bytes


def made(name, fill, libver=None, **options):
    path = FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with h5py.File(path, "w", libver=libver, meta_block_size=1 if libver else 2048, **options) as file:
        fill(file)
    return path


def patched(path, old, new, count=1):
    """Replaces bytes; the checksums of newer headers would tell, so these files are of the oldest format."""
    data = path.read_bytes()
    assert data.count(old) == count, (path, data.count(old))
    assert len(old) == len(new)
    path.write_bytes(data.replace(old, new))


# What users write


def types(file):
    """Element i of each dataset is i - 2, or i where it has no sign; i % 2 for the boolean."""
    signed = np.arange(6).reshape(2, 3) - 2
    for order, name in ("<", "little"), (">", "big"):
        for kind in "f2", "f4", "f8", "i2", "i4", "i8":
            file[f"{name}/{kind}"] = signed.astype(order + kind)
        for kind in "u2", "u4", "u8":
            file[f"{name}/{kind}"] = (signed + 2).astype(order + kind)
    file["i1"] = signed.astype("i1")
    file["u1"] = (signed + 2).astype("u1")
    file["bool"] = signed % 2 == 1
    file["scalar"] = np.float32(7)
    file.create_dataset("none", (0, 4), "f4")
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple((2, 3))
    dataset = h5py.h5d.create(file.id, b"compact", h5py.h5t.IEEE_F32LE, space, compact)
    dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, signed.astype("f4"))


def chunks(file):
    """Element i of each is i."""
    numbers = np.arange(7 * 5 * 3, dtype="f4").reshape(7, 5, 3)
    file.create_dataset("plain", data=numbers, chunks=(3, 2, 3))
    file.create_dataset("gzip", data=numbers, chunks=(4, 5, 2), compression="gzip")
    file.create_dataset("all", data=numbers, chunks=(2, 3, 2), compression=9, shuffle=True, fletcher32=True)
    file.create_dataset("big", data=numbers.astype(">f8"), chunks=(7, 5, 3), compression=1, shuffle=True)
    file.create_dataset("half", data=numbers.astype("f2"), chunks=(7, 1, 1), fletcher32=True)
    file.create_dataset("larger", data=numbers, chunks=(8, 8, 8), maxshape=(None, None, None), compression=9)
    # Noise does not shrink: the library skips the optional deflate of these chunks.
    noise = np.random.default_rng(1).integers(0, 256, 96, dtype="u1")
    file.create_dataset("noise", data=noise, chunks=(32,), compression=9, shuffle=True)


def inflated(file):
    """Five hundred times the file: element i of `rows` is i >> 18; of `columns`, whose chunks all stand side by side, the
    64th of its column."""
    rows = file.create_dataset("rows", (26 << 18,), "f4", chunks=(1 << 18,), compression=9)
    columns = file.create_dataset("columns", (1 << 12, 26 << 6), "f4", chunks=(1 << 12, 1 << 6), compression=9)
    for index in range(26):
        rows[index << 18 : (index + 1) << 18] = index
        columns[:, index << 6 : (index + 1) << 6] = index


def attributes(file):
    file.attrs["str"] = "tensorflow ✓"
    file.attrs["bytes"] = b"2.10.0"
    file.attrs["fixed"] = np.bytes_("conv1")
    file.attrs["strs"] = ["a", "bcd", ""]
    file.attrs["names"] = np.array([b"block1_conv1", b"pool"])
    file.attrs["nothing"] = []
    file.attrs["int"] = 3
    file.attrs["ints"] = np.array([-1, 2, 300], "i2")
    file.attrs["unsigned"] = np.array([2**64 - 1], "u8")
    file.attrs["bools"] = np.array([True, False])
    file.attrs["real"] = 0.5
    file.attrs["halves"] = np.array([1.5, -2, 6e-8, np.inf], ">f2")
    file.attrs["compound"] = np.zeros((), [("a", "i4"), ("b", "f4")])
    file.attrs["empty"] = h5py.Empty("f4")
    # Of fixed length, padded with spaces.
    kind = h5py.h5t.FORTRAN_S1.copy()
    kind.set_size(8)
    attribute = h5py.h5a.create(file.id, b"fortran", kind, h5py.h5s.create(h5py.h5s.SCALAR))
    attribute.write(np.array(b"ab      ", "S8"), kind)
    file.create_group("g").attrs["name"] = "conv2d"


def limits(file):
    """All that is just allowed."""
    file.create_group("/".join("g" * 31)).create_dataset("deepest", data=np.arange(2, dtype="f4"))
    file.create_dataset("n" * 1024, data=np.arange(3, dtype="f4"))
    file.create_dataset("eight", data=np.arange(16, dtype="f4").reshape((1, 2) * 4))
    file.create_group("named").attrs["n" * 1024] = 1
    # Not as many attributes as may be: the library takes a second for them.
    texts = file.create_group("texts")
    texts.attrs["allowed"] = ["t"] * 4096
    texts.attrs["large"] = np.zeros(65_536, "i1")
    texts.attrs["larger"] = np.zeros(65_537, "i1")


def one_chunk(count, stored):
    """A chunk of `count` bytes that takes these in the file."""

    def fill(file):
        def set_up(creation):
            creation.set_chunk((count,))
            creation.set_filter(1, h5py.h5z.FLAG_OPTIONAL, (9,))

        low_level(file, b"x", h5py.h5t.STD_U8LE, (count,), set_up).write_direct_chunk((0,), stored)

    return fill


def of_size(count, size):
    """A chunk of `count` zeros in a file of `size` bytes: what stands behind a stream is not read."""
    stored = zlib.compress(bytes(count), 9)
    return one_chunk(count, stored.ljust(size - 447, b"\0"))


def activations(file):
    """A file of activations whose one input inflates to hundreds of times the file."""
    file.attrs["zoo_format"] = "activations/1"
    file.create_dataset("input", data=np.zeros((1, 17 << 20), "u1"), chunks=(1, 8 << 20), compression=9)


def padded(size):
    return one_chunk(64, zlib.compress(bytes(range(64))).ljust(size, b"\0"))


# What nobody should


def contiguous(file, name="x", count=4):
    file[name] = np.arange(count, dtype="f4")


def low_level(file, name, kind, shape, fill):
    creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    creation.set_obj_track_times(False)
    fill(creation)
    return h5py.h5d.create(file.id, name, kind, h5py.h5s.create_simple(shape), creation)


def hostile():
    def soft(file):
        contiguous(file)
        file["link"] = h5py.SoftLink("/x")

    def dangling(file):
        file["link"] = h5py.SoftLink("/nowhere")

    def cyclic(file):
        file["a"] = h5py.SoftLink("/b")
        file["b"] = h5py.SoftLink("/a")

    def below(file):
        file.create_group("layers/conv")["vars"] = h5py.SoftLink("/layers")

    def external(file):
        file["link"] = h5py.ExternalLink("/etc/passwd", "/")

    def external_below(file):
        file.create_group("conv1")["kernel"] = h5py.ExternalLink("other.h5", "/x")

    for name, fill in locals().items():
        made(f"hostile/hard-links-only--{name}.h5", fill, SMALL)
    made("hostile/hard-links-only--old-soft.h5", soft)
    made("hostile/hard-links-only--old-external.h5", external)

    def alias(file):
        contiguous(file)
        file["y"] = file["x"]

    def loop(file):
        file.create_group("g")["up"] = file["/"]

    def itself(file):
        group = file.create_group("g")
        group["g"] = group

    for fill in alias, loop, itself:
        made(f"hostile/no-aliases--{fill.__name__}.h5", fill, SMALL)
    # Two names, and a header that says it has one: the reference count is a byte of the old header.
    path = made("hostile/no-aliases--lying-count.h5", alias)
    data = path.read_bytes()
    (header,) = re.finditer(rb"\x01\0[^\0]\0\x02\0\0\0", data)
    patched(path, header[0], header[0][:4] + struct.pack("<I", 1))
    # One name, and a header that says it has two.
    path = made("hostile/no-aliases--second-name-nowhere.h5", contiguous)
    data = path.read_bytes()
    *_, header = re.finditer(rb"\x01\0[^\0]\0\x01\0\0\0", data)
    path.write_bytes(data[: header.start() + 4] + b"\2" + data[header.start() + 5 :])

    def passwd(file):
        file.create_dataset("x", (16,), "u1", external=[("/etc/passwd", 0, 16)])

    def itself_outside(file):
        file.create_dataset("x", (16,), "u1", external=[("no-external-storage--itself.h5", 0, 16)])

    def two(file):
        file.create_dataset("x", (16,), "u1", external=[("a", 0, 8), ("b", 0, 8)])

    made("hostile/no-external-storage--passwd.h5", passwd, SMALL)
    made("hostile/no-external-storage--itself.h5", itself_outside, SMALL)
    made("hostile/no-external-storage--two.h5", two, SMALL)
    made("hostile/no-external-storage--old.h5", passwd)

    def virtual(file):
        layout = h5py.VirtualLayout((4,), "f4")
        layout[:] = h5py.VirtualSource("other.h5", "x", (4,))
        file.create_virtual_dataset("x", layout)

    def missing(file):
        layout = h5py.VirtualLayout((4,), "f4")
        layout[:2] = h5py.VirtualSource("/nonexistent.h5", "x", (2,))
        file.create_virtual_dataset("x", layout, fillvalue=1)

    def same_file(file):
        contiguous(file, "y")
        layout = h5py.VirtualLayout((4,), "f4")
        layout[:] = h5py.VirtualSource(".", "y", (4,))
        file.create_virtual_dataset("x", layout)

    for fill in virtual, missing, same_file:
        made(f"hostile/no-virtual-dataset--{fill.__name__}.h5", fill, SMALL)

    def chunked(filters, shape=(64,), chunk=(64,), kind=h5py.h5t.STD_U8LE):
        def fill(file):
            def set_up(creation):
                creation.set_chunk(chunk)
                for identifier, values in filters:
                    creation.set_filter(identifier, h5py.h5z.FLAG_OPTIONAL, values)

            return low_level(file, b"x", kind, shape, set_up)

        return fill

    deflate, shuffle, fletcher = (1, (9,)), (2, ()), (3, ())

    def twice(*filters):
        def fill(file):
            dataset = chunked(filters)(file)
            dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, np.zeros(64, "u1"))

        return fill

    made("hostile/each-filter-once--deflate.h5", twice(deflate, deflate), SMALL)
    made("hostile/each-filter-once--deflate-five.h5", twice(*[deflate] * 5), SMALL)
    made("hostile/each-filter-once--shuffle.h5", twice(shuffle, deflate, shuffle), SMALL)
    made("hostile/each-filter-once--fletcher32.h5", twice(fletcher, deflate, fletcher), SMALL)

    def written(filters, stored, mask=0, **options):
        def fill(file):
            chunked(filters, **options)(file).write_direct_chunk((0,), stored, mask)

        return fill

    made("hostile/bounded-inflation--too-much.h5", written([deflate], zlib.compress(bytes(1_000_000))), SMALL)
    made("hostile/bounded-inflation--one-more.h5", written([deflate], zlib.compress(bytes(65))), SMALL)
    made("hostile/bounded-inflation--one-less.h5", written([deflate], zlib.compress(bytes(63))), SMALL)
    numbers = bytes(range(64))
    made("hostile/sound-contents--checksum.h5", written([fletcher], numbers + b"\1\2\3\4"), SMALL)
    made("hostile/sound-contents--stored-less.h5", written([], bytes(64)[:63]), SMALL)
    made("hostile/bounded-inflation--cut.h5", written([deflate], zlib.compress(bytes(range(64)))[:-20]), SMALL)
    made("hostile/bounded-inflation--checksum-only.h5", written([fletcher], bytes(4)), SMALL)
    made(
        "hostile/bounded-inflation--after-checksum.h5",
        written([fletcher, deflate], zlib.compress(bytes(100))), SMALL)
    big = dict(shape=(1 << 30,), chunk=(1 << 30,))
    made("hostile/bounded-inflation--declared.h5", written([deflate], zlib.compress(bytes(1000)), **big), SMALL)
    made(
        "hostile/storage-matches-shape--many-chunks.h5",
        written([deflate], zlib.compress(bytes(64)), shape=(1 << 24,)))
    made("hostile/storage-matches-shape--fat-chunk.h5", written([deflate], bytes(4000)), SMALL)
    made("hostile/filter-allow-list--mask.h5", written([deflate], bytes(64), mask=0xFFFFFFFF), SMALL)

    def no_chunk(file):
        file.create_dataset("x", (64,), "f4", chunks=(64,))

    def some_chunks(file):
        file.create_dataset("x", (64,), "f4", chunks=(16,))[:16] = 1

    made("hostile/storage-matches-shape--no-chunk.h5", no_chunk, SMALL)
    made("hostile/storage-matches-shape--some-chunks.h5", some_chunks, SMALL)
    made("hostile/storage-matches-shape--old-chunks.h5", some_chunks)

    # One byte more than largest-chunk.h5 and longest-stored.h5, and no more than a byte can inflate to.
    made("hostile/bounded-inflation--larger-chunk.h5", of_size(LARGEST_CHUNK + 1, 12_288), SMALL)
    made("hostile/storage-matches-shape--stored-longer.h5", padded(LONGEST_STORED + 1), SMALL)
    made("hostile/bounded-inflation--in-all.h5", one_chunk(1040 * 65, bytes(64)), SMALL)
    made("hostile/sound-contents--no-stream.h5", one_chunk(1040 * 65 - 1, bytes(64)), SMALL)
    # The key of a chunk: its bytes, its mask, its place.
    path = made("hostile/storage-matches-shape--stored-nothing.h5", padded(100))
    patched(path, struct.pack("<IIQQ", 100, 0, 0, 0), struct.pack("<IIQQ", 0, 0, 0, 0))

    # The oldest headers have no checksum: version 1, rank, flags, 5 bytes of nothing, sizes.
    def stretched(name, shape, sizes):
        path = made(f"hostile/{name}.h5", lambda file: contiguous(file, count=int(np.prod(shape))) or None)
        old = struct.pack("<BBB5x", 1, 1, 1) + struct.pack("<Q", int(np.prod(shape))) * 2
        patched(path, old, struct.pack("<BBB5x", 1, 1, 1) + struct.pack("<Q", sizes) * 2)

    stretched("storage-matches-shape--stretched", (4,), 5)
    stretched("storage-matches-shape--shrunk", (4,), 3)
    stretched("storage-matches-shape--huge", (4,), 50_000_000 * 50_000_000)
    stretched("rank--overflow", (4,), 1 << 62)
    stretched("sound-contents--beyond-int", (4,), (1 << 64) - 2)

    def small(shape, fill):
        def both(file):
            low_level(file, b"x", h5py.h5t.STD_U8LE, shape, fill).write(
                h5py.h5s.ALL, h5py.h5s.ALL, np.zeros(shape, "u1"))

        return both

    def reshaped(name, shape, fill, sizes, limits=True):
        path = made(f"hostile/{name}.h5", small(shape, fill))
        old = struct.pack(f"<BBB5x{2 * len(shape)}Q", 1, len(shape), 1, *shape, *shape)
        new = struct.pack(f"<BBB5x{(1 + limits) * len(sizes)}Q", 1, len(sizes), limits, *sizes, *(sizes * limits))
        patched(path, old, new + old[len(new):])
        return path

    def in_chunks(*shape):
        return lambda creation: creation.set_chunk(shape)

    def compact(creation):
        creation.set_layout(h5py.h5d.COMPACT)

    reshaped("storage-matches-shape--compact-stretched", (8,), compact, (9,))
    reshaped("storage-matches-shape--compact-shrunk", (8,), compact, (7,))
    reshaped("rank--one-chunk-axis", (8,), in_chunks(8), (8, 1), False)
    reshaped("rank--two-chunk-axes", (8, 1), in_chunks(8, 1), (8,))
    # A layout: version 3, chunked or contiguous, of chunks the axes and one more, its address, then sizes.
    path = reshaped("rank--scalar-in-chunks", (8,), in_chunks(8), (), False)
    data = path.read_bytes()
    at = data.rindex(b"\3\2\2")
    path.write_bytes(data[: at + 2] + b"\1" + data[at + 3 : at + 11] + struct.pack("<II", 1, 0) + data[at + 19 :])
    path = made("hostile/filter-allow-list--contiguous.h5", one_chunk(8, bytes(8)))
    data = path.read_bytes()
    at = data.rindex(b"\3\2\2")
    path.write_bytes(data[:at] + struct.pack("<BBQQ", 3, 1, 0, 8) + data[at + 18 :])

    def overlapping(file):
        contiguous(file, "x", 64)
        contiguous(file, "y", 64)

    def placed(name, which, move):
        path = made(f"hostile/{name}.h5", overlapping)
        with h5py.File(path) as file:
            offsets = {key: file[key].id.get_offset() for key in "xy"}
        old = struct.pack("<BBQQ", 3, 1, offsets[which], 256)
        patched(path, old, struct.pack("<BBQQ", 3, 1, move(offsets, path.stat().st_size), 256))

    placed("no-overlap--same", "y", lambda offsets, size: offsets["x"])
    placed("no-overlap--partly", "y", lambda offsets, size: offsets["x"] + 128)
    placed("storage-matches-shape--beyond", "y", lambda offsets, size: size - 255)
    placed("storage-matches-shape--far-beyond", "y", lambda offsets, size: (1 << 63) - 8)

    def uneven(file):
        contiguous(file, "x", 64)
        contiguous(file, "y", 65)

    path = made("hostile/total-size--more-than-the-file.h5", uneven)
    whole = path.stat().st_size // 4
    with h5py.File(path) as file:
        offset = file["y"].id.get_offset()
    patched(path, struct.pack("<BBQQ", 3, 1, offset, 65 * 4), struct.pack("<BBQQ", 3, 1, 0, whole * 4))
    patched(path, struct.pack("<BBB5xQQ", 1, 1, 1, 65, 65), struct.pack("<BBB5xQQ", 1, 1, 1, whole, whole))

    def nine(file):
        file["x"] = np.zeros((1,) * 9, "f4")

    made("hostile/rank--nine.h5", nine, SMALL)
    empty = (1 << 40, 1 << 40, 0)
    made("hostile/rank--overflow-before-zero.h5", lambda file: file.create_dataset("x", empty, "f4"))
    made("hostile/rank--overflow-after-zero.h5", lambda file: file.create_dataset("x", empty[::-1], "f4"))
    made(
        "hostile/rank--overflow-in-chunks.h5",
        lambda file: file.create_dataset("x", empty, "f4", chunks=(1, 1, 1), maxshape=(None,) * 3))
    made("hostile/rank--thirty-two.h5", lambda file: file.create_dataset("x", (1,) * 32, "f4"), SMALL)

    for name, new in ("slash", b"a/b"), ("latin", b"a\xffb"), ("dot", b".\0\0"), ("empty", b"\0\0\0"):
        path = made(f"hostile/plain-names--{name}.h5", lambda file: contiguous(file, "q_z"))
        patched(path, b"q_z", new)

    made("hostile/name-length--link.h5", lambda file: contiguous(file, "n" * 1025), SMALL)
    made("hostile/name-length--attribute.h5", lambda file: file.attrs.__setitem__("n" * 1025, 1), SMALL)
    made("hostile/depth--groups.h5", lambda file: file.create_group("/".join("g" * 33)), SMALL)
    made("hostile/depth--dataset.h5", lambda file: contiguous(file, "/".join("g" * 32) + "/x"), SMALL)

    def named_type(file):
        file["t"] = np.dtype("f4")

    made("hostile/groups-and-datasets--type.h5", named_type, SMALL)

    def heap(file):
        file.attrs["names"] = ["l" * 14_400] + [""] * 899

    def crowd(file):
        for number in range(1025):
            file.attrs[f"a{number:04}"] = number

    def strings(file):
        file.attrs["names"] = [""] * 4097

    made("hostile/bounded-attributes--crowd.h5", crowd, SMALL)
    made("hostile/bounded-attributes--strings.h5", strings, SMALL)
    path = made("hostile/bounded-attributes--one-string-often.h5", heap)
    data = path.read_bytes()
    at = data.index(struct.pack("<I", 14_400))
    one = data[at : at + 16]
    path.write_bytes(data[:at] + one * 900 + data[at + 16 * 900 :])

    # The head of the file.
    path = made("hostile/superblock--user-block.h5", contiguous, userblock_size=512)
    path = made("hostile/superblock--more-at-the-end.h5", contiguous)
    path.write_bytes(path.read_bytes() + b"PK\5\6" + bytes(18))
    for name, at, new in (
        ("narrow-offsets", 13, b"\4"), ("narrow-lengths", 14, b"\2"), ("base", 24, b"\1"),
        ("driver", 48, bytes(8)), ("end-beyond-numbers", 47, b"\xff"),
    ):
        path = made(f"hostile/superblock--{name}.h5", contiguous)
        data = bytearray(path.read_bytes())
        data[at : at + len(new)] = new
        path.write_bytes(bytes(data))


def unreadable():
    def thirty_two(file):
        def set_up(creation):
            creation.set_chunk((8,))
            for number in range(32):
                creation.set_filter(1000 + number, h5py.h5z.FLAG_OPTIONAL, ())

        low_level(file, b"x", h5py.h5t.STD_U8LE, (8,), set_up).write(h5py.h5s.ALL, h5py.h5s.ALL, np.zeros(8, "u1"))

    made("unreadable/filter-allow-list--thirty-two.h5", thirty_two, SMALL)
    compound = np.zeros(2, [("a", "i4"), ("b", "f4")])

    def stored(value, **options):
        return lambda file: file.create_dataset("x", data=value, **options)

    def lengths(file):
        file.create_dataset("x", (2,), h5py.vlen_dtype(np.int32))[0] = [1, 2]

    def reference(file):
        file.create_dataset("x", (2,), h5py.ref_dtype)

    def bits(kind):
        def fill(file):
            low_level(file, b"x", kind, (4,), lambda creation: creation.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY))

        return fill

    odd = h5py.h5t.STD_I32LE.copy()
    odd.set_precision(24)
    moved = h5py.h5t.STD_I32LE.copy()
    moved.set_precision(24)
    moved.set_offset(8)
    biased = h5py.h5t.IEEE_F32LE.copy()
    biased.set_ebias(100)
    vax = h5py.h5t.IEEE_F32LE.copy()
    vax.set_fields(31, 22, 9, 0, 22)
    kinds = {
        "compound": stored(compound), "string": stored(["a", "bc"]), "fixed-string": stored(np.array([b"a", b"bc"])),
        "sequence": lengths, "reference": reference, "opaque": stored(np.void(b"abcd")), "long-double": stored(
            np.zeros(2, np.longdouble)), "complex": stored(np.zeros(2, "c8")),
        "enumeration": stored(np.zeros(2, "i1"), dtype=h5py.enum_dtype({"A": 0, "B": 1, "C": 2}, "i1")),
        "array": bits(h5py.h5t.array_create(h5py.h5t.IEEE_F32LE, (2,))), "bits": bits(h5py.h5t.STD_B8LE),
        "precision": bits(odd), "offset": bits(moved), "bias": bits(biased), "fields": bits(vax),
    }
    for name, fill in kinds.items():
        made(f"unreadable/element-type--{name}.h5", fill, SMALL)
    numbers = np.arange(64, dtype="i4")
    made("unreadable/filter-allow-list--lzf.h5", stored(numbers, compression="lzf"), SMALL)
    made("unreadable/filter-allow-list--scaleoffset.h5", stored(numbers, scaleoffset=0), SMALL)
    made("unreadable/storage-matches-shape--empty.h5", stored(h5py.Empty("f4")), SMALL)
    made("unreadable/storage-matches-shape--never-written.h5", lambda file: file.create_dataset("x", (5,), "f4"), SMALL)
    made(
        "unreadable/storage-matches-shape--fill-bomb.h5",
        lambda file: file.create_dataset("x", (50_000_000, 50_000), "f4", fillvalue=1), SMALL)

    def plugin(file):
        def set_up(creation):
            creation.set_chunk((64,))
            creation.set_filter(1, h5py.h5z.FLAG_OPTIONAL, (9,))

        dataset = low_level(file, b"x", h5py.h5t.STD_U8LE, (64,), set_up)
        dataset.write_direct_chunk((0,), b"payload", 0)

    # An identifier whose plugin HDF5 would look for and load; a library without it does not write it.
    path = made("unreadable/filter-allow-list--plugin.h5", plugin)
    patched(path, struct.pack("<HHHH", 1, 8, 1, 1), struct.pack("<HHHH", 32_015, 8, 1, 1))


def main():
    made("types.h5", types)
    made("chunks.h5", chunks)
    made("chunks-v110.h5", chunks, SMALL)
    made("inflated.h5", inflated, SMALL)
    made("attributes.h5", attributes)
    made("limits.h5", limits, SMALL)
    made("largest-chunk.h5", of_size(LARGEST_CHUNK, 12_288), SMALL)
    made("longest-stored.h5", padded(LONGEST_STORED), SMALL)
    made("activations.h5", activations)
    # What HDF5 2.0 writes so that 1.10 cannot read it: the layout of filtered chunks.
    made("newer.h5", lambda file: file.create_dataset("x", data=np.ones(9), chunks=(4,), compression=1), "latest")
    hostile()
    unreadable()
    files = [path for path in FOLDER.rglob("*.h5")]
    print(len(files), "files,", sum(path.stat().st_size for path in files), "bytes")


if __name__ == "__main__":
    sys.exit(main())
