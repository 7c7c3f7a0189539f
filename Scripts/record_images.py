#!/usr/bin/env python3
"""Writes Tests/ImagesTests/Fixtures: small pictures of every kind, and the pixels that PIL decodes, resizes and crops."""

import io
import json
import pathlib
import struct
import sys
import zlib

import numpy
import PIL
from PIL import Image, ImageOps

from torchvision_models import torchvision_models

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "ImagesTests" / "Fixtures"
WIDTH, HEIGHT = 13, 9
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]

random = numpy.random.default_rng(1)


def samples(channels, most=255):
    """A slope with noise on it: height × width × channels."""
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    slope = (x * 5 + y * 9)[:, :, None] * numpy.array([1, 2, 0.5, 1.5])[:channels] / 260 * most
    noise = random.integers(-most // 8, most // 8 + 1, slope.shape)
    return numpy.clip(slope + noise, 0, most).astype(numpy.uint16 if most > 255 else numpy.uint8)


def packed(values, bits):
    """Rows of samples as bytes, each with filter 0 before it."""
    rows = b""
    for row in values:
        flat = row.reshape(-1)
        if bits == 16:
            data = flat.astype(">u2").tobytes()
        else:
            digits = "".join(format(int(v), f"0{bits}b") for v in flat)
            digits += "0" * (-len(digits) % 8)
            data = int(digits, 2).to_bytes(len(digits) // 8, "big")
        rows += b"\0" + data
    return rows


def png(values, bits, colour, interlaced=False, chunks=()):
    """A PNG file written by hand, for what PIL does not write."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width = values.shape[:2]
    if interlaced:
        data = b"".join(
            packed(part, bits) for x, y, dx, dy in ADAM7 if (part := values[y::dy, x::dx]).size
        )
    else:
        data = packed(values, bits)
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlaced)
    middle = b"".join(chunk(kind, data) for kind, data in chunks)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + middle + chunk(b"IDAT", zlib.compress(data, 9))
            + chunk(b"IEND", b""))


def saved(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def pictures():
    """Names and bytes."""
    gray, alpha, rgb, rgba = (samples(n) for n in (1, 2, 3, 4))
    palette = bytes(random.integers(0, 256, 48).tolist())
    for bits in (1, 2, 4, 8):
        levels = gray >> (8 - bits)
        yield f"gray-{bits}.png", png(levels, bits, 0)
        yield f"palette-{bits}.png", png(levels if bits < 8 else gray % 16, bits, 3, chunks=[(b"PLTE", palette)])
    yield "gray-16.png", png(samples(1, 65535), 16, 0)
    yield "gray-transparent.png", png(gray // 64 * 64, 8, 0, chunks=[(b"tRNS", struct.pack(">H", 64))])
    yield "gray-alpha.png", png(alpha, 8, 4)
    yield "gray-alpha-16.png", png(samples(2, 65535), 16, 4)
    yield "palette-transparent.png", png(
        gray % 16, 8, 3, chunks=[(b"PLTE", palette), (b"tRNS", bytes([0, 100, 200]))])
    yield "rgb.png", png(rgb, 8, 2)
    yield "rgb-gamma.png", png(rgb, 8, 2, chunks=[(b"gAMA", struct.pack(">I", 100_000))])
    yield "rgb-16.png", png(samples(3, 65535), 16, 2)
    yield "rgba.png", png(rgba, 8, 6)
    yield "rgba-16.png", png(samples(4, 65535), 16, 6)
    yield "interlaced-rgb.png", png(rgb, 8, 2, interlaced=True)
    yield "interlaced-gray-1.png", png(gray >> 7, 1, 0, interlaced=True)
    yield "interlaced-rgba-16.png", png(samples(4, 65535), 16, 6, interlaced=True)
    yield "gray.jpg", saved(Image.fromarray(gray[:, :, 0]), "JPEG", quality=85)
    color = Image.fromarray(rgb)
    yield "rgb-444.jpg", saved(color, "JPEG", quality=85, subsampling=0)
    yield "rgb-420.jpg", saved(color, "JPEG", quality=85, subsampling=2)
    yield "progressive.jpg", saved(color, "JPEG", quality=85, progressive=True)
    yield "cmyk.jpg", saved(Image.fromarray(rgba, "CMYK"), "JPEG", quality=85)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        yield f"orientation-{orientation}.jpg", saved(Image.fromarray(gray[:, :, 0]), "JPEG", quality=60, exif=exif)


def decoded(data, isGray=False):
    """What PIL makes of a file: gray or RGB, over white, upright."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    if image.mode.startswith("I"):
        return Image.fromarray((numpy.array(image).astype(numpy.uint32) >> 8).astype(numpy.uint8))
    if image.mode in ("LA", "RGBA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGB", image.size, "white")
        white.paste(image.convert("RGB"), mask=image.getchannel("A"))
        return white.getchannel(0) if isGray else white
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def facts(image):
    return {"width": image.width, "height": image.height, "channels": len(image.getbands()),
            "pixels": image.tobytes().hex()}


def prepared(image, resize, crop):
    """Numbers that torchvision's own transforms make of a picture, in hexadecimal notation."""
    torchvision_models()
    from torchvision.transforms import transforms

    steps = transforms.Compose([
        transforms.Resize(resize), transforms.CenterCrop(crop), transforms.ToTensor(),
        transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    ])
    return [value.hex() for value in steps(image).flatten().tolist()]


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    expected = {"pillow": PIL.__version__, "decoded": {}, "resized": {}, "gray": None}
    for name, data in pictures():
        (FOLDER / name).write_bytes(data)
        expected["decoded"][name] = facts(decoded(data, isGray=name.startswith("gray")))
    for name in ("rgb.png", "gray-8.png"):
        image = decoded((FOLDER / name).read_bytes())
        for width, height in [(5, 4), (13, 4), (5, 9), (26, 18), (7, 31), (1, 1), (40, 3)]:
            # Rows first, as every Pillow before 13 does; that one begins with what costs less, and rounds otherwise.
            resized = image.resize((width, image.height), Image.Resampling.BILINEAR)
            resized = resized.resize((width, height), Image.Resampling.BILINEAR)
            expected["resized"][f"{name} {width} {height}"] = facts(resized)
            resized = image.resize((width, image.height), Image.Resampling.BICUBIC)
            resized = resized.resize((width, height), Image.Resampling.BICUBIC)
            expected["resized"][f"{name} {width} {height} bicubic"] = facts(resized)
    expected["gray"] = facts(decoded((FOLDER / "rgb.png").read_bytes()).convert("L"))
    expected["prepared"] = {
        f"{resize} {height} {width}": prepared(decoded((FOLDER / "rgb.png").read_bytes()), resize, (height, width))
        for resize, height, width in [(6, 5, 5), (9, 6, 8), (5, 8, 10)]
    }
    (FOLDER / "expected.json").write_text(json.dumps(expected, indent=0) + "\n")
    print(f"{len(expected['decoded'])} pictures as Pillow {PIL.__version__} decodes them")


if __name__ == "__main__":
    sys.exit(main())
