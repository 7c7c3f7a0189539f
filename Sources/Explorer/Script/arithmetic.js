/**
 * Sizes, parameters and multiply–adds of a layer, as the program computes them (Sources/Architecture/Layers).
 *
 * A layer is what LayerRecipe.swift writes of it: an operation and its arguments. Tests hold these functions to the program on
 * random networks and changes of them.
 */

/** Sizes that do not go together: the key of a sentence and its values. */
class Misfit extends Error {
  constructor(key, values) {
    super(key);
    this.key = key;
    this.values = values;
  }
}

const product = (numbers) => numbers.reduce((product, number) => product * number, 1);
const pick = (list, axis) => (list.length === 1 ? list[0] : list[axis]);
const times = (numbers) => numbers.join("×");

/** The windows of a layer on an input, one for each axis: {kernel, stride, before, after, dilation, isCeil}. */
function windows(layer, input) {
  if (input.length === 1) throw new Misfit("misfit_vector", { input: times(input) });
  return input.slice(1).map((size, axis) => {
    const [kernel, stride, dilation] = [layer.k, layer.s, layer.d ?? [1]].map((list) => pick(list, axis));
    let [before, after] = layer.p === "same" ? [0, 0] : pick(layer.p ?? [[0, 0]], axis);
    if (layer.p === "same") {
      const span = (kernel - 1) * dilation + 1;
      const total = Math.max(span - (size % stride === 0 ? stride : size % stride), 0);
      before = Math.floor(total / 2);
      after = total - before;
    }
    return { kernel, stride, before, after, dilation, isCeil: layer.ceil === 1 };
  });
}

const spanOf = ({ kernel, dilation }) => (kernel - 1) * dilation + 1;

/** ⌊(in + before + after − span)/stride⌋ + 1; rounded up one less where the last window would begin in the padding. */
function outputSize(window, size) {
  const { stride, before, after, isCeil } = window;
  const span = spanOf(window);
  const room = size + before + after - span;
  if (room < 0 && !(isCeil && room > -stride)) {
    const padding = before + after;
    throw padding === 0
      ? new Misfit("misfit_window", { span, size })
      : new Misfit("misfit_padded_window", { span, size, padding, padded: size + padding });
  }
  if (!isCeil) return Math.floor(room / stride) + 1;
  const steps = Math.ceil(room / stride);
  return steps * stride >= size + before ? steps : steps + 1;
}

/** How many cells of the padded input no window reaches. */
function unreached(window, size) {
  const { kernel, stride, before, after, dilation } = window;
  const padded = size + before + after;
  const count = outputSize(window, size);
  const runs = new Map();
  for (let cell = 0; cell < kernel; cell += 1) {
    const quotient = Math.floor((cell * dilation) / stride);
    const remainder = (cell * dilation) % stride;
    const end = Math.min(quotient + count, Math.floor((padded - remainder + stride - 1) / stride));
    if (quotient >= end) continue;
    if (!runs.has(remainder)) runs.set(remainder, []);
    runs.get(remainder).push([quotient, end]);
  }
  let reached = 0;
  for (const ranges of runs.values()) {
    ranges.sort((a, b) => a[0] - b[0]);
    let covered = 0;
    for (const [first, end] of ranges) {
      if (end <= covered) continue;
      reached += end - Math.max(first, covered);
      covered = end;
    }
  }
  return padded - reached;
}

/** The size of branches that are joined number by number, an axis of 1 repeated. */
function broadcast(inputs, isSum) {
  let joined = inputs[0];
  for (const [branch, input] of inputs.entries()) {
    if (branch === 0) continue;
    const count = Math.max(joined.length, input.length);
    const padded = (shape) =>
      shape.length === count ? shape : shape.length === 1 ? [...shape, ...Array(count - 1).fill(1)] : null;
    const [a, b] = [padded(joined), padded(input)];
    if (!a || !b || a.some((size, axis) => size !== b[axis] && size !== 1 && b[axis] !== 1)) {
      const values = { first: times(isSum ? inputs[0] : joined), branch: isSum ? branch + 1 : branch, next: branch + 1, size: times(input) };
      throw new Misfit(isSum ? "misfit_addition" : "misfit_broadcast", values);
    }
    joined = a.map((size, axis) => Math.max(size, b[axis]));
  }
  return joined;
}

function checkGroups(layer, inputs) {
  if (inputs % layer.g !== 0 || layer.c % layer.g !== 0) {
    throw new Misfit("misfit_groups", { groups: layer.g, inputs, outputs: layer.c });
  }
}


/** How many cells of an input's axis lie on how many of a resized one. */
function resizeRatio(layer, axis, inputs, outputs) {
  if (!layer.scale) return [inputs, outputs];
  const factor = pick(layer.scale, axis);
  for (let divisor = 1; divisor <= 1000; divisor += 1) {
    const rounded = Math.round(factor * divisor);
    if (Math.abs(factor * divisor - rounded) < 1e-9 && rounded >= 1 && rounded <= 65535) return [divisor, rounded];
  }
  return [inputs, outputs];
}

function resizeMap(layer, axis, inputs, outputs) {
  const [from, to] = resizeRatio(layer, axis, inputs, outputs);
  const [scale, offset, divisor] = {
    asymmetric: () => [from, 0, to],
    half_pixel: () => [2 * from, from - to, 2 * to],
    align_corners: () => (outputs === 1 ? [0, 0, 1] : [inputs - 1, 0, outputs - 1]),
  }[layer.coordinates]();
  if (layer.mode === "linear") {
    return new AxisMap({ scale, first: offset - divisor + 1, last: offset + divisor - 1, divisor, border: "replicated" });
  }
  const half = layer.coordinates === "asymmetric" ? 0 : divisor;
  return new AxisMap({
    scale: 2 * scale, first: 2 * offset + half - 2 * divisor + 1, last: 2 * offset + half, divisor: 2 * divisor, border: "replicated",
  });
}

/**
 * For each operation what it makes of its inputs: {shape}, and where they differ from "none" weights, biases, macs (of one
 * image) and what a cell of the output reads: "pointwise", "whole", "unknown", or for each axis an AxisMap or "all".
 */
const operations = {
  conv(layer, [input]) {
    checkGroups(layer, input[0]);
    const sliding = windows(layer, input);
    const extent = sliding.map((window, axis) => outputSize(window, input[axis + 1]));
    const shape = [layer.c, ...extent];
    const maps = layer.pairs ?? layer.c * (input[0] / layer.g);
    const weights = maps * product(sliding.map((window) => window.kernel));
    return {
      shape, windows: sliding, weights, biases: layer.b ? layer.c : 0, macs: weights * product(extent),
      adds: layer.b ? product(shape) : 0, connectivity: sliding.map(AxisMap.window), made: [input[0]],
    };
  },

  deconv(layer, [input]) {
    checkGroups(layer, input[0]);
    const sliding = windows(layer, input);
    const extent = sliding.map((window, axis) =>
      (input[axis + 1] - 1) * window.stride - window.before - window.after + spanOf(window) + pick(layer.o, axis));
    const small = extent.find((size) => size < 1);
    if (small !== undefined) throw new Misfit("misfit_dimension", { size: small });
    const weights = input[0] * (layer.c / layer.g) * product(sliding.map((window) => window.kernel));
    return {
      shape: [layer.c, ...extent], windows: sliding, weights, biases: layer.b ? layer.c : 0,
      macs: weights * product(input.slice(1)), adds: layer.b ? layer.c * product(extent) : 0, made: [input[0]],
      connectivity: sliding.map((window) => new AxisMap({
        scale: 1, first: window.before - spanOf(window) + 1, last: window.before, divisor: window.stride,
      })),
    };
  },

  pool(layer, [input]) {
    const sliding = windows(layer, input);
    const extent = sliding.map((window, axis) => outputSize(window, input[axis + 1]));
    return { shape: [input[0], ...extent], windows: sliding, connectivity: sliding.map(AxisMap.window) };
  },

  fc(layer, [input]) {
    const isFlat = layer.flat === 1;
    const inputs = isFlat ? product(input) : input.at(-1);
    const last = input.length - 2;
    return {
      shape: isFlat ? [layer.c] : [...input.slice(0, -1), layer.c], weights: inputs * layer.c, biases: layer.b ? layer.c : 0,
      macs: product(input) * layer.c, adds: layer.b ? (isFlat ? layer.c : (product(input) / inputs) * layer.c) : 0, made: [inputs, input],
      connectivity: isFlat || input.length === 1 ? "whole" : input.slice(1).map((_, axis) => (axis === last ? "all" : AxisMap.identity)),
    };
  },

  rbf(layer, [input]) {
    return { shape: [layer.c], weights: product(input) * layer.c, connectivity: "whole", made: [product(input), input] };
  },

  same(layer, [input]) {
    return { shape: input, connectivity: layer.all ? input.slice(1).map(() => "all") : "pointwise" };
  },

  groups(layer, [input]) {
    if (input[0] % layer.g !== 0) throw new Misfit("misfit_channel_groups", { groups: layer.g, channels: input[0] });
    return operations.same(layer, [input]);
  },

  add: (layer, inputs) => ({ shape: broadcast(inputs, true), connectivity: "pointwise" }),
  broadcast: (layer, inputs) => ({ shape: broadcast(inputs, false), connectivity: "pointwise" }),

  concat(layer, inputs) {
    const extent = inputs[0].slice(1);
    const other = inputs.findIndex((input) => times(input.slice(1)) !== times(extent));
    if (other >= 0) {
      throw new Misfit("misfit_concatenation", { first: times(inputs[0]), next: other + 1, size: times(inputs[other]) });
    }
    return { shape: [inputs.reduce((sum, input) => sum + input[0], 0), ...extent], connectivity: "pointwise" };
  },

  flatten: (layer, [input]) => ({ shape: [product(input)], connectivity: "pointwise" }),

  global(layer, [input]) {
    if (input.length === 1) throw new Misfit("misfit_vector", { input: times(input) });
    return { shape: [input[0], ...input.slice(1).map(() => 1)], connectivity: "whole" };
  },

  adaptive(layer, [input]) {
    if (input.length === 1) throw new Misfit("misfit_vector", { input: times(input) });
    const sizes = input.slice(1);
    const extent = sizes.map((_, axis) => pick(layer.o, axis));
    const isEven = extent.some((size) => size > 1) && sizes.every((size, axis) => size % extent[axis] === 0);
    const sliding = isEven
      ? sizes.map((size, axis) => ({ kernel: size / extent[axis], stride: size / extent[axis], before: 0, after: 0, dilation: 1 }))
      : [];
    const readings = isEven ? sliding.map(AxisMap.window) : extent.map((outputs, axis) => AxisMap.regions(outputs, sizes[axis]));
    return { shape: [input[0], ...extent], windows: sliding, connectivity: product(extent) === 1 ? "whole" : readings };
  },

  pad(layer, [input]) {
    if (input.length === 1) throw new Misfit("misfit_vector", { input: times(input) });
    const border = { constant: "constant", reflect: "reflected", replicate: "replicated" }[layer.mode];
    const pairs = input.slice(1).map((_, axis) => pick(layer.p, axis));
    const extent = pairs.map(([before, after], axis) => {
      const size = input[axis + 1];
      const mirrored = layer.mode === "reflect" ? [before, after].find((cells) => cells >= size) : undefined;
      if (mirrored !== undefined) throw new Misfit("misfit_reflection", { padding: mirrored, size, least: mirrored + 1 });
      return size + before + after;
    });
    return {
      shape: [input[0], ...extent],
      connectivity: pairs.map(([before]) => new AxisMap({ scale: 1, first: -before, last: -before, border })),
    };
  },

  resize(layer, [input]) {
    if (input.length === 1) throw new Misfit("misfit_vector", { input: times(input) });
    const sizes = input.slice(1);
    const extent = sizes.map((size, axis) => (layer.scale ? Math.floor(size * pick(layer.scale, axis)) : pick(layer.cells, axis)));
    if (extent.some((size) => size < 1)) throw new Misfit("misfit_dimension", { size: 0 });
    return {
      shape: [input[0], ...extent], connectivity: extent.map((outputs, axis) => resizeMap(layer, axis, sizes[axis], outputs)),
    };
  },

  slice(layer, [input]) {
    const { axis, start, end, step } = layer;
    if (axis >= input.length) throw new Misfit("misfit_axis", { axis, input: times(input), last: input.length - 1 });
    if (end > input[axis]) throw new Misfit("misfit_cut", { start, end, size: input[axis] });
    const shape = [...input];
    shape[axis] = Math.ceil((end - start) / step);
    const reading = new AxisMap({ scale: step, first: start, last: start });
    const connectivity = axis === 0 ? "pointwise" : input.slice(1).map((_, index) => (index === axis - 1 ? reading : AxisMap.identity));
    return { shape, connectivity };
  },

  reduce(layer, [input]) {
    const wrong = layer.axes.find((axis) => axis >= input.length);
    if (wrong !== undefined) throw new Misfit("misfit_axis", { axis: wrong, input: times(input), last: input.length - 1 });
    const shape = input.flatMap((size, axis) => (layer.axes.includes(axis) ? (layer.keep ? [1] : []) : [size]));
    const isSpatial = layer.axes.some((axis) => axis > 0);
    const isAll = input.slice(1).every((_, index) => layer.axes.includes(index + 1));
    const connectivity = isAll ? "whole" : !layer.keep && layer.axes.length > 0 ? "unknown" : !isSpatial ? "pointwise"
      : shape.slice(1).map((_, axis) => (layer.axes.includes(axis + 1) ? "all" : AxisMap.identity));
    return { shape: shape.length > 0 ? shape : [1], connectivity };
  },
};
