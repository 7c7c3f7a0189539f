#!/usr/bin/env python3
"""Damages files and interrupts exports in every way, and writes down what the program did: reports/robustness.md.

Needs Python 3 alone, and strace on Linux. Every part first proves that the untouched file is accepted: a program that
refuses everything would pass all else.

    torture.py [--quick [PARTS]] [--zoo FILE] [--parts truncation,changes,… [--add]] [--report FILE]
"""

import argparse
import collections
import concurrent.futures
import filecmp
import hashlib
import http.server
import json
import os
import pathlib
import random
import re
import resource
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "Tests/HDF5Tests/Fixtures"
TENSOR_FIXTURES = ROOT / "Tests/TensorFilesTests/Fixtures"
# Of processor time, which a machine that is busy with other things does not stretch.
SECONDS = 5
# Of the clock, until a program that waits for something is ended.
PATIENCE = 120
MEMORY = 64 << 20
FORMATS = ["caffe", "keras", "keras3", "pytorch", "safetensors", "zoo"]
MODEL = """input: [1, 4, 4]
layers:
- {conv: 2, kernel: 3, name: conv}
- {flatten: , name: flat}
- {fc: 2, name: fc}
"""
# Large enough that several threads convert it.
WIDE_MODEL = """input: [8, 16, 16]
layers:
- {flatten: , name: flat}
- {fc: 512, name: fc}
"""
# What Tests/TensorFilesTests/Fixtures/tiny.pth holds.
TORCH_MODEL = """input: [1, 4, 4]
layers:
- {conv: 2, kernel: 3, name: conv}
- {batchnorm: , name: norm}
- {flatten: , name: flat}
- {fc: 3, name: fc}
"""

Result = collections.namedtuple("Result", "code seconds memory text")
local = threading.local()
# A shell's background jobs ignore Ctrl-C, and so would the programs that are to be interrupted by it.
signal.signal(signal.SIGINT, signal.default_int_handler)


def run(arguments, seconds=PATIENCE, folder=None, prepare=None):
    """Runs a program: its exit code (negative for a signal, None where it had not ended after `seconds` of the clock), the
    seconds of processor time that it and its workers took, peak bytes of memory."""
    output = os.memfd_create("output")
    if folder or prepare:
        process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=folder, preexec_fn=prepare
        )
        child = process.pid
    else:
        process = None
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, output, 1),
            (os.POSIX_SPAWN_DUP2, output, 2),
        ]
        child = os.posix_spawnp(arguments[0], arguments, os.environ, file_actions=actions)
    handle = os.pidfd_open(child)
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    late = not poll.poll(seconds * 1000)
    if late:
        # Those that it started first: a program whose strace ends runs on, without faults.
        for word in pathlib.Path(f"/proc/{child}/task/{child}/children").read_text().split():
            os.kill(int(word), signal.SIGKILL)
        if not poll.poll(1000):
            os.kill(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    if process:
        process.returncode = status
    os.close(handle)
    size = os.fstat(output).st_size
    text = os.pread(output, size, 0).decode(errors="replace")
    os.close(output)
    code = None if late else os.waitstatus_to_exitcode(status)
    return Result(code, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, text)


def each(work, items):
    """Does the work on two processors at once; the results in order."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return list(pool.map(work, items, chunksize=1))


def scratch():
    """A folder of this thread's own."""
    if not hasattr(local, "folder"):
        local.folder = pathlib.Path(tempfile.mkdtemp(dir=work))
    return local.folder


class Report:
    def __init__(self):
        self.lines = []
        self.failures = 0
        self.rows = []

    def part(self, text, command):
        self.flush()
        self.lines += [text, "", f"Command: `{command}`", ""]

    def row(self, what, count, verdict, good):
        """A line of the table: good is whether that is what was promised."""
        mark = "yes" if good else "**NO**"
        if not good:
            self.failures += 1
        print(f"  {what}: {count}, {verdict}: {'as promised' if good else 'NOT as promised'}", flush=True)
        self.rows.append((what, count, verdict, mark))

    def note(self, text):
        self.flush()
        print("  " + text, flush=True)
        self.lines += [text, ""]

    def flush(self):
        if self.rows:
            self.lines += ["| what | cases | outcome | as promised |", "|---|---:|---|---|"]
            self.lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in self.rows]
            self.lines += [""]
        self.rows = []


def codes(results):
    """Exit codes with their counts: `65 × 12`."""
    names = collections.Counter(name_of(result.code) for result in results)
    return ", ".join(f"{name} × {count:,}" for name, count in sorted(names.items()))


def name_of(code):
    if code is None:
        return "no end"
    return f"exit {code}" if code >= 0 else f"signal {-code}"


def slowest(results):
    return f"slowest {max(result.seconds for result in results):.2f} s of processor time"


def broken(result, codes):
    """Whether a program did not end with one of the codes, or took more time than is promised."""
    return result.code not in codes or result.seconds > SECONDS


def time_is_measured():
    """That `broken` finds what takes too long, and a program that waits for others is not what takes long."""
    for what, code, expected in [
        (f"a program that computes for {SECONDS} s is found", f"import time\nwhile time.process_time() < {SECONDS + 0.1}: pass", True),
        (f"a program that waits for {SECONDS} s is not", f"import time\ntime.sleep({SECONDS + 0.1})", False),
    ]:
        result = run([sys.executable, "-c", code])
        report.row(what, 1, f"{name_of(result.code)}; {slowest([result])}", broken(result, [0]) == expected)


def examples(bad):
    """Names the first of what went wrong."""
    for name, result in bad[:5]:
        report.note(f"- {name}: {name_of(result.code)}: `{result.text.strip()[:200]}`")


# The files


def make_seeds():
    """A small file of each format: name, model, file."""
    (work / "tiny.yaml").write_text(MODEL)
    (work / "torch.yaml").write_text(TORCH_MODEL)
    seed = work / "seed.h5"
    must([zoo, "weights", "init", str(work / "tiny.yaml"), "-o", str(seed)])
    seeds = []
    for weight_format in FORMATS:
        file = work / f"seed.{weight_format}"
        must([zoo, "weights", "export", str(work / "tiny.yaml"), str(seed), "--to", weight_format, "-o", str(file)])
        seeds.append((weight_format, str(work / "tiny.yaml"), file.read_bytes()))
    seeds.append(("torch.save, zip", str(work / "torch.yaml"), (TENSOR_FIXTURES / "tiny.pth").read_bytes()))
    seeds.append(("torch.save, stream", str(work / "torch.yaml"), (TENSOR_FIXTURES / "tiny-stream.pth").read_bytes()))
    return seeds


def must(arguments, seconds=PATIENCE):
    result = run(arguments, seconds)
    if result.code != 0:
        sys.exit(f"{' '.join(map(str, arguments))}: {name_of(result.code)}: {result.text}")


def check(model, data):
    file = scratch() / "changed"
    file.write_bytes(data)
    return run([zoo, "weights", "check", model, str(file)])


def accepted(name, model, data):
    """Rule zero. Without it nothing of the part counts."""
    result = check(model, data)
    report.row(f"{name}: untouched", 1, name_of(result.code), result.code == 0)
    return result.code == 0


def sampled(items, most):
    """All of them, or with --quick at most so many, always the same."""
    items = list(items)
    return random.Random(1).sample(items, most) if quick and len(items) > most else items


# The parts


def truncation():
    report.part(
        "Small files cut after every byte" + (" (a sample of them)" if quick else "") + ": each cut is refused with exit "
        f"code 65, none on a signal, none takes more than {SECONDS} s of processor time.",
        "zoo weights check MODEL CUT",
    )
    time_is_measured()
    for name, model, data in seeds:
        if not accepted(name, model, data):
            continue
        cuts = sampled(range(len(data)), 150)
        results = each(lambda cut: check(model, data[:cut]), cuts)
        bad = [(f"{name} cut to {cut} bytes", result) for cut, result in zip(cuts, results) if broken(result, [65])]
        report.row(f"{name}: cut of {len(data):,} bytes", f"{len(cuts):,}", f"{codes(results)}; {slowest(results)}", not bad)
        examples(bad)


def changes():
    report.part(
        "Small files with one byte changed in three ways: one bit flipped, 0x00, 0xff"
        + (" (a sample of them)" if quick else "")
        + f". The exit code is 0, 1 or 65, never a signal, in at most {SECONDS} s of processor time; a worker that died is a refusal. In zoo's own "
        "format every change of a tensor's numbers is found.",
        "zoo weights check MODEL CHANGED",
    )
    for name, model, data in seeds:
        if not accepted(name, model, data):
            continue
        every = [
            (place, value)
            for place in range(len(data))
            for value in (data[place] ^ 1 << place % 8, 0x00, 0xFF)
            if value != data[place]
        ]
        chosen = sampled(every, 450)
        results = each(lambda change: check(model, replaced(data, *change)), chosen)
        bad = [
            (f"{name}, byte {place} to {value:#04x}", result)
            for (place, value), result in zip(chosen, results)
            if broken(result, [0, 1, 65])
        ]
        deaths = sum("rule survived-reading:" in result.text for result in results)
        outcome = f"{codes(results)}; {deaths} worker deaths; {slowest(results)}"
        report.row(f"{name}: changed, {len(data):,} bytes", f"{len(chosen):,}", outcome, not bad)
        examples(bad)
        if name == "zoo":
            numbers = numbers_of(data)
            inside = [(change, result) for change, result in zip(chosen, results) if change[0] in numbers]
            missed = [(f"byte {place}", result) for (place, _), result in inside if result.code == 0]
            report.row(
                "zoo: of these in a tensor's numbers", f"{len(inside):,}", f"{len(inside) - len(missed):,} found", not missed
            )
            examples(missed)


def replaced(data, place, value):
    changed = bytearray(data)
    changed[place] = value
    return bytes(changed)


def numbers_of(data):
    """The bytes of a file of zoo's own that are numbers: found through the safetensors file of the same weights."""
    other = next(bytes_ for name, _, bytes_ in seeds if name == "safetensors")
    length = struct.unpack("<Q", other[:8])[0]
    places = set()
    for name, entry in json.loads(other[8 : 8 + length]).items():
        if name == "__metadata__":
            continue
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        numbers = other[start:end]
        if data.count(numbers) != 1:
            sys.exit(f"{name}: its numbers stand {data.count(numbers)} times in the file")
        place = data.index(numbers)
        places.update(range(place, place + len(numbers)))
    return places


def flips():
    report.part(
        "Every bit of the tensors' numbers in a small file of zoo's own"
        + (" (a sample of them)" if quick else "")
        + ", one at a time: the SHA-256 of each tensor finds all.",
        "zoo weights check MODEL FLIPPED",
    )
    name, model, data = next(seed for seed in seeds if seed[0] == "zoo")
    if not accepted(name, model, data):
        return
    bits = sampled([(place, bit) for place in sorted(numbers_of(data)) for bit in range(8)], 300)
    results = each(lambda it: check(model, replaced(data, it[0], data[it[0]] ^ 1 << it[1])), bits)
    bad = [(f"bit {bit} of byte {place}", result) for (place, bit), result in zip(bits, results) if broken(result, [1, 65])]
    report.row("bits of numbers", f"{len(bits):,}", f"{codes(results)}", not bad)
    examples(bad)


def hostile():
    report.part(
        "Files made to do harm: those of Scripts/make_hdf5_fixtures.py, the pickles and archives among the fixtures, and "
        "safetensors files, archives and pickles made here. Each is refused with a message and exit code 65; memory stays "
        f"within twice the file and 64 MB (as wait4 tells it, which counts what Python had in use when it started zoo); none "
        f"takes more than {SECONDS} s of processor time.",
        "zoo weights check MODEL HOSTILE",
    )
    for name, model, data in seeds:
        accepted(name, model, data)
    files = [("HDF5, hostile", file) for file in sorted((FIXTURES / "hostile").iterdir())]
    files += [("HDF5, unreadable data set", file) for file in sorted((FIXTURES / "unreadable").iterdir())]
    names = ["hostile", "hostile-stream", "float8-stream", "module-stream", "optimizer-stream", "sparse-stream"]
    files += [("torch.save", TENSOR_FIXTURES / f"{name}.pth") for name in names]
    folder = work / "hostile"
    folder.mkdir()
    for kind, name, data in hostile_safetensors() + hostile_torch():
        file = folder / name
        file.write_bytes(data)
        files.append((kind, file))
    model = str(work / "tiny.yaml")
    results = each(lambda item: run([zoo, "weights", "check", model, str(item[1])]), files)
    for kind in dict.fromkeys(kind for kind, _ in files):
        of_kind = [(file, result) for (its, file), result in zip(files, results) if its == kind]
        refused = [result for _, result in of_kind if result.code == 65]
        over = [(file.name, result) for file, result in of_kind if result.memory > 2 * file.stat().st_size + MEMORY]
        bad = [(file.name, result) for file, result in of_kind if broken(result, [65])]
        named = sum(names_its_rule(file, result.text) for file, result in of_kind)
        unlaid = sum(
            "layout that is known" in result.text and not names_its_rule(file, result.text) for file, result in of_kind
        )
        strange = sum("neither HDF5 nor" in result.text for _, result in of_kind)
        deaths = sum("rule survived-reading:" in result.text for _, result in of_kind)
        peak = max(result.memory for _, result in of_kind) / 1e6
        outcome = f"{len(refused)} refused: {named} by a rule that the message names"
        if strange:
            outcome += f", {strange} taken for no format at all"
        if unlaid:
            outcome += f", {unlaid} because no data set has the name of a weight, before any number was read"
        if deaths:
            outcome += f", {deaths} by the worker's limits"
        report.row(
            kind, len(of_kind), f"{outcome}; peak {peak:.0f} MB; {slowest([r for _, r in of_kind])}", not bad and not over
        )
        examples(bad + over)
    report.row("together", len(files), codes(results), all(result.code == 65 for result in results))
    acting = [(file.name, result) for (_, file), result in zip(files, results) if not still(result.text)]
    report.row("messages that act on a terminal (escape sequences, reversed text)", len(files), len(acting), not acting)
    examples(acting)
    name = work / "name.safetensors"
    header = json.dumps({"\x1b[2J\u202e.weight": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
    name.write_bytes(struct.pack("<Q", len(header)) + header + bytes(4))
    for words in (["check", model], ["inspect"]):
        result = run([zoo, "weights"] + words + [str(name)])
        report.row(f"{words[0]}: a tensor's name that would act on it", 1, name_of(result.code), still(result.text))
    opens([file for _, file in sampled(files, 12)], model)


def names_its_rule(file, text):
    """Whether the message names a rule, and for a file that is named after one, that one."""
    found = re.search(r"rule ([a-z-]+):|: ([a-z0-9]+-[a-z0-9-]+): ", text)
    if not found:
        return False
    if found[1] and "--" in file.name:
        return file.name.startswith(found[1] + "--")
    return True


def still(text):
    return not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", text)


def opens(files, model):
    """Looks which files were opened: the model, the input, and what every start opens."""
    if not strace:
        report.note("strace is not there: which files are opened was not looked at.")
        return
    outside = collections.Counter()
    wanted = 0
    usual = opened([zoo, "weights", "check", model, str(work / "seed.h5")]) - {model, str(work / "seed.h5")}
    for file in files:
        found = opened([zoo, "weights", "check", model, str(file)])
        wanted += str(file) in found
        for path in found - usual - {model, str(file)}:
            outside[path] += 1
    report.row(
        "files opened beside model, input and what every start opens (strace -f)", len(files), f"{sum(outside.values())}",
        not outside and wanted == len(files),
    )
    if outside:
        report.note(f"- opened: {', '.join(outside)}")


def opened(arguments):
    log = scratch() / "opens"
    run([strace, "-f", "-qq", "-e", "trace=open,openat,openat2,creat", "-o", str(log)] + arguments, seconds=60)
    lines = [line for line in log.read_text(errors="replace").splitlines() if "ENOENT" not in line]
    return set(re.findall(r'open\w*\([^"]*"([^"]*)"', "\n".join(lines)))


def hostile_safetensors():
    """Kind, name and bytes."""

    def file(header, data=b"", length=None):
        text = header if isinstance(header, bytes) else header.encode()
        return struct.pack("<Q", len(text) if length is None else length) + text + data

    def one(**changes):
        entry = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8], **changes}
        return file(json.dumps({"conv.bias": {key: value for key, value in entry.items() if value is not None}}), bytes(8))

    pair = '{"a.weight":{"dtype":"F32","shape":[1],"data_offsets":[%s]},"b.weight":{"dtype":"F32","shape":[1],"data_offsets":[%s]}}'
    made = {
        "empty-object-and-rest": file("{}", bytes(8)),
        "header-of-100-MB": file("{", length=100_000_001),
        "header-beyond-the-file": file("{}", length=4096),
        "header-of-2-to-the-63": file("{}", length=1 << 63),
        "header-of-all-ones": file("{}", length=(1 << 64) - 1),
        "header-of-nothing": struct.pack("<Q", 0),
        "header-is-a-list": file("[]"),
        "header-is-a-number": file("1"),
        "header-ends-within": file('{"a":{"dtype":"F32"'),
        "header-twice": file('{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}{}'),
        "header-not-utf8": file(b'{"\xff\xfe":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}'),
        "header-nested-100000": file('{"a":' + "[" * 100_000),
        "header-nested-objects": file('{"a":' * 20_000),
        "header-of-spaces": file(" " * 10_000),
        "key-twice": file(pair.replace("b.weight", "a.weight") % ("0,4", "4,8"), bytes(8)),
        "key-twice-escaped": file(pair.replace("b.weight", "\\u0061.weight") % ("0,4", "4,8"), bytes(8)),
        "field-twice": file('{"a":{"dtype":"F32","dtype":"F64","shape":[1],"data_offsets":[0,4]}}', bytes(4)),
        "overlap": file(pair % ("0,4", "2,6"), bytes(6)),
        "same-bytes": file(pair % ("0,4", "0,4"), bytes(4)),
        "hole": file(pair % ("0,4", "8,12"), bytes(12)),
        "rest": file(pair % ("0,4", "4,8"), bytes(9)),
        "missing-byte": file(pair % ("0,4", "4,8"), bytes(7)),
        "not-from-the-start": file(pair % ("4,8", "8,12"), bytes(12)),
        "backwards": one(data_offsets=[8, 0]),
        "beyond": one(data_offsets=[0, 1 << 62]),
        "beyond-64-bits": one(data_offsets=[0, 1 << 64]),
        "negative-offset": one(data_offsets=[-8, 0]),
        "fractional-offset": one(data_offsets=[0, 8.5]),
        "three-offsets": one(data_offsets=[0, 4, 8]),
        "one-offset": one(data_offsets=[8]),
        "text-for-offsets": one(data_offsets="0,8"),
        "shape-too-large": one(shape=[3]),
        "shape-too-small": one(shape=[1]),
        "shape-overflows": one(shape=[1 << 32, 1 << 32]),
        "shape-overflows-to-8-bytes": one(shape=[1 << 62, 2]),
        "shape-bomb": one(shape=[50_000_000, 50_000_000]),
        "shape-negative": one(shape=[-2]),
        "shape-both-negative": one(shape=[-1, -2]),
        "shape-fractional": one(shape=[2.5]),
        "shape-exponent": file('{"a":{"dtype":"F32","shape":[2e0],"data_offsets":[0,8]}}', bytes(8)),
        "shape-of-text": one(shape="2"),
        "shape-missing": one(shape=None),
        "offsets-missing": one(data_offsets=None),
        "dtype-missing": one(dtype=None),
        "dtype-unknown": one(dtype="F33"),
        "dtype-number": one(dtype=4),
        "dtype-long": one(dtype="F" * 100_000),
        "metadata-number": file('{"__metadata__":{"a":1}}'),
        "metadata-list": file('{"__metadata__":[]}'),
        "number-huge": file('{"a":{"dtype":"F32","shape":[%s],"data_offsets":[0,8]}}' % ("9" * 10_000), bytes(8)),
        "lone-surrogate": file('{"\\ud800":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}'),
        "control-character": file(b'{"a\x1b":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}'),
    }
    return [("safetensors", f"{name}.safetensors", data) for name, data in made.items()]


def hostile_torch():
    """Kind, name and bytes: streams of torch.save's old kind are pickles one after another."""
    legacy = b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19." + b"\x80\x02M\xe9\x03." + b"\x80\x02}."
    programs = {
        "os-system": b"cos\nsystem\n(S'true'\ntR.",
        "posix-system": b"cposix\nsystem\n(S'true'\ntR.",
        "eval": b"c__builtin__\neval\n(S'1'\ntR.",
        "builtins-exec": b"cbuiltins\nexec\n(S'1'\ntR.",
        "getattr": b"cbuiltins\ngetattr\n(cos\n\nS'system'\ntR.",
        "runpy": b"crunpy\n_run_code\n(tR.",
        "subprocess": b"csubprocess\nPopen\n(S'true'\ntR.",
        "import": b"c__builtin__\n__import__\n(S'os'\ntR.",
        "stack-global": b"\x80\x04\x8c\x02os\x8c\x06system\x93.",
        "instance": b"(S'true'\nios\nsystem\n.",
        "object": b"(cos\nsystem\nS'true'\no.",
        "newobj": b"\x80\x02cos\nsystem\n)\x81.",
        "build": b"\x80\x02c__builtin__\nobject\n)R}b.",
        "extension": b"\x80\x02\x82\x01.",
        "persistent-text": b"Pfile\n.",
        "pop-of-nothing": b"\x80\x020.",
        "mark-missing": b"\x80\x02t.",
        "get-of-nothing": b"\x80\x02h\x63.",
        "no-end": b"\x80\x02}",
        "unknown-opcode": b"\x80\x02\xff.",
        "text-of-4-GB": b"\x80\x02X\xff\xff\xff\xff.",
        "bytes-of-2-to-the-63": b"\x80\x04\x8e" + struct.pack("<Q", 1 << 63) + b".",
        "long-negative": b"\x80\x02\x8b\xff\xff\xff\xff.",
        "long-of-2-GB": b"\x80\x02\x8b\xff\xff\xff\x7f.",
        "frame-beyond": b"\x80\x04\x95" + struct.pack("<Q", 1 << 40) + b"}.",
        "protocol-200": b"\x80\xc8}.",
        "lists-in-lists": b"\x80\x02" + b"]" * 200_000 + b"a" * 199_999 + b".",
        "doubled-lists": b"\x80\x02]q\x00" + b"(h\x00h\x00lq\x00" * 64 + b".",
        "memo-of-2-to-the-32": b"\x80\x02}r\xff\xff\xff\xffj\xff\xff\xff\xff.",
        "marks": b"\x80\x02" + b"(" * 1_000_000 + b".",
        "storage-lies": b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\nFloatStorage\n"
        b"X\x01\x00\x00\x000X\x03\x00\x00\x00cpuJ\xff\xff\xff\x7ftQK\x00K\x02\x85K\x01\x85\x89ctR.",
    }
    made = [("torch.save", f"{name}.pth", legacy + program) for name, program in programs.items()]
    whole = (TENSOR_FIXTURES / "tiny.pth").read_bytes()
    directory = whole.index(b"PK\x01\x02")
    end = whole.rindex(b"PK\x05\x06")
    patches = {
        "encrypted": (directory + 8, b"\x01"),
        "deflated": (directory + 10, b"\x08\x00"),
        "checksum": (directory + 16, b"\0\0\0\0"),
        "size-in-directory": (directory + 20, b"\xff\xff\xff\x7f"),
        "name-length": (directory + 28, b"\xff\xff"),
        "offset-beyond": (directory + 42, b"\xff\xff\xff\x7f"),
        "local-name": (30, b"x"),
        "local-flags": (6, b"\x01"),
        "local-method": (8, b"\x08\x00"),
        "count-of-files": (end + 10, b"\xff\xff"),
        "directory-size": (end + 12, b"\xff\xff\xff\x7f"),
        "directory-place": (end + 16, b"\xff\xff\xff\x7f"),
        "second-disk": (end + 4, b"\x01\x00"),
    }
    for name, (place, value) in patches.items():
        made.append(("archives of torch.save", f"{name}.pth", whole[:place] + value + whole[place + len(value) :]))
    made.append(("archives of torch.save", "rest.pth", whole + b"rest"))
    made.append(("archives of torch.save", "no-end.pth", whole[:end]))
    return made


CALLS = ["openat", "write", "pwrite64", "ftruncate", "fsync", "close", "rename", "link", "renameat2", "unlink", "unlinkat"]
ERRORS = ["ENOSPC", "EIO", "EINTR", "EACCES"]


class Export:
    """An export of a file of synthetic weights, with a folder of its own for every run."""

    outputs = ["out"]
    # Whether it says something once the file is there, which may fail by itself.
    speaks = False

    def __init__(self, weight_format, force, model=MODEL):
        self.weight_format, self.force = weight_format, force
        own = pathlib.Path(tempfile.mkdtemp(dir=work))
        (own / "model.yaml").write_text(model)
        self.model = str(own / "model.yaml")
        self.input = str(own / "seed.h5")
        must([zoo, "weights", "init", self.model, "-o", self.input])
        must([zoo, "weights", "init", self.model, "--seed", "7", "-o", str(own / "old.h5")])
        self.old = (own / "old.h5").read_bytes() if force else None
        must([zoo, "weights", "export", self.model, self.input, "--to", weight_format, "-o", str(own / "new")])
        self.new = (own / "new").read_bytes()

    def prepared(self):
        folder = pathlib.Path(tempfile.mkdtemp(dir=work))
        if self.old is not None:
            (folder / "out").write_bytes(self.old)
        return folder

    def arguments(self, folder):
        words = [zoo, "weights", "export", self.model, self.input, "--to", self.weight_format, "-o", str(folder / "out")]
        return words + (["--force"] if self.force else [])

    def state(self, folder):
        """old, new, or what must never be."""
        try:
            data = (folder / "out").read_bytes()
        except FileNotFoundError:
            data = None
        return "new" if data == self.new else "old" if data == self.old else "TORN"

    def calls(self):
        """For each system call of the program itself its first and last number, not the dynamic loader's."""
        folder = self.prepared()
        log = folder.parent / f"{folder.name}.log"
        must([strace, "-qq", "-o", str(log)] + self.arguments(folder))
        assert self.state(folder) == "new"
        before, after = collections.Counter(), collections.Counter()
        started = False
        for line in log.read_text(errors="replace").splitlines():
            name = re.match(r"(\w+)\(", line)
            if not name:
                continue
            started = started or name[1] == "openat" and f'"{self.model}"' in line
            (after if started else before)[name[1]] += 1
        shutil.rmtree(folder)
        return {name: range(before[name] + 1, before[name] + count + 1) for name, count in after.items()}

    def calls_of_all(self):
        """How often each thread and each process makes each system call, the dynamic loader's among them."""
        folder = self.prepared()
        log = folder.parent / f"{folder.name}.log"
        must([strace, "-f", "-qq", "-o", str(log)] + self.arguments(folder))
        counts = collections.defaultdict(collections.Counter)
        for line in log.read_text(errors="replace").splitlines():
            call = re.match(r"(\d+) +(\w+)\(", line)
            if call:
                counts[call[1]][call[2]] += 1
        shutil.rmtree(folder)
        return counts


def faults():
    report.part(
        "Each system call of an export fails, at each of its occurrences, once and from there on: the target is the old file "
        "or the new one, byte for byte; the exit code is 0 exactly when it is the new one; no temporary file stays. Without "
        "--force there is no old file. The dynamic loader's calls, and those of the worker, are left alone at first; then "
        "a larger file is exported in two formats, and calls fail in each thread, in the worker and in the loader."
        + (" Two formats of six; SIGKILL at the calls that touch files." if quick else ""),
        "strace -e inject=CALL:error=ERROR:when=N[+] zoo weights export MODEL FILE --to DIALECT -o OUT [--force]",
    )
    if not strace:
        report.note("strace is not there: not run.")
        return
    for weight_format in ["zoo", "safetensors"] if quick else FORMATS:
        for force in (True, False):
            export = Export(weight_format, force)
            calls = export.calls()
            title = f"{weight_format}, {'--force' if force else 'no old file'}"
            report.row(f"{title}: without a fault", 1, "new, exit 0", True)
            absent = [name for name in CALLS if name not in calls]
            every = [
                (call, number, error, more)
                for call in CALLS
                for number in calls.get(call, [])
                for error in ERRORS
                for more in ("", "+")
            ]

            def one(point):
                call, number, error, more = point
                return injected(export, f"{call}:error={error}:when={number}{more}", 2 if error + more == "EINTR+" else 5)

            judge(f"{title}: a call fails", every, each(one, every), absent)
    faults_everywhere()
    lies_and_kills()


def faults_everywhere():
    """Faults in every thread and process: strace counts the calls of each by itself."""
    for weight_format in ["zoo"] if quick else ["zoo", "safetensors"]:
        export = Export(weight_format, True, WIDE_MODEL)
        counts = export.calls_of_all()
        title = f"{weight_format}, --force, all {len(counts)} threads and processes"
        points = [
            (call, number, error, more)
            for call in CALLS + ["pread64"]
            for number in range(1, max(counts[thread][call] for thread in counts) + 1)
            for error in ERRORS
            for more in ("", "+")
        ]
        points = sampled(points, 200)
        outcomes = each(
            lambda it: injected(
                # The program itself waits 3 s for a worker whose end it does not see, and strace slows all of them.
                export, f"{it[0]}:error={it[2]}:when={it[1]}{it[3]}", 2 if it[2] + it[3] == "EINTR+" else 10, everywhere=True
            ),
            points,
        )
        judge(f"{title}: a call fails", points, outcomes)


def injected(export, what, seconds, sweep=False, everywhere=False):
    """Runs with an injection: exit code, state of the target, what else lies there, and what a further run leaves."""
    folder = export.prepared()
    command = [strace] + (["-f"] if everywhere else []) + ["-qq", "-o", "/dev/null", "-e", f"inject={what}"]
    result = run(command + export.arguments(folder), seconds=seconds)
    state = export.state(folder)
    extra = [file.name for file in folder.iterdir() if file.name not in export.outputs]
    left = None
    if sweep or result.code is None:
        for name in export.outputs:
            (folder / name).unlink(missing_ok=True)
        run(export.arguments(folder))
        left = [file.name for file in folder.iterdir() if file.name not in export.outputs] or export.state(folder) != "new"
    shutil.rmtree(folder)
    return result, state, extra, left


def judge(title, points, outcomes, absent=(), speaks=False):
    bad, waiting = [], 0
    counts = collections.Counter()
    for point, (result, state, extra, left) in zip(points, outcomes):
        if result.code is None and point[2] == "EINTR" and point[3]:
            # A call that is interrupted for ever: libhdf5 tries for ever. Ended here, as a user would.
            waiting += 1
            if state != "old" or left:
                bad.append((f"{point}: {state}, {extra}", result))
            continue
        ended = result.code != 0 or state == "new" if speaks else (result.code == 0) == (state == "new")
        good = state != "TORN" and ended and not extra and (result.code or 0) >= 0
        counts[state] += 1
        if not good or result.code is None:
            bad.append((f"{point}: {state}, {extra}", result))
    outcome = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
    outcome += f"; {codes([o[0] for o in outcomes if o[0].code is not None])}"
    if waiting:
        outcome += f"; {waiting} waited while the call was interrupted for ever, and were ended: old, and swept by the next"
    if absent:
        outcome += f"; not called: {', '.join(absent)}"
    report.row(title, f"{len(points):,}", outcome, not bad)
    examples(bad)


def missed(outcome):
    """Whether the program did not make the call this time, and ended well."""
    result, state, extra = outcome
    return result.code == 0 and state == "new" and not extra


def lies_and_kills():
    for weight_format in ["zoo", "safetensors"] if quick else FORMATS:
        for force in (True, False):
            export = Export(weight_format, force)
            calls = export.calls()
            title = f"{weight_format}, {'--force' if force else 'no old file'}"
            names = [name for name in CALLS if name in calls] if quick else sorted(calls)
            points = [(name, number) for name in names for number in calls[name]]
            outcomes = each(lambda it: injected(export, f"{it[0]}:signal=SIGKILL:when={it[1]}", 5, sweep=True), points)
            bad = [
                (f"{point}: {state}, {left}", result)
                for point, (result, state, extra, left) in zip(points, outcomes)
                if (state == "TORN" or left or result.code != -9) and not missed((result, state, extra))
            ]
            stayed = sum(bool(extra) for _, _, extra, _ in outcomes)
            counts = collections.Counter(state for _, state, _, _ in outcomes)
            outcome = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
            report.row(
                f"{title}: SIGKILL at a call",
                f"{len(points):,}",
                f"{outcome}; {stayed} temporary files stayed, {'not ' if bad else ''}all swept by the next export",
                not bad,
            )
            examples(bad)
            # Ctrl-C, which the program may answer: nothing stays.
            outcomes = each(lambda it: injected(export, f"{it[0]}:signal=SIGINT:when={it[1]}", 5), points)
            bad = [
                (f"{point}: {state}, {extra}", result)
                for point, (result, state, extra, _) in zip(points, outcomes)
                if (state == "TORN" or extra or result.code != -2) and not missed((result, state, extra))
            ]
            counts = collections.Counter(state for _, state, _, _ in outcomes)
            outcome = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
            report.row(f"{title}: SIGINT at a call", f"{len(points):,}", f"{outcome}; {codes([o[0] for o in outcomes])}", not bad)
            examples(bad)
    # A disk that lies: the call says that it wrote, and did not.
    export = Export("zoo", True)
    numbers = list(export.calls().get("pwrite64", []))
    outcomes = each(lambda n: injected(export, f"pwrite64:retval=8:when={n}+", 5), numbers)
    points = [("pwrite64", number, "lie", "+") for number in numbers]
    judge("zoo, --force: writes that say 8 bytes were written, and wrote none", points, outcomes)
    # Honest short writes: the last write before the limit is cut at it, the next one fails.
    for weight_format in ("zoo", "safetensors"):
        export = Export(weight_format, True)
        limits = sampled(range(len(export.new) + 1), 100) + [len(export.new)]

        def limited(limit):
            folder = export.prepared()
            result = run(
                export.arguments(folder),
                prepare=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
            )
            state = export.state(folder)
            extra = [file.name for file in folder.iterdir() if file.name != "out"]
            shutil.rmtree(folder)
            return result, state, extra, None

        judge(f"{weight_format}, --force: no room after so many bytes (short writes)", [(n,) * 4 for n in limits], each(limited, limits))


def kills():
    count = 100 if quick else 1000
    report.part(
        f"{count:,} exports of LeNet (1.7 MB) over an old file, ended by kill -9 after a random time: the target is the old "
        "file or the new one, whole, and the next export leaves no temporary file.",
        "zoo weights export lenet-caffe FILE --to keras -o OUT --force",
    )
    folder = work / "kills"
    folder.mkdir()
    first, second, target = folder / "first.h5", folder / "second.h5", folder / "out"
    must([zoo, "weights", "init", "lenet-caffe", "-o", str(first)])
    must([zoo, "weights", "init", "lenet-caffe", "--seed", "2", "-o", str(second)])
    whole, times = {}, []
    for source in (first, second):
        start = time.monotonic()
        must([zoo, "weights", "export", "lenet-caffe", str(source), "--to", "keras", "-o", str(target), "--force"])
        times.append(time.monotonic() - start)
        whole[hashlib.sha256(target.read_bytes()).hexdigest()] = source
    report.row("untouched exports", 2, f"{len(whole)} different files, {max(times) * 1000:.0f} ms", len(whole) == 2)
    randomly = random.Random(3)
    torn = killed = stayed = replaced_ = 0
    before = hashlib.sha256(target.read_bytes()).hexdigest()
    for number in range(count):
        source = (first, second)[number % 2]
        process = subprocess.Popen(
            [zoo, "weights", "export", "lenet-caffe", str(source), "--to", "keras", "-o", str(target), "--force"],
            stderr=subprocess.DEVNULL,
        )
        time.sleep(randomly.uniform(0, 1.3 * max(times)))
        process.kill()
        killed += process.wait() < 0
        now = hashlib.sha256(target.read_bytes()).hexdigest()
        torn += now not in whole
        replaced_ += now != before
        before = now
        stayed += any(file.name.startswith(".out.tmp-") for file in folder.iterdir())
    must([zoo, "weights", "export", "lenet-caffe", str(first), "--to", "keras", "-o", str(target), "--force"])
    rest = [file.name for file in folder.iterdir() if file.name.startswith(".")]
    report.row("exports", f"{count:,}", f"{killed} killed in time; {torn} torn; {replaced_} times the new file", not torn)
    report.row("runs after which a temporary file lay there", f"{stayed:,}", f"{len(rest)} after the next export", not rest)


def places():
    report.part(
        "Targets that are something else than a new file. What cannot be written, or may not be replaced, ends with 74.",
        "zoo weights export MODEL FILE --to zoo -o OUT",
    )
    export = Export("zoo", True)
    folder = export.prepared()
    data = pathlib.Path(export.input).read_bytes()

    def case(name, words, code, untouched):
        before = {file: file.read_bytes() for file in untouched}
        listing = sorted(os.listdir(folder))
        result = run([zoo, "weights", "export", export.model] + [str(word) for word in words])
        kept = all(file.read_bytes() == bytes_ for file, bytes_ in before.items())
        clean = sorted(os.listdir(folder)) == listing
        message = result.text.strip().replace(str(folder) + "/", "").replace(str(folder), "FOLDER")
        message = re.sub("n{20,}", "nnn…", message)
        report.row(name, 1, f"{name_of(result.code)}: {message}".removesuffix(": "), result.code == code and kept and clean)

    own = folder / "own.h5"
    own.write_bytes(data)
    (folder / "folder").mkdir()
    (folder / "link").symlink_to("own.h5")
    (folder / "dangling").symlink_to("nowhere")
    end = ["--to", "zoo", "-o"]
    case("a file that is there", [own] + end + [folder / "out"], 74, [own, folder / "out"])
    case("the input itself, without --force", [own] + end + [own], 74, [own])
    case("the input itself, with --force", [own] + end + [own, "--force"], 0, [own])
    case("a symbolic link, with --force", [own] + end + [folder / "link", "--force"], 74, [own])
    case("a dangling link", [own] + end + [folder / "dangling"], 74, [own])
    case("a folder, with --force", [own] + end + [folder / "folder", "--force"], 74, [own])
    case("a device, with --force", [own] + end + ["/dev/full", "--force"], 74, [own])
    case("a folder that is missing", [own] + end + [folder / "missing/out"], 74, [own])
    case("a file taken for a folder", [own] + end + [own / "out"], 74, [own])
    case("a name that is too long", [own] + end + [folder / ("n" * 250)], 74, [own])
    if os.geteuid() != 0:
        (folder / "folder").chmod(0o555)
        case("a folder that may not be written", [own] + end + [folder / "folder/out"], 74, [own])
        (folder / "folder").chmod(0o755)
    else:
        report.note("A folder that may not be written was not tried: root may write everywhere (EACCES is injected above).")


def reproducibility():
    report.part(
        "The same export again and again: other folders, times of day, time zones, umasks, dates of the input.",
        "zoo weights export MODEL FILE --to DIALECT -o OUT",
    )
    faketime = shutil.which("faketime")
    for weight_format in FORMATS:
        sums = set()
        for number in range(20):
            folder = work / f"again-{weight_format}" / str(number) / ("deep/" * (number % 3))
            folder.mkdir(parents=True)
            source = folder / f"in-{number}.h5"
            shutil.copy(work / "seed.h5", source)
            os.utime(source, (number * 86_400_000, number * 86_400_000))
            words = [zoo, "weights", "export", str(work / "tiny.yaml"), str(source), "--to", weight_format, "-o", str(folder / "out")]
            if faketime:
                words = [faketime, f"20{10 + number}-01-02 03:04:05"] + words
            os.environ["TZ"] = ["UTC", "Asia/Tokyo", "America/New_York"][number % 3]
            result = run(words, prepare=lambda: os.umask([0o022, 0o077, 0o000, 0o027][number % 4]))
            os.environ.pop("TZ")
            if result.code != 0:
                sums.add(name_of(result.code))
                continue
            sums.add(hashlib.sha256((folder / "out").read_bytes()).hexdigest())
        good = len(sums) == 1 and len(min(sums)) == 64
        report.row(weight_format, 20, f"{len(sums)} SHA-256: {', '.join(sorted(s[:16] + '…' for s in sums))}", good)
    if not faketime:
        report.note("The date was the machine's own: faketime is not there.")


def roundtrips():
    most = 16_000_000
    report.part(
        "Synthetic weights of every network of the zoo"
        + (f" with at most {most:,} parameters" if quick else "")
        + ", exported to each format and imported again: the file that comes back has the bytes of the first one. A case is a "
        "format.",
        "zoo weights init MODEL -o FIRST; zoo weights export MODEL FIRST --to DIALECT -o OUT; "
        "zoo weights import MODEL OUT -o BACK; cmp FIRST BACK",
    )
    listed = json.loads(run([zoo, "list", "--format", "json"]).text)["models"]
    folder = work / "roundtrips"
    folder.mkdir()
    first, out, back = (folder / name for name in ("first.h5", "out", "back.h5"))

    def step(words, target):
        return run([zoo, "weights", *words, "-o", str(target), "--force"], 600)

    for network in listed:
        name, parameters = network["name"], network["parameters"]
        if quick and parameters > most:
            continue
        must([zoo, "weights", "init", name, "--seed", "5", "-o", str(first), "--force"], 600)
        bad, sums = [], set()
        for weight_format in FORMATS:
            back.unlink(missing_ok=True)
            result = step(["export", name, str(first), "--to", weight_format], out)
            if result.code == 0:
                with out.open("rb") as file:
                    sums.add(hashlib.file_digest(file, "sha256").digest())
                result = step(["import", name, str(out)], back)
            if result.code != 0 or not filecmp.cmp(first, back, shallow=False):
                bad.append((f"{name} through {weight_format}", result))
        outcome = f"{len(FORMATS) - len(bad)} come back bit by bit, from {len(sums)} different files"
        size = f"{first.stat().st_size / 1e6:,.1f} MB"
        report.row(f"{name}, {size}", len(FORMATS), outcome, not bad and len(sums) == len(FORMATS))
        examples(bad)
    # That other numbers would be seen.
    must([zoo, "weights", "init", name, "--seed", "6", "-o", str(back), "--force"], 600)
    report.row(f"{name}: another seed", 1, "other bytes", not filecmp.cmp(first, back, shallow=False))
    shutil.rmtree(folder)


def fuzzers():
    seconds = os.environ.get("FUZZ_SECONDS", "180")
    report.part(
        f"libFuzzer with AddressSanitizer over every parser written in Swift, {seconds} s each.",
        f"FUZZ_SECONDS={seconds} Fuzz/run.sh 10000000",
    )
    result = subprocess.run(
        [str(ROOT / "Fuzz/run.sh"), "10000000"], env={**os.environ, "FUZZ_SECONDS": seconds}, capture_output=True, text=True
    )
    for line in result.stdout.splitlines():
        name, _, rest = line.partition(": ")
        runs = re.search(r"(\d+) runs", rest)
        if runs:
            report.row(name, f"{int(runs[1]):,}", rest, " 0 findings" in rest)
    if result.returncode != 0:
        report.row("Fuzz/run.sh", 1, f"exit {result.returncode}", False)


class Command(Export):
    """Another command that writes files, beside which none were before.

    `words` has its arguments, in which `{}` is the folder that it writes to; `first` is the first file of its own that it
    opens.
    """

    force, speaks = False, True

    def __init__(self, title, words, outputs, first):
        self.title, self.words, self.outputs, self.model, self.old = title, words, outputs, str(first), None
        folder = self.prepared()
        must(self.arguments(folder))
        self.new = self.contents(folder)

    def arguments(self, folder):
        return [zoo] + [str(word).replace("{}", str(folder)) for word in self.words]

    def contents(self, folder):
        return {name: (folder / name).read_bytes() for name in self.outputs if (folder / name).exists()}

    def state(self, folder):
        """Each file is the new one or is not there."""
        found = self.contents(folder)
        if any(data != self.new[name] for name, data in found.items()):
            return "TORN"
        return "new" if found == self.new else "part" if found else "old"


def others():
    report.part(
        "The commands beside those of weights. `import`, `evaluate`: what they read is cut, and refused with exit code 65 or, "
        "where a text ends well before its end, read; each system call fails or is met by SIGKILL, and what they write is the "
        "whole file or none, and nothing beside it; what is left by SIGKILL is swept by the next run. `fetch`: a server that "
        "ends early at any byte leaves no file of that name, and the next run fetches it. The Python module: JSON that is cut, "
        "or a program that is killed, is an exception."
        + (" A sample of each." if quick else ""),
        "zoo import MODEL -o FILE; zoo evaluate MODEL --weights FILE --data FOLDER --confusion FILE; zoo fetch MODEL",
    )
    given = work / "given"
    given.mkdir()
    must([zoo, "examples", "-o", str(given)])
    data = given / "few"
    for name in ("3", "8"):
        (data / name).mkdir(parents=True)
        picture = sorted((given / "digits" / name).iterdir())[0]
        shutil.copy(picture, data / name / "a.png")
    weights = given / "lenet5-digits.safetensors"
    evaluate = ["evaluate", "lenet5-modern", "--weights", weights, "--data"]
    prototxt = given / "train_val.prototxt"
    cut_inputs("import, prototxt", prototxt, lambda file: ["import", file, "-o", file.parent / "x.yaml", "--force"], [0, 65])
    cut_inputs("import, HDF5", ROOT / "Tests/ImportTests/Fixtures/keras/nested.h5", lambda file: ["import", file, "-o", file.parent / "x.yaml", "--force"], [65])
    cut_inputs(
        "evaluate, PNG", data / "3/a.png",
        lambda file: ["predict", "lenet5-modern", "--weights", weights, file], [65],
    )
    commands = [
        Command("import, prototxt", ["import", prototxt, "-o", "{}/out.yaml"], ["out.yaml"], prototxt),
        Command("evaluate --confusion", [*evaluate, data, "--confusion", "{}/out.png"], ["out.png"], weights),
    ]
    for command in commands if strace else []:
        calls = command.calls()
        absent = [name for name in CALLS if name not in calls]
        points = sampled(
            [(call, number, error, more) for call in CALLS for number in calls.get(call, []) for error in ERRORS for more in ("", "+")],
            120,
        )
        outcomes = each(
            lambda it: injected(command, f"{it[0]}:error={it[2]}:when={it[1]}{it[3]}", 2 if it[2] + it[3] == "EINTR+" else 20),
            points,
        )
        judge(f"{command.title}: a call fails", points, outcomes, absent, speaks=True)
        points = sampled([(name, number) for name in CALLS if name in calls for number in calls[name]], 60)
        outcomes = each(lambda it: injected(command, f"{it[0]}:signal=SIGKILL:when={it[1]}", 20, sweep=True), points)
        bad = [
            (f"{point}: {state}, {left}", result)
            for point, (result, state, extra, left) in zip(points, outcomes)
            if (state == "TORN" or left or result.code != -9) and not missed((result, state, extra))
        ]
        counts = collections.Counter(state for _, state, _, _ in outcomes)
        outcome = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
        report.row(f"{command.title}: SIGKILL at a call", f"{len(points):,}", outcome, not bad)
        examples(bad)
    if not strace:
        report.note("strace is not there: no call failed.")
    fetches()
    python_module()


def cut_inputs(title, file, words, codes_allowed):
    """Reads a file that is cut at each byte."""
    data = file.read_bytes()
    report.row(f"{title}: untouched", 1, "exit 0", run_on(data, file.suffix, words).code == 0)
    cuts = sampled(range(len(data)), 100)
    results = each(lambda cut: run_on(data[:cut], file.suffix, words), cuts)
    bad = [(f"{title} cut to {cut} bytes", result) for cut, result in zip(cuts, results) if broken(result, codes_allowed)]
    report.row(f"{title}: cut of {len(data):,} bytes", f"{len(cuts):,}", f"{codes(results)}; {slowest(results)}", not bad)
    examples(bad)


def run_on(data, suffix, words):
    file = scratch() / f"cut{suffix}"
    file.write_bytes(data)
    return run([zoo] + [str(word) for word in words(file)])


def fetches():
    """A server on this machine that ends early."""
    if not shutil.which("curl"):
        report.note("curl is not there: nothing was fetched.")
        return
    whole = random.Random(3).randbytes(40_000)
    digest = hashlib.sha256(whole).hexdigest()
    rest = {"cut": None}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            start = int(re.match(r"bytes=(\d+)-", self.headers.get("Range", "bytes=0-"))[1])
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(whole) - start))
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(whole) - 1}/{len(whole)}")
            self.end_headers()
            self.wfile.write(whole[start : rest["cut"]])

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    name = f"x-{digest[:8]}.pth"
    model = work / "fetched.yaml"
    model.write_text(
        f'input: [1, 4, 4]\nweights:\n- {{name: V1, top1: 1, top5: 2, source: here, bytes: {len(whole)}, sha256: "{digest}",\n'
        f'   address: "http://127.0.0.1:{server.server_port}/{name}"}}\nlayers:\n- {{flatten: , name: flat}}\n- {{fc: 2, name: fc}}\n'
    )
    bad, results, there = [], [], 0
    for cut in sampled(range(0, len(whole), 400), 8):
        cache = pathlib.Path(tempfile.mkdtemp(dir=work))

        def fetch():
            command = ["env", f"XDG_CACHE_HOME={cache}", "no_proxy=*", zoo, "fetch", str(model), "V1"]
            return run(command)

        rest["cut"] = cut
        first = fetch()
        file = cache / "zoo" / name
        early = file.exists()
        rest["cut"] = None
        second = fetch()
        results += [first]
        there += early
        left = sorted(entry.name for entry in (cache / "zoo").iterdir())
        if first.code in (0, None) or (first.code or 0) < 0 or early or second.code != 0 or left != [name] or file.read_bytes() != whole:
            bad.append((f"cut at {cut}: then {name_of(second.code)}, {left}", first))
        shutil.rmtree(cache)
    server.shutdown()
    report.row("fetch: the server ends early, then not", len(results), f"{codes(results)}; {there} files before their end", not bad)
    examples(bad)


def python_module():
    """The module of the wheel, with a program that says less than it should."""
    said = run([zoo, "analyze", "lenet5", "--format", "json"]).text.encode()
    folder = work / "module"
    folder.mkdir()
    program = folder / "zoo"
    program.write_text(f"#!/bin/sh\nif [ -e {folder}/kill ]; then kill -9 $$; fi\ncat {folder}/said\n")
    program.chmod(0o755)
    script = (
        "import sys, zoo_cnn\n"
        "try:\n"
        "    print(zoo_cnn.analyze('lenet5').parameters)\n"
        "except (zoo_cnn.ZooError, ValueError) as error:\n"
        "    sys.exit(3)\n"
    )

    def outcome():
        environment = [f"ZOO_PROGRAM={program}", f"PYTHONPATH={ROOT / 'Python'}"]
        return run(["env", *environment, sys.executable, "-c", script])

    (folder / "said").write_bytes(said)
    untouched = outcome()
    report.row("Python module: untouched", 1, name_of(untouched.code), untouched.code == 0)
    cuts = sampled(range(0, len(said) - 1, 97), 25)
    results = []
    for cut in cuts:
        (folder / "said").write_bytes(said[:cut])
        results.append(outcome())
    bad = [(f"JSON cut to {cut} bytes", result) for cut, result in zip(cuts, results) if broken(result, [3])]
    report.row("Python module: the program's JSON is cut", len(cuts), codes(results), not bad)
    examples(bad)
    (folder / "kill").touch()
    killed = outcome()
    report.row("Python module: the program is killed", 1, name_of(killed.code), killed.code == 3)
    if killed.code != 3:
        examples([("killed", killed)])


PARTS = {
    "changes": (changes, "Changed bytes"),
    "flips": (flips, "Flipped bits"),
    "hostile": (hostile, "Hostile files"),
    "faults": (faults, "Faults while exporting"),
    "kills": (kills, "Killed at random moments"),
    "others": (others, "Other commands"),
    "places": (places, "Where an export may go"),
    "reproducibility": (reproducibility, "Reproducibility"),
    "roundtrips": (roundtrips, "Round trips"),
    "fuzzers": (fuzzers, "Fuzzers"),
    "truncation": (truncation, "Truncation"),
}
# Parts that have a short form.
SAMPLED = ["truncation", "changes", "flips", "faults", "kills", "others", "roundtrips"]

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("--quick", nargs="?", const="all", help="samples, a few minutes: in all parts, or in these")
arguments.add_argument("--zoo", default=str(ROOT / ".build/release/zoo"), help="the program")
arguments.add_argument("--parts", help="only these, separated by commas: " + ", ".join(PARTS))
arguments.add_argument("--add", action="store_true", help="leave the other parts in the report as they are")
arguments.add_argument("--report", default=str(ROOT / "reports/robustness.md"), help="the file to write")
options = arguments.parse_args()
zoo = str(pathlib.Path(options.zoo).resolve())
strace = shutil.which("strace")
names = list(PARTS)
sampling = names if options.quick == "all" else options.quick.split(",") if options.quick else []
chosen = options.parts.split(",") if options.parts else [name for name in names if not (sampling == names and name == "fuzzers")]
unknown = set(chosen + sampling) - set(names)
if unknown:
    sys.exit(f"no such part: {', '.join(unknown)}")


def written(sections):
    """Writes the report of the parts that ran so far: each with its title, how it ran, and its lines."""
    lines = [line for name in names for line in sections.get(name, [])]
    good = sum(line.endswith("| yes |") for line in lines)
    bad = sum(line.endswith("| **NO** |") for line in lines)
    missing = [PARTS[name][1] for name in names if name not in sections]
    head = [
        "# Robustness",
        "",
        f"Written by `make torture`: {good:,} lines as promised, {bad} not.",
        f"Not run: {', '.join(missing)}." if missing else "All parts ran.",
    ]
    text = "\n".join(head + lines).replace(f"{work}/", "").rstrip() + "\n"
    pathlib.Path(options.report).write_text(re.sub(r"\n{3,}", "\n\n", text))


def earlier():
    """The parts of the report that is there, which this run leaves as they are."""
    if not options.add:
        return {}
    name_of_title = {title: name for name, (_, title) in PARTS.items()}
    sections = {}
    for text in pathlib.Path(options.report).read_text().split("\n## ")[1:]:
        name = name_of_title.get(text.splitlines()[0])
        if name and name not in chosen:
            sections[name] = ["", *f"## {text}".splitlines()]
    return sections


with tempfile.TemporaryDirectory(prefix="zoo-torture-") as folder:
    work = pathlib.Path(folder)
    quick = False
    report = Report()
    seeds = make_seeds()
    sections = earlier()
    # The short ones first: a long run that is stopped leaves their report.
    for name in sorted((name for name in names if name in chosen), key=lambda name: name not in sampling):
        quick = name in sampling
        start = time.monotonic()
        part, title = PARTS[name]
        print(f"\n{title}", flush=True)
        report.lines = []
        part()
        report.flush()
        minutes = round((time.monotonic() - start) / 60)
        took = "less than a minute" if minutes < 1 else "a minute" if minutes == 1 else f"{minutes} minutes"
        how = "In its short form, on samples" if quick and name in SAMPLED else "In full"
        sections[name] = ["", f"## {title}", "", f"{how}, in {took}.", "", *report.lines]
        written(sections)
    print(f"\n{options.report}: {report.failures} not as promised")
    sys.exit(1 if report.failures else 0)
