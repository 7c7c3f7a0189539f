"""Runs ONNX's own conformance tests through zoo: the cases of the operators that zoo reads, and the models of onnx's data.

    python Scripts/check_onnx.py [--keep FOLDER]

Each case of onnx.backend.test.case.node whose operators zoo reads, and that computes with float32 or with the whole numbers of
sizes, is laid out in a folder as a model with arrays; the tests' ONNXConformanceTests run them after
`swift build --build-tests`. A case gives
parameters, sizes and axes as inputs of the graph; here they become initializers, as in every exported network, and

- `run` cases keep the first input (of a join, all of them) as the network's;
- `fold` cases have constants alone, so that the operator is computed while the file is read, and the result is taken
  from an input of zeros.

Prints how many pass, fail and are left out, and writes Tests/ImportTests/Fixtures/ONNX/conformance.txt with all that are left
out and why.
"""

import argparse
import collections
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.backend.test.case.node import collect_testcases

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Where `swift build --build-tests` put the programs.
BUILD = pathlib.Path(os.environ.get("ZOO_BUILD", ROOT / ".build/debug"))
SUMMARY = ROOT / "Tests/ImportTests/Fixtures/ONNX/conformance.txt"

# The operators that zoo says it reads.
OPERATORS = set(
    """Conv ConvTranspose Gemm MatMul MaxPool AveragePool LpPool BatchNormalization InstanceNormalization
    LayerNormalization GroupNormalization MeanVarianceNormalization LRN LpNormalization Relu LeakyRelu PRelu Elu Selu Celu
    Sigmoid HardSigmoid HardSwish Mish Swish Softplus Softsign ThresholdedRelu Tanh Gelu Clip Abs Neg Add Sub Mul Div Pow Sqrt
    Erf Exp Log Reciprocal Sign Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh Floor Ceil Round Sum Max Min Mean Concat Split Slice Pad Resize Upsample DepthToSpace SpaceToDepth
    GlobalAveragePool GlobalMaxPool GlobalLpPool ReduceMean ReduceMax ReduceMin ReduceSum ReduceSumSquare ReduceL1 ReduceL2
    ReduceProd ReduceLogSum ReduceLogSumExp Flatten Reshape Transpose Squeeze Unsqueeze Identity Dropout Cast CastLike
    Constant ConstantOfShape Shape Size Gather Expand Tile Range Where Equal Less Greater LessOrEqual GreaterOrEqual And Or
    Not Mod Softmax LogSoftmax ArgMax TopK QuantizeLinear DequantizeLinear QLinearConv""".split()
)
# Joins, whose inputs all come from layers.
JOINS = {"Add", "Sub", "Mul", "Div", "Pow", "Sum", "Max", "Min", "Mean", "Concat", "MatMul"}
# What is computed while a file is read.
FOLDED = set(
    """Add Sub Mul Div Mod Pow Min Max Sum Equal Less Greater LessOrEqual GreaterOrEqual And Or Not Neg Abs Sqrt Exp Log Erf
    Reciprocal Floor Ceil Round Cast CastLike Where Identity Reshape Flatten Squeeze Unsqueeze Transpose Concat Gather Slice
    Split Expand Tile ConstantOfShape Range Shape Size ReduceProd ReduceSum ReduceMax ReduceMin ReduceMean""".split()
)
WHOLE = {np.dtype(t) for t in ("int32", "int64", "bool")}
MOST = 1 << 16


def as_array(value):
    return value if isinstance(value, np.ndarray) else np.asarray(value)


def reason(case):
    """Why a case is none of ours; None where it is."""
    operators = {node.op_type for node in case.model.graph.node}
    if any(node.domain not in ("", "ai.onnx") for node in case.model.graph.node):
        return "operators of another domain"
    others = operators - OPERATORS
    return f"operators that are not in the list: {' '.join(sorted(others))}" if others else None


def with_initializers(model, constants):
    """The model with some of its inputs as initializers."""
    model = onnx.ModelProto.FromString(model.SerializeToString())
    inputs = [i for i in model.graph.input if i.name not in constants]
    del model.graph.input[:]
    model.graph.input.extend(inputs)
    model.graph.initializer.extend(numpy_helper.from_array(v, k) for k, v in constants.items())
    return model


def run_case(case, inputs, outputs):
    """Model, inputs and outputs of a case that is run; or why it is none."""
    graph = case.model.graph
    names = [i.name for i in graph.input]
    if graph.node[0].op_type == "LayerNormalization":
        # The mean and the deviation are there for training.
        del graph.output[1:]
        del graph.node[0].output[1:]
        outputs = outputs[:1]
    operator = graph.node[0].op_type if len(graph.node) == 1 else None
    if not names or inputs[0].dtype != np.float32:
        return "the input is no float32"
    if any(o.dtype != np.float32 for o in outputs):
        return "an output is no float32"
    joins = operator in JOINS or operator is None and len(names) > 1 and all(i.dtype == np.float32 for i in inputs) and (
        case.name.split("_")[1] in {"sub", "add", "mul", "div", "sum", "max", "min", "mean"}
    )
    given = [n for n, i in zip(names, inputs) if joins and i.dtype == np.float32 or n == names[0]]
    constants = {n: i for n, i in zip(names, inputs) if n not in given}
    model = with_initializers(case.model, constants)
    return model, [i for n, i in zip(names, inputs) if n in given], outputs


def fold_case(case, inputs, outputs):
    """The same for a case that is computed while the file is read."""
    graph = case.model.graph
    if not {n.op_type for n in graph.node} <= FOLDED | {"Constant"}:
        return "it is not computed from constants"
    if any(v.dtype not in WHOLE | {np.dtype("float32")} for v in inputs + outputs):
        return "numbers that are neither float32 nor those of sizes"
    if not all(0 < o.size <= MOST for o in outputs):
        return "an output without numbers, or with very many"
    model = with_initializers(case.model, dict(zip([i.name for i in graph.input], inputs)))
    nodes = list(model.graph.node)
    del model.graph.output[:]
    given, expected = [], []
    version = max((o.version for o in model.opset_import if o.domain in ("", "ai.onnx")), default=1)
    for index, (output, array) in enumerate(zip(graph.output, outputs)):
        size = f"size_{index}"
        model.graph.initializer.append(numpy_helper.from_array(np.array([1, array.size], np.int64), size))
        nodes += [
            helper.make_node("Cast", [output.name], [f"float_{index}"], to=TensorProto.FLOAT),
            helper.make_node("Reshape", [f"float_{index}", size], [f"row_{index}"]),
            helper.make_node("Sub", [f"zero_{index}", f"row_{index}"], [f"result_{index}"]),
        ]
        model.graph.input.append(helper.make_tensor_value_info(f"zero_{index}", TensorProto.FLOAT, [1, array.size]))
        model.graph.output.append(helper.make_tensor_value_info(f"result_{index}", TensorProto.FLOAT, [1, array.size]))
        given.append(np.zeros((1, array.size), np.float32))
        expected.append(-array.astype(np.float32).reshape(1, -1))
    if version < 7:
        return "operators older than version 7"
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    return model, given, expected


def write(folder, name, model, inputs, outputs, bound, listing):
    target = folder / name
    target.mkdir(parents=True)
    (target / "model.onnx").write_bytes(model.SerializeToString())
    for index, array in enumerate(inputs):
        np.save(target / f"input_{index}.npy", np.ascontiguousarray(array, np.float32))
    for index, array in enumerate(outputs):
        np.save(target / f"output_{index}.npy", np.ascontiguousarray(array, np.float32))
    listing.append(f"{name} {len(inputs)} {len(outputs)} {bound}")


def node_cases(folder, listing, left):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cases = collect_testcases(None)
    for case in cases:
        why = reason(case)
        if why:
            left[case.name] = why
            continue
        inputs, outputs = case.data_sets[0]
        inputs, outputs = [as_array(i) for i in inputs], [as_array(o) for o in outputs]
        # The tolerance of the case is 1e-3 of the number; zoo is asked for 1e-4 but where ONNX's own is wider.
        bound = 1e-3 if case.rtol > 1e-3 else 1e-4
        reasons = []
        for kind, make in (("run", run_case), ("fold", fold_case)):
            try:
                made = make(case, inputs, outputs)
            except Exception as error:  # An input of strings, a sequence.
                made = f"its values are no arrays ({type(error).__name__})"
            if isinstance(made, str):
                reasons.append(made)
            else:
                write(folder, f"{case.name}.{kind}", *made, bound, listing)
        if len(reasons) == 2:
            left[case.name] = "; ".join(dict.fromkeys(reasons))
    return len(cases)


def data_cases(folder, listing, left):
    """The models of onnx/backend/test/data: converted and single operators of PyTorch, and the light models."""
    data = pathlib.Path(onnx.__file__).parent / "backend/test/data"
    count = 0
    for group in ("pytorch-converted", "pytorch-operator"):
        for case in sorted((data / group).iterdir()):
            count += 1
            model = onnx.load(case / "model.onnx")
            sets = case / "test_data_set_0"
            known = {i.name for i in model.graph.initializer}

            def arrays(kind):
                result = []
                for index in range(sum(1 for _ in sets.glob(f"{kind}_*.pb"))):
                    tensor = onnx.TensorProto.FromString((sets / f"{kind}_{index}.pb").read_bytes())
                    result.append(numpy_helper.to_array(tensor))
                return result

            inputs, outputs = arrays("input"), arrays("output")
            others = {n.op_type for n in model.graph.node} - OPERATORS
            if others:
                left[case.name] = f"operators that are not in the list: {' '.join(sorted(others))}"
            elif any(a.dtype != np.float32 for a in outputs + inputs[:1]):
                left[case.name] = "no float32"
            else:
                names = [i.name for i in model.graph.input if i.name not in known]
                # Further inputs of other kinds are numbers of a lookup.
                write(folder, f"{case.name}.data", model, inputs, outputs, 1e-4, listing)
                assert len(names) == len(inputs), case.name
    for path in sorted((data / "light").glob("*.onnx")):
        count += 1
        model = onnx.load(path)
        known = {i.name for i in model.graph.initializer}
        value = next(i for i in model.graph.input if i.name not in known)
        shape = [d.dim_value for d in value.type.tensor_type.shape.dim]
        # As onnx's own test makes its input: numbers from 0 on, divided by how many there are.
        size = int(np.prod(shape))
        array = (np.arange(size).reshape(shape) / size).astype(np.float32)
        output = onnx.TensorProto.FromString(path.with_name(path.stem + "_output_0.pb").read_bytes())
        write(folder, f"{path.stem}.light", model, [array], [numpy_helper.to_array(output)], 1e-3, listing)
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", help="a folder for the cases, which is kept")
    arguments = parser.parse_args()
    folder = pathlib.Path(arguments.keep or tempfile.mkdtemp(prefix="zoo-onnx-"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    listing, left = [], {}
    nodes, files = node_cases(folder, listing, left), data_cases(folder, listing, left)
    (folder / "cases.txt").write_text("\n".join(listing) + "\n")
    # A case that ends the process is named, and the rest is run without it.
    results = {}
    while True:
        rest = [line for line in listing if line.split()[0] not in results]
        if not rest:
            break
        (folder / "cases.txt").write_text("\n".join(rest) + "\n")
        run = subprocess.run(
            [BUILD / "zooPackageTests.xctest", "--testing-library", "swift-testing", "--filter", "ONNXConformanceTests"],
            cwd=ROOT, env=os.environ | {"ZOO_ONNX_CASES": str(folder)}, capture_output=True, text=True,
        )
        last = None
        for line in run.stdout.splitlines():
            words = line.split(" ", 2)
            if words[0] == "CASE":
                last = words[1]
            if words[0] == "RESULT":
                results[words[1]] = words[2]
        if last is None:
            sys.exit(run.stdout[-3000:] + run.stderr[-3000:])
        results.setdefault(last, "failed: the process ended")
    passed = [n for n, r in results.items() if r.startswith("passed")]
    failed = {n: r for n, r in results.items() if r.startswith("failed")}
    left |= {n: r.removeprefix("left ") for n, r in results.items() if r.startswith("left")}
    kinds = collections.Counter(n.rsplit(".", 1)[1] for n in passed)
    lines = [
        f"onnx {onnx.__version__}: {nodes} cases of operators and {files} models; written by Scripts/check_onnx.py",
        f"passed: {len(passed)} ({', '.join(f'{k} {v}' for k, v in sorted(kinds.items()))})",
        f"failed: {len(failed)}",
        f"left out: {len(left)}",
        "",
    ]
    lines += [f"failed {n}: {r}" for n, r in sorted(failed.items())]
    groups = collections.defaultdict(list)
    for name, why in left.items():
        groups[why].append(name)
    for why, names in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        lines.append(f"{len(names)} left out: {why}")
        lines += [f"    {name}" for name in sorted(names)]
    SUMMARY.parent.mkdir(parents=True, exist_ok=True)
    SUMMARY.write_text("\n".join(lines) + "\n")
    print("\n".join(lines[:4 + len(failed) + 1]))
    if not arguments.keep:
        shutil.rmtree(folder)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
