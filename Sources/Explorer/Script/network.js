/** A network at each size of the image that it takes: reads the tables that the program wrote (SizeTable.swift). */
class Network {
  constructor(facts) {
    Object.assign(this, facts);
    this.facts = facts;
    this.step = facts.own;
  }

  /** The output of a layer at the size that is shown, by its number in the network, inputs counted. */
  shapeText(index) {
    if (index > 0 && index < this.inputs.length) return this.inputs[index].shape.join("×");
    if (index === 0) return [this.channels, ...this.sizes[this.step]].join("×");
    return this.shape(this.layers[index - this.inputs.length], this.step).join("×");
  }

  windowText(index) {
    return this.layers[index - this.inputs.length].window ?? "";
  }

  /** The value of a step in [[first step, value], …]. */
  static at(runs, step) {
    let low = 0;
    for (let high = runs.length - 1; low < high; ) {
      const middle = (low + high + 1) >> 1;
      if (runs[middle][0] <= step) low = middle;
      else high = middle - 1;
    }
    return runs[low][1];
  }

  /** Height and width of a layer's output, its length, or nothing for a vector. */
  extent(layer, step) {
    return Network.at(this.extents[layer.extent], step);
  }

  shape(layer, step) {
    const channels = typeof layer.channels === "number" ? layer.channels : Network.at(layer.channels, step);
    return [channels, ...this.extent(layer, step)];
  }

  macs(layer, step) {
    return this.#count(layer.macs, layer, step);
  }

  bytes(layer, step) {
    return this.#count(layer.bytes, layer, step);
  }

  /** Null where a unit sees the whole image; else per axis {size, stride, padding} or {size, units}. */
  field(layer, step) {
    return Network.at(this.fields[layer.field], step);
  }

  /** A number is for each position of the output; otherwise the table has one for each step. */
  #count(count, layer, step) {
    if (typeof count !== "number") return Network.at(count, step);
    return this.extent(layer, step).reduce((product, size) => product * size, count);
  }
}
