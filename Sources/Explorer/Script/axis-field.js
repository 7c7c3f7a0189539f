/** What units see along one axis: the program's AxisMap and AxisField (Sources/Architecture, Sources/Analysis). */

/** Which cells of an input's axis each cell of an output's axis reads: from ⌈(i·scale + first)/divisor⌉ to ⌊(i·scale + last)/divisor⌋. */
class AxisMap {
  constructor({ scale, first, last, divisor = 1, step = 1, border = "constant" }) {
    Object.assign(this, { scale, first, last, divisor, step, border });
  }

  static identity = new AxisMap({ scale: 1, first: 0, last: 0 });
  static broadcast = new AxisMap({ scale: 0, first: 0, last: 0 });

  static window({ kernel, stride = 1, before = 0, dilation = 1 }) {
    const span = (kernel - 1) * dilation + 1;
    return new AxisMap({ scale: stride, first: -before, last: span - 1 - before, step: dilation });
  }

  static regions(outputs, inputs) {
    return new AxisMap({ scale: inputs, first: 1 - outputs, last: inputs - 1, divisor: outputs });
  }

  get isSliding() {
    return this.divisor === 1;
  }

  cells(index) {
    const lowest = Math.ceil((index * this.scale + this.first) / this.divisor);
    const highest = Math.floor((index * this.scale + this.last) / this.divisor);
    return lowest <= highest ? [lowest, highest] : null;
  }

  /** First and last cell inside an axis of that size. */
  span(index, size) {
    const range = this.cells(index);
    if (!range) return null;
    if (this.border !== "constant" && (range[0] < 0 || range[1] >= size)) {
      const inside = this.list(index, size);
      return inside.length > 0 ? [Math.min(...inside), Math.max(...inside)] : null;
    }
    const skipped = range[0] < 0 ? Math.floor((this.step - 1 - range[0]) / this.step) * this.step : 0;
    const first = range[0] + skipped;
    const end = Math.min(range[1], size - 1);
    return first <= end ? [first, end - ((end - first) % this.step)] : null;
  }

  list(index, size) {
    const range = this.cells(index);
    const cells = [];
    if (!range) return cells;
    for (let cell = range[0]; cell <= range[1]; cell += this.step) {
      if (cell >= 0 && cell < size) cells.push(cell);
      else if (this.border === "replicated") cells.push(cell < 0 ? 0 : size - 1);
      else if (this.border === "reflected") cells.push(cell < 0 ? -cell : 2 * (size - 1) - cell);
    }
    return cells;
  }
}

/** The receptive field along one axis: evenly spaced (stride, padding), listed unit by unit, or a largest size alone. */
class AxisField {
  static mostUnits = 2 ** 20;
  static largest = 2 ** 53;

  constructor(size, stride, padding, units = null) {
    Object.assign(this, { size, stride, padding, units });
  }

  static listed(units) {
    const first = units[0];
    if (first && units.length > 1 && units.every((unit) => unit && unit[0] === first[0] && unit[1] === first[1])) {
      return new AxisField(first[1] - first[0] + 1, 0, -first[0]);
    }
    return new AxisField(Math.max(0, ...units.map((unit) => (unit ? unit[1] - unit[0] + 1 : 0))), null, null, units);
  }

  get isKnown() {
    return this.units !== null || this.stride !== null;
  }

  get #isListed() {
    return this.units !== null || (this.stride !== null && this.padding !== null);
  }

  pixels(index) {
    if (this.units) return this.units[index] ?? null;
    if (this.stride === null || this.padding === null) return null;
    const start = index * this.stride - this.padding;
    return [start, start + this.size - 1];
  }

  /** The field of units that read units with this field; null past 2⁵³, and where too many are to be listed. */
  extended(map, inputs, outputs) {
    if (map.isSliding && this.stride !== null) {
      const size = this.size + (map.last - map.first) * this.stride;
      const stride = map.scale * this.stride;
      const padding = this.padding === null ? null : this.padding - map.first * this.stride;
      const isLarge = [size, stride, padding ?? 0].some((number) => Math.abs(number) > AxisField.largest);
      return isLarge ? null : new AxisField(size, stride, padding);
    }
    const cells = this.units === null ? 1 : Math.floor((map.last - map.first) / (map.divisor * map.step)) + 1;
    if (!this.#isListed || outputs > AxisField.mostUnits / cells) return null;
    return AxisField.listed(
      Array.from({ length: outputs }, (_, index) => {
        if (this.units) return AxisField.hull(map.list(index, inputs).map((cell) => this.units[cell]));
        const span = map.span(index, inputs);
        return span && AxisField.hull([this.pixels(span[0]), this.pixels(span[1])]);
      }),
    );
  }

  extendedOverAll(inputs, outputs) {
    const all = this.extended(AxisMap.window({ kernel: inputs }), inputs, 1);
    return outputs > 1 && all ? all.extended(AxisMap.broadcast, 1, outputs) : all;
  }

  equals(other) {
    if (this.size !== other.size || this.stride !== other.stride || this.padding !== other.padding) return false;
    if (!this.units || !other.units) return this.units === other.units;
    return (
      this.units.length === other.units.length &&
      this.units.every((unit, index) => unit?.[0] === other.units[index]?.[0] && unit?.[1] === other.units[index]?.[1])
    );
  }

  /** The field that spans this one and another, and whether their centres agree. */
  merged(other, count) {
    if (this.equals(other)) return { field: this, isAligned: true };
    if (this.stride !== null && this.stride === other.stride) {
      if (this.padding === null || other.padding === null) {
        return { field: new AxisField(Math.max(this.size, other.size), this.stride, null), isAligned: true };
      }
      const end = Math.max(this.size - this.padding, other.size - other.padding);
      const start = Math.max(this.padding, other.padding);
      const isAligned = this.size - 2 * this.padding === other.size - 2 * other.padding;
      return { field: new AxisField(start + end, this.stride, start), isAligned };
    }
    if (count > AxisField.mostUnits || !this.#isListed || !other.#isListed) {
      return { field: new AxisField(Math.max(this.size, other.size), null, null), isAligned: false };
    }
    let isAligned = true;
    const units = Array.from({ length: count }, (_, index) => {
      const [a, b] = [this.pixels(index), other.pixels(index)];
      if (a && b && a[0] + a[1] !== b[0] + b[1]) isAligned = false;
      return AxisField.hull([a, b]);
    });
    return { field: AxisField.listed(units), isAligned };
  }

  static hull(ranges) {
    return ranges.reduce(
      (hull, range) => (hull && range ? [Math.min(hull[0], range[0]), Math.max(hull[1], range[1])] : hull ?? range ?? null),
      null,
    );
  }
}
