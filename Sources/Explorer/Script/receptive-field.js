/** The receptive field of a layer: the program's ReceptiveField (Sources/Analysis). */
class ReceptiveField {
  constructor({ axes, isWhole, isKnown = true, isAligned = true, units, spannedAxes = [] }) {
    Object.assign(this, { axes, isWhole, isKnown, isAligned, units, spannedAxes });
  }

  static image(extent) {
    return new ReceptiveField({
      axes: extent.map(() => new AxisField(1, 1, 0)), isWhole: extent.length === 0, units: extent,
    });
  }

  /**
   * The fields of all layers, the inputs' first.
   *
   * @param layers [{inputs, shape, inputShapes, connectivity, isProduct}] with shapes as lists
   * @param countsGates whether what multiplies every position by one number of a channel is looked through
   */
  static of(layers, countsGates = true) {
    const fields = [];
    for (const layer of layers) {
      if (layer.inputs.length === 0) {
        fields.push(ReceptiveField.image(layer.shape.slice(1)));
        continue;
      }
      const gates = countsGates ? [] : ReceptiveField.gates(layer);
      const branches = layer.inputs
        .map((input, index) => ({ field: fields[input], shape: layer.inputShapes[index], index }))
        .filter(({ index }) => !gates.includes(index));
      fields.push(ReceptiveField.#reading(layer, branches));
    }
    return fields;
  }

  static gates(layer) {
    const area = (shape) => shape.slice(1).reduce((product, size) => product * size, 1);
    if (!layer.isProduct || area(layer.shape) <= 1) return [];
    const gates = layer.inputShapes.flatMap((shape, index) => (area(shape) === 1 ? [index] : []));
    return gates.length < layer.inputs.length ? gates : [];
  }

  static #reading(layer, branches) {
    if (branches.length === 1) return branches[0].field.#extended(layer);
    if (layer.connectivity === "pointwise") {
      const [first, ...others] = branches.map(({ field }) => field.#extended(layer));
      return others.reduce((merged, field) => merged.merged(field), first);
    }
    const [first, ...others] = branches.map(({ field }) => field);
    return others.reduce((merged, field) => merged.merged(field), first).#extended(layer);
  }

  #with(changes) {
    return new ReceptiveField({ ...this, ...changes });
  }

  #extended(layer) {
    const extent = layer.shape.slice(1);
    const { connectivity } = layer;
    if (connectivity === "pointwise") {
      if (extent.length === 0 || (this.units.length !== extent.length && this.units.length > 0)) return this;
      const axes = [...this.axes];
      for (const [axis, count] of extent.entries()) {
        if (axis >= axes.length || (axis < this.units.length && this.units[axis] !== 1) || count <= 1) continue;
        const all = axes[axis].extended(AxisMap.broadcast, 1, count);
        if (!all) return this.#unknown;
        axes[axis] = all;
      }
      return this.#with({ axes, units: extent });
    }
    if (connectivity === "whole") return this.#spanned.#with({ isWhole: true });
    if (connectivity === "unknown") return this.isWhole ? this.#spanned : this.#unknown;
    if (this.axes.length > 0 && (connectivity.length !== this.axes.length || this.units.length !== this.axes.length)) {
      return this.isWhole ? this.#spanned : this.#unknown;
    }
    const axes = [...this.axes];
    for (const [axis, reading] of connectivity.entries()) {
      if (axis >= axes.length) continue;
      const next =
        reading === "all"
          ? axes[axis].extendedOverAll(this.units[axis], extent[axis])
          : axes[axis].extended(reading, this.units[axis], extent[axis]);
      if (!next) return this.#unknown;
      axes[axis] = next;
    }
    const isWhole = this.isWhole || connectivity.every((reading) => reading === "all");
    return this.#with({ axes, units: extent, isWhole });
  }

  get #unknown() {
    const spanned = this.#spanned;
    return spanned.#with({ spannedAxes: spanned.axes, axes: [], isKnown: false });
  }

  /** The field of one unit that reads all units. */
  get #spanned() {
    let { axes, isKnown } = this;
    if (!isKnown) {
      axes = this.spannedAxes;
      isKnown = axes.length > 0;
    } else {
      axes = [...axes];
      for (const [axis, count] of this.units.entries()) {
        if (axis >= axes.length) continue;
        const all = axes[axis].extendedOverAll(count, 1);
        if (!all) {
          [axes, isKnown] = [[], false];
          break;
        }
        axes[axis] = all;
      }
    }
    return this.#with({ axes, isKnown, units: axes.map(() => 1) });
  }

  merged(other) {
    if (!this.isKnown || !other.isKnown) {
      const field = this.isKnown ? other : this;
      const [one, two] = [this.#spanned, other.#spanned];
      const spannedAxes = one.isKnown && two.isKnown ? one.merged(two).axes : [];
      return field.#with({ isWhole: this.isWhole || other.isWhole, spannedAxes });
    }
    const isSame = (a, b) => a.length === b.length && a.every((value, index) => value === b[index]);
    if (!isSame(this.units, other.units)) {
      const [one, two] = [this.#spanned, other.#spanned];
      if (isSame(one.units, two.units)) return one.merged(two);
      if (one.isKnown && two.isKnown && (one.axes.length === 0 || two.axes.length === 0)) {
        return one.axes.length === 0 ? two : one;
      }
      return one.#with({ axes: [], units: [], isKnown: false, isWhole: this.isWhole && other.isWhole });
    }
    const axes = [...this.axes];
    const isWhole = this.isWhole || other.isWhole;
    let isAligned = this.isAligned && other.isAligned;
    for (const axis of axes.keys()) {
      if (axis >= other.axes.length || axis >= this.units.length) continue;
      const merged = axes[axis].merged(other.axes[axis], this.units[axis]);
      if (!merged.field.isKnown) return this.#with({ axes, isWhole, isAligned }).#unknown;
      const isEverywhere = [axes[axis], other.axes[axis]].some((field) => field.stride === 0) && this.units[axis] > 1;
      axes[axis] = merged.field;
      if (!merged.isAligned && !isEverywhere) isAligned = false;
    }
    return this.#with({ axes, isWhole, isAligned });
  }
}
