/** A network with its settings: its input's size, a batch, a type of number, a convention of counting, and changes of layers. */
class Network {
  /** @param facts one model of the page's data (Pane.swift) */
  constructor(facts) {
    this.facts = facts;
    this.inputCount = facts.inputs.length;
    this.layers = facts.layers;
    this.ownExtent = facts.inputs[0].shape.slice(1);
    this.settings = {
      extent: this.ownExtent, batch: facts.batch, type: facts.type, convention: facts.convention, isTraining: facts.isTraining,
    };
    /** Changed arguments: by the layer's name an object such as {k: [3], s: [2], p: [[1, 1]], c: 64}. */
    this.changes = {};
    this.ownShapes = null;
    const { isTraining } = this.settings;
    this.settings.isTraining = true;
    this.ownShapes = this.#run(this.ownExtent, null).results.map((result) => result?.shape);
    this.settings.isTraining = isTraining;
    this.compute();
  }

  get count() {
    return this.inputCount + this.layers.length;
  }

  /** Whether a layer, by its number, is part of the network as it is counted. */
  counts(index) {
    return index < this.inputCount || this.settings.isTraining || !this.layers[index - this.inputCount].auxiliary;
  }

  isChanged(layer) {
    return Object.keys(this.changes[layer.name] ?? {}).length > 0;
  }

  get hasChanges() {
    return this.layers.some((layer) => this.isChanged(layer));
  }

  /** The layer with its changes. */
  changed(layer) {
    return this.isChanged(layer) ? { ...layer, ...this.changes[layer.name] } : layer;
  }

  /** Computes everything anew. */
  compute() {
    const own = this.#run(this.ownExtent, null);
    const isOwn = times(this.settings.extent) === times(this.ownExtent);
    // Weights are made for the network's own input; another size has to fit them.
    const run = isOwn || own.error ? own : this.#run(this.settings.extent, own.results);
    this.results = run.results;
    this.error = run.error;
    this.isOwnSize = isOwn;
    this.#measure();
  }

  /**
   * @param made the results for which the weights were made; null where they are made now
   * @returns {results, error}; a result is null behind what does not fit, and {unknown} where nothing is known
   */
  #run(extent, made) {
    const results = [];
    let error = null;
    for (let index = 0; index < this.count; index += 1) {
      if (index < this.inputCount) {
        const { shape } = this.facts.inputs[index];
        results.push({ shape: index === 0 || times(shape) === times(this.facts.inputs[0].shape) ? [shape[0], ...extent] : shape });
        continue;
      }
      const layer = this.changed(this.layers[index - this.inputCount]);
      const sources = layer.inputs.map((input) => results[input]);
      if (!this.counts(index) || sources.some((source) => source === null)) {
        results.push(null);
        continue;
      }
      const shapes = sources.map((source) => source.shape);
      if (sources.some((source) => source.unknown)) {
        results.push({ unknown: true });
        continue;
      }
      try {
        const result = this.#place(layer, shapes);
        if (made && !result.unknown) Network.#checkWeights(layer, result, made[index], shapes[0]);
        results.push(result);
      } catch (misfit) {
        if (!(misfit instanceof Misfit)) throw misfit;
        error ??= { index, misfit };
        results.push(null);
      }
    }
    return { results, error };
  }

  #place(layer, shapes) {
    const own = this.ownShapes ? layer.inputs.map((input) => this.ownShapes[input]) : shapes;
    const isOwn = shapes.every((shape, index) => times(shape) === times(own[index]));
    if (layer.op === "fixed") {
      if (!isOwn) return { unknown: true };
      const connectivity = Array.isArray(layer.reading)
        ? layer.reading.map((reading) => (reading === "all" ? "all" : AxisMap.identity))
        : layer.reading ?? "unknown";
      const weights = layer.n ?? (layer.pc ? layer.pc * shapes[0][0] : 0);
      return { shape: layer.shape, inputShapes: shapes, windows: [], connectivity, weights, biases: 0, macs: layer.macs, isOwn };
    }
    const result = operations[layer.op](layer, shapes);
    if (result.shape.some((size) => size < 1)) throw new Misfit("misfit_dimension", { size: Math.min(...result.shape) });
    const isKept = times(shapes[0].slice(0, 1)) === times(own[0].slice(0, 1));
    if (layer.pc) [result.weights, result.biases] = [layer.pc * shapes[0][0], 0];
    if (layer.n) [result.weights, result.biases] = isOwn || (isKept && layer.stays) ? [layer.n, 0] : [null, 0];
    if ((layer.pc || layer.n) && !result.made) result.made = [layer.stays || layer.pc ? shapes[0][0] : times(shapes[0])];
    result.windows ??= [];
    result.weights ??= layer.n ? null : 0;
    result.biases ??= 0;
    result.macs ??= 0;
    return { ...result, inputShapes: shapes, isOwn };
  }

  static #checkWeights(layer, result, made, arriving) {
    if (!made?.made || !result.made || made.made[0] === result.made[0]) return;
    if (result.connectivity === "whole") {
      const written = ([count, shape]) => (shape.length === 1 ? grouped(count) : `${grouped(count)} (${times(shape)})`);
      throw new Misfit("resize.inputs", { made: written(made.made), arriving: written(result.made), isConnected: layer.op === "fc" });
    }
    const before = made.inputShapes[0];
    throw before[0] === arriving[0]
      ? new Misfit("resize.shapes", { made: times(before), arriving: times(arriving) })
      : new Misfit("resize.channels", { made: before[0], arriving: arriving[0] });
  }

  /** Fields, memory, operations and totals of what was placed. */
  #measure() {
    const { batch, type, convention, isTraining } = this.settings;
    const bytes = this.facts.types.find(({ name }) => name === type).bytes;
    this.bytesPerNumber = bytes;
    /** Those that are there, numbered anew. */
    const placed = [];
    const places = new Map();
    this.isComplete = true;
    for (let index = 0; index < this.count; index += 1) {
      const result = this.results[index];
      if (this.counts(index) && (!result || result.unknown)) this.isComplete = false;
      if (!result || result.unknown) continue;
      places.set(index, placed.length);
      const layer = index < this.inputCount ? { inputs: [] } : this.layers[index - this.inputCount];
      placed.push({
        index, shape: result.shape, inputShapes: result.inputShapes ?? [], connectivity: result.connectivity,
        inputs: layer.inputs.map((input) => places.get(input)), isProduct: layer.isProduct === 1,
        place: layer.place ?? 0, kept: layer.kept ?? "inputs", hasParameters: (result.weights ?? 1) + (result.biases ?? 0) > 0 && index >= this.inputCount,
      });
    }
    const fields = ReceptiveField.of(placed);
    const hasGates = placed.some((layer) => layer.inputs.length > 0 && ReceptiveField.gates(layer).length > 0);
    const ungated = hasGates ? ReceptiveField.of(placed, false) : fields;
    const memory = memoryOf(placed, { inputCount: this.inputCount, isTraining, batch, bytes });
    placed.forEach(({ index }, place) => {
      const result = this.results[index];
      result.field = fields[place];
      result.ungated = ungated[place];
      result.bytes = memory.activations[place];
      if (index < this.inputCount) return;
      result.parameters = result.weights === null ? null : result.weights + result.biases;
      result.totalMacs = result.macs === null ? null : result.macs * batch;
      result.operations = this.#operations(index, convention, batch);
    });
    const rows = placed.filter(({ index }) => index >= this.inputCount).map(({ index }) => this.results[index]);
    const sum = (key) => rows.reduce((total, row) => total + (row[key] ?? 0), 0);
    this.totals = {
      parameters: sum("parameters"), macs: sum("totalMacs"), operations: sum("operations"), activations: memory.total,
      peak: memory.peak, peakLayer: placed[memory.peakLayer].index, parameterBytes: sum("parameters") * bytes,
      isCounted: rows.every((row) => row.operations !== null),
    };
    if (rows.some((row) => row.parameters === null || row.totalMacs === null)) this.isComplete = false;
  }

  /** How the convention counts a layer: {term} with what it is made of, 0 on purpose, or null for unknown. */
  counting(index, convention = this.settings.convention) {
    const layer = this.layers[index - this.inputCount];
    if (convention === "zoo" || convention === "torchvision") return "m";
    const key = this.settings.isTraining && layer.training !== undefined ? layer.training : layer.counting;
    const term = this.facts.countings[key][this.facts.conventions.findIndex(({ name }) => name === convention)];
    const written = this.facts.terms[term];
    // A number that came about by sizes which no term names says nothing of others.
    const isAsWritten = this.results[index].isOwn && !this.isChanged(layer);
    if (written !== 0 && layer.rigid && !isAsWritten) return null;
    const namesSizes = (term) => (Array.isArray(term) ? term.slice(1).some(namesSizes) : typeof term === "string" && term !== "n");
    if (written !== 0 && !namesSizes(written) && !(isAsWritten && this.settings.batch === 1)) return null;
    return written;
  }

  #operations(index, convention, batch) {
    const term = this.counting(index, convention);
    if (term === null) return null;
    const result = this.results[index];
    const layer = this.changed(this.layers[index - this.inputCount]);
    if (convention === "zoo" || convention === "torchvision") return result.totalMacs;
    const quantities = {
      i: () => product(result.inputShapes[0]), o: () => product(result.shape), p: () => product(result.shape.slice(1)),
      c: () => result.shape[0], m: () => result.macs, b: () => result.adds ?? 0, w: () => result.weights + result.biases,
      k: () => product(result.windows.map((window) => window.kernel)), s: () => product(result.windows.map((window) => window.stride)),
      j: () => layer.inputs.length - 1, n: () => batch,
    };
    const value = (term) => {
      if (typeof term === "number") return term;
      if (typeof term === "string") return quantities[term]();
      const [sign, ...parts] = term;
      return parts.map(value).reduce((a, b) => (sign === "+" ? a + b : a * b));
    };
    return value(term);
  }

  // MARK: As it is shown

  result(row) {
    return this.results[row + this.inputCount];
  }

  shapeText(index) {
    const result = this.results[index];
    return result?.shape ? times(result.shape) : "?";
  }

  /** Kernel and stride: 7×7/2. */
  windowText(index) {
    const layer = this.layers[index - this.inputCount];
    if (layer.op === "adaptive") return "";
    const windows = this.results[index]?.windows ?? [];
    if (windows.length === 0) return layer.window ?? "";
    const kernel = times(windows.map((window) => window.kernel));
    const strides = windows.map((window) => window.stride);
    return strides.every((stride) => stride === 1) ? kernel : `${kernel}/${perAxis(strides)}`;
  }

  /** The cells of the table: {column: [shown, raw]}. */
  cells(row) {
    const layer = this.layers[row];
    const result = this.result(row);
    const unknown = ["?", ""];
    if (!result || result.unknown) {
      const blank = Object.fromEntries(["kernel", "stride", "pad", "jump"].map((id) => [id, ["", ""]]));
      return { ...blank, ...Object.fromEntries(["output", "parameters", "macs", "operations", "field", "activations"].map((id) => [id, unknown])) };
    }
    const { windows } = result;
    const count = (number) => (number === null ? unknown : number === 0 ? ["", "0"] : [grouped(number), String(number)]);
    const axes = (numbers) => {
      const isSame = new Set(numbers).size <= 1;
      const values = (isSame ? numbers.slice(0, 1) : numbers).map((number) => number ?? "?");
      return [values.map((value) => (value === "?" ? value : grouped(value))).join("×"), values.join("×")];
    };
    const unless = (usual, numbers) => {
      if (numbers.length === 0) return ["", ""];
      return numbers.every((number) => number === usual) ? ["", String(usual)] : axes(numbers);
    };
    const pads = windows.map(({ before, after }) => (before === after ? String(before) : `${before}+${after}`));
    const pad = windows.every(({ before, after }) => before === 0 && after === 0) ? ["", windows.length > 0 ? "0" : ""] : null;
    const sameOrAll = new Set(pads).size === 1 ? pads[0] : times(pads);
    const { field, ungated } = result;
    const kernel = windows.length > 0 ? times(windows.map((window) => window.kernel)) : layer.window ?? "";
    return {
      output: [times(result.shape), times(result.shape)],
      kernel: [kernel, kernel], stride: unless(1, windows.map((window) => window.stride)), pad: pad ?? [sameOrAll, sameOrAll],
      parameters: layer.isUnknown ? unknown : count(result.parameters), macs: layer.isUnknown ? unknown : count(result.totalMacs),
      operations: count(result.operations),
      field: field.isWhole ? [text("image"), "image"] : field.isKnown ? axes(field.axes.map((axis) => axis.size)) : unknown,
      jump: ungated.isWhole ? ["", ""] : axes(ungated.axes.map((axis) => axis.stride)),
      activations: result.bytes === 0 ? ["", "0"] : [bytes(result.bytes), String(result.bytes)],
    };
  }

  /** What does not fit, in words that teach: [what, why, advice]. */
  errorLines() {
    if (!this.error) return [];
    const { index, misfit } = this.error;
    const layer = this.layers[index - this.inputCount];
    const values = misfit.values;
    const input = times([this.facts.inputs[0].shape[0], ...this.settings.extent]);
    const isWeights = ["resize.inputs", "resize.shapes", "resize.channels"].includes(misfit.key);
    const kind = layer.op === "fc" ? text("resize.fully_connected") : text("resize.kind", { kind: layer.kind });
    const lines = [
      this.isOwnSize ? "" : text("misfit", { input }),
      isWeights ? `${layer.name}, ${kind}: ${text(misfit.key, values)}` : text("resize.misfit", { layer: layer.name, reason: text(misfit.key, values) }),
    ];
    if (!this.hasChanges) lines.push(text("resize.sizes", { sizes: this.facts.accepted[language] }));
    if (misfit.key === "resize.inputs" && values.isConnected) lines.push(text("resize.advice", { layer: layer.name }));
    return lines.filter(Boolean);
  }

  /** The changes as options of the command line: conv1.stride=2. */
  setOptions() {
    const words = { k: "kernel", s: "stride", p: "pad", d: "dilation", g: "groups" };
    return this.layers.flatMap((layer) =>
      Object.entries(this.changes[layer.name] ?? {}).map(([key, value]) => {
        const word = words[key] ?? (layer.op === "fc" ? "outputs" : "channels");
        return `${layer.name}.${word}=${Network.argument(key, value)}`;
      }),
    );
  }

  /** An argument as a model file has it: 3, [3, 1], same. */
  static argument(key, value) {
    if (!Array.isArray(value)) return String(value);
    const numbers = key === "p" ? value.map(([before, after]) => (before === after ? before : `[${before}, ${after}]`)) : value;
    return numbers.length === 1 && typeof numbers[0] === "number" ? String(numbers[0]) : `[${numbers.join(", ")}]`;
  }
}
