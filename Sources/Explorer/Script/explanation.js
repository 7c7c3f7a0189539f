/** The arithmetic of a layer's numbers with the numbers filled in, as `zoo explain` writes it (Sources/Report/Explanation). */
const explanation = {
  /** @returns [[label, sentence]], several sentences of a label behind each other */
  of(network, row) {
    const index = row + network.inputCount;
    const layer = network.changed(network.layers[row]);
    const result = network.results[index];
    const facts = [];
    const add = (key, lines) => facts.push(...lines.map((line) => [text(key), line]));
    if (!result) return [[text("explain.size"), text(network.counts(index) ? "not_reached" : "not_counted")]];
    if (result.unknown) return [[text("explain.size"), text("not_recomputed")]];
    add("explain.size", this.size(layer, result));
    if (result.parameters > 0) add("explain.parameters", [this.parameters(layer, result)]);
    if (result.parameters === null) add("explain.parameters", [text("not_recomputed")]);
    if (result.totalMacs > 0) add("explain.macs", [this.macs(network, layer, result)]);
    add("explain.field", this.field(network, index, layer, result));
    const { convention } = network.settings;
    if (convention !== "zoo") facts.push([convention, this.counting(network, index)]);
    add("columns.activations", [this.memory(network, result)]);
    return facts;
  },

  perAxis(lines) {
    if (new Set(lines).size <= 1) return lines.slice(0, 1);
    const names = this.axisNames(lines.length);
    return lines.map((line, axis) => `${names[axis]}${" ".repeat(Math.max(1, 8 - names[axis].length))}${line}`);
  },

  axisNames(count) {
    if (count === 1) return [text("explain.length")];
    if (count === 2) return [text("explain.height"), text("explain.width")];
    if (count === 3) return [text("explain.depth"), text("explain.height"), text("explain.width")];
    return Array.from({ length: count }, (_, axis) => text("explain.axis", { axis: axis + 1 }));
  },

  dots: (numbers) => numbers.map(grouped).join("·"),

  /** 3, and with a dilation ((3 − 1)·2 + 1). */
  span: ({ kernel, dilation }) => (dilation === 1 ? String(kernel) : `((${kernel} − 1)·${dilation} + 1)`),

  size(layer, { shape, inputShapes, windows }) {
    const [input] = inputShapes;
    switch (layer.op) {
      case "conv":
      case "pool":
        return this.perAxis(windows.map((window, axis) => this.sliding(window, input[axis + 1])));
      case "deconv":
        return this.perAxis(windows.map((window, axis) => {
          const cut = window.before === window.after ? `2·${window.before}` : `${window.before} − ${window.after}`;
          const added = pick(layer.o, axis);
          return `(${input[axis + 1]} − 1)·${window.stride} − ${cut} + ${this.span(window)}${added === 0 ? "" : ` + ${added}`} = ${shape[axis + 1]}`;
        }));
      case "fc":
        if (layer.flat === 1 || input.length === 1) return [text("explain.outputs", { shape: times(shape) })];
        return [text("explain.outputs_of_rows", { outputs: grouped(layer.c), shape: times(shape) })];
      case "rbf":
        return [text("explain.outputs", { shape: times(shape) })];
      case "global":
        return [text("explain.global_pooling", { channels: grouped(shape[0]) })];
      case "adaptive": {
        const cells = input.slice(1).map((size, axis) => {
          const outputs = shape[axis + 1];
          const counts = new Set();
          for (let at = 0; at < outputs; at += 1) {
            counts.add(Math.floor(((at + 1) * size + outputs - 1) / outputs) - Math.floor((at * size) / outputs));
          }
          return [...counts].sort((a, b) => a - b).join(` ${text("explain.or")} `);
        });
        return [text("explain.adaptive_pooling", { size: times(shape.slice(1)), cells: cells.join(" × ") })];
      }
      case "concat":
        return [text("explain.channels", { sum: `${inputShapes.map((input) => input[0]).join(" + ")} = ${shape[0]}` })];
      case "flatten":
        return [`${this.dots(input)} = ${grouped(shape[0])}`];
      case "same":
      case "groups":
        return [text("explain.same_size", { shape: times(shape) })];
      case "pad":
        return this.perAxis(input.slice(1).map((size, axis) => {
          const [before, after] = pick(layer.p, axis);
          return `${size} + ${before === after ? `2·${before}` : `${before} + ${after}`} = ${shape[axis + 1]}`;
        }));
      case "add":
      case "broadcast":
        if (inputShapes.every((input) => times(input) === times(shape))) return [text("explain.same_size", { shape: times(shape) })];
        return [text("explain.broadcast", { shape: times(shape), branches: listed(inputShapes.map(times)) })];
    }
    return [times(shape)];
  },

  /** (227 + 2·0 − 11)/4 + 1 = 55, with the rounding where a rest is left, and what no window reaches. */
  sliding(window, input) {
    const { stride, before, after, isCeil } = window;
    const padding = before === after ? `2·${before}` : `${before} + ${after}`;
    const room = input + before + after - spanOf(window);
    const quotient = `(${input} + ${padding} − ${this.span(window)})/${stride}`;
    const output = outputSize(window, input);
    let line = `${quotient} + 1 = ${output}`;
    if (room % stride !== 0) {
      if (isCeil) {
        const full = Math.floor((room + stride - 1) / stride) + 1;
        line = `⌈${quotient}⌉ + 1 = ${full}`;
        if (full > output) line += `, ${text("explain.clipped", { size: output })}`;
      } else line = `⌊${quotient}⌋ + 1 = ${output}`;
      line += `, ${text(isCeil ? "explain.ceil" : "explain.floor")}`;
    }
    const left = unreached(window, input);
    if (left > 0) line += `; ${text("explain.unreached", { count: left, cells: grouped(input + before + after) })}`;
    return line;
  },

  weights(layer, { inputShapes, windows }) {
    const kernel = windows.map((window) => window.kernel).join("·");
    const shared = (channels) => (layer.g === 1 ? grouped(channels) : `(${grouped(channels)}/${grouped(layer.g)})`);
    const [inputs] = inputShapes[0];
    if (layer.pairs) return text("explain.connections", { kernel, pairs: layer.pairs });
    return layer.op === "conv" ? `${kernel}·${shared(inputs)}·${grouped(layer.c)}` : `${kernel}·${grouped(inputs)}·${shared(layer.c)}`;
  },

  parameters(layer, result) {
    const total = grouped(result.parameters);
    const [input] = result.inputShapes;
    const bias = layer.b ? ` + ${grouped(layer.c)}` : "";
    switch (layer.op) {
      case "conv":
      case "deconv":
        return `${this.weights(layer, result)}${bias} = ${total}`;
      case "fc": {
        const isFlat = layer.flat === 1;
        const inputs = isFlat ? product(input) : input.at(-1);
        const note = isFlat && input.length > 1 ? `, ${text("explain.inputs", { product: `${this.dots(input)} = ${grouped(product(input))}` })}` : "";
        return `${grouped(inputs)}·${grouped(layer.c)}${bias} = ${total}${note}`;
      }
      case "rbf":
        return `${grouped(product(input))}·${grouped(layer.c)} = ${total}, ${text("explain.fixed")}`;
    }
    const channels = grouped(input[0]);
    if (layer.kind === "batch norm") {
      const terms = layer.pc === 2 ? text("explain.scales_and_shifts", { channels }) : channels;
      return `${terms} = ${total}; ${text("explain.statistics", { channels })}`;
    }
    if (layer.kind === "subsample") return `${text("explain.coefficients", { channels })} = ${total}`;
    if (layer.pc === 2) return `${text("explain.scales_and_shifts", { channels })} = ${total}`;
    return total;
  },

  macs(network, layer, result) {
    const { batch } = network.settings;
    const images = batch === 1 ? "" : `${text("explain.images", { batch })} · `;
    const [input] = result.inputShapes;
    const total = grouped(result.totalMacs);
    if (layer.op === "conv") return `${images}${this.weights(layer, result)} · ${text("explain.positions", { count: this.dots(result.shape.slice(1)) })} = ${total}`;
    if (layer.op === "deconv") return `${images}${this.weights(layer, result)} · ${text("explain.input_positions", { count: this.dots(input.slice(1)) })} = ${total}`;
    if (layer.op !== "fc") return total;
    const isFlat = layer.flat === 1 || input.length === 1;
    const weights = `${grouped(isFlat ? product(input) : input.at(-1))}·${grouped(layer.c)}`;
    return `${images}${isFlat ? weights : `${weights} · ${text("explain.table_rows", { count: this.dots(input.slice(0, -1)) })}`} = ${total}`;
  },

  memory(network, result) {
    const { batch, type } = network.settings;
    if (result.bytes === 0) return text("explain.in_place");
    const images = batch === 1 ? "" : `${text("explain.images", { batch })} · `;
    return text("explain.bytes", {
      elements: images + this.dots(result.shape), bytes: network.bytesPerNumber, type, total: grouped(result.bytes),
    });
  },

  field(network, index, layer, result) {
    const { field } = result;
    if (!field.isKnown && !field.isWhole) return [text("explain.unknown_field")];
    if (field.axes.length === 0) return [];
    const sources = layer.inputs.map((input) => network.results[input].field);
    const sizes = (field) => perAxis(field.axes.map((axis) => axis.size));
    const lines = [];
    if (layer.inputs.length > 1) {
      const branches = [...new Set(sources.map(sizes))].sort().join(", ");
      lines.push(text("explain.branches", { size: sizes(field), sizes: branches }) + (field.isAligned ? "" : `, ${text("explain.misaligned")}`));
      const gates = layer.inputs.filter((_, branch) => product(result.inputShapes[branch].slice(1)) === 1 && product(result.shape.slice(1)) > 1);
      if (gates.length > 0) {
        const names = gates.map((input) => (input < network.inputCount ? text("input") : network.layers[input - network.inputCount].name));
        lines.push(text("explain.gate", { count: gates.length, layers: listed(names) }));
      }
    } else if (field.isWhole) {
      const [before] = sources;
      const image = times(network.settings.extent);
      const isEvery = Array.isArray(result.connectivity) && !before.isWhole;
      const sentence = isEvery ? text("explain.every_position", { image }) : text("explain.whole", { image });
      const cells = result.inputShapes[0].slice(1);
      const formulas = before.isWhole || !before.isKnown ? [] : field.axes.flatMap((axis, place) => {
        const { size, stride } = before.axes[place];
        return stride === null || cells[place] === undefined ? [] : [`${size} + (${cells[place]} − 1)·${stride} = ${axis.size}`];
      });
      const isFull = formulas.length > 0 && formulas.length === field.axes.length;
      const shown = new Set(formulas).size === 1 ? formulas[0] : formulas.join(", ");
      lines.push(isFull ? `${sentence} (${shown} ${text("explain.with_padding")})` : sentence);
    } else if (Array.isArray(result.connectivity) && result.connectivity.length === field.axes.length && sources[0].isKnown) {
      const [before] = sources;
      if (result.connectivity.every((reading) => reading !== "all" && reading.isSliding)) {
        lines.push(...this.perAxis(result.connectivity.map((map, axis) => {
          const span = map.last - map.first + 1;
          const [from, to] = [before.axes[axis], field.axes[axis]];
          if (result.windows.length === 0 && map.scale === 1 && span === 1) return text("explain.same_field", { size: grouped(to.size) });
          if (from.stride === null || to.stride === null) return text("explain.at_most", { size: grouped(to.size) });
          return `${from.size} + (${span} − 1)·${from.stride} = ${grouped(to.size)}, ${text("explain.jump")} ${from.stride}·${map.scale} = ${grouped(to.stride)}`;
        })));
      } else lines.push(text("explain.at_most", { size: sizes(field) }));
    } else lines.push(text("explain.same_field", { size: sizes(field) }));
    if (field.isWhole || (layer.inputs.length === 1 && result.connectivity === "pointwise")) return lines;
    if (field.axes.every((axis) => axis.padding !== null)) {
      const place = (numbers) => {
        if (new Set(numbers).size === 1) return `${text("explain.pixel")} ${numbers[0]}`;
        const names = numbers.length === 2 ? [text("explain.row"), text("explain.column")] : this.axisNames(numbers.length);
        return numbers.map((number, axis) => `${names[axis]} ${number}`).join(", ");
      };
      const signed = (number) => String(number).replace("-", "−").replace(".", marks().decimal);
      lines.push(text("explain.first_unit", {
        start: place(field.axes.map((axis) => signed(-axis.padding || 0))),
        center: place(field.axes.map((axis) => signed((axis.size - 1) / 2 - axis.padding))),
      }));
    }
    return lines;
  },

  /** 2·105,415,200 MACs + 290,400 additions of a bias = 211,120,800 FLOPs. */
  counting(network, index) {
    const term = network.counting(index);
    const result = network.results[index];
    if (term === null) return text("explain.not_counted");
    if (term === 0) return text("explain.left_out");
    const { unit } = network.facts.conventions.find(({ name }) => name === network.settings.convention) ?? { unit: "MACs" };
    return `${grouped(result.operations)} ${unit}`;
  },
};

/** Items as one writes them in a row: a, b and c. */
function listed(items) {
  if (items.length < 2) return items[0] ?? "";
  return text("common.and", { first: items.slice(0, -1).join(", "), last: items.at(-1) });
}
