/** A layer's window sliding over small numbers: where it stands, what it reads, and one unit's number written out. */
class Sliding {
  /** Cells of an axis at most that are drawn. */
  static most = 9;

  constructor(box) {
    this.box = box;
    this.picture = box.querySelector("svg");
    this.sum = box.querySelector(".sum");
    this.note = box.querySelector(".note");
    this.at = 0;
    box.querySelector("[data-do=back]").addEventListener("click", () => this.step(-1));
    box.querySelector("[data-do=next]").addEventListener("click", () => this.step(1));
    this.player = box.querySelector("[data-do=play]");
    this.player.addEventListener("click", () => this.play());
    this.picture.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: this.outputs?.[1] ?? 1, ArrowUp: -(this.outputs?.[1] ?? 1) }[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      this.step(step);
    });
  }

  /** Shows the windows of a layer; nothing for a layer without, or with more than two axes. */
  show(layer, result) {
    const windows = result?.windows ?? [];
    const isShown = ["conv", "pool"].includes(layer?.op) && windows.length >= 1 && windows.length <= 2;
    this.box.hidden = !isShown;
    this.stop();
    if (!isShown) return;
    // Of a signal the second axis is one cell.
    this.windows = windows.length === 2 ? windows : [{ kernel: 1, stride: 1, before: 0, after: 0, dilation: 1 }, windows[0]];
    const sizes = windows.length === 2 ? result.inputShapes[0].slice(1) : [1, result.inputShapes[0][1]];
    // A part of the input with three windows or more on an axis, where there are so many.
    this.sizes = sizes.map((size, axis) => {
      const window = this.windows[axis];
      const wanted = Math.max(spanOf(window) + 2 * window.stride - window.before, Math.min(5, size));
      return Math.min(size, Math.max(wanted, 1), Math.max(Sliding.most, spanOf(window) - window.before));
    });
    this.isPart = this.sizes.some((size, axis) => size < sizes[axis]);
    this.outputs = this.windows.map((window, axis) => {
      try {
        return outputSize(window, this.sizes[axis]);
      } catch {
        return 0;
      }
    });
    this.box.hidden = this.outputs.includes(0) || this.sizes.some((size) => size > 14);
    if (this.box.hidden) return;
    this.kind = layer.op === "conv" ? "conv" : layer.kind === "max pool" ? "max" : "mean";
    this.isBiased = layer.b === 1;
    if (layer.kind === "subsample") this.kind = "mean";
    this.at = Math.min(this.at, this.outputs[0] * this.outputs[1] - 1);
    this.draw();
  }

  /** Numbers that look like any: the same each time. */
  input(row, column) {
    return (row * 7 + column * 3 + ((row * column) % 4)) % 5;
  }

  weight(row, column) {
    return ((row * 5 + column * 2 + 1) % 4) - 1;
  }

  step(by) {
    const count = this.outputs[0] * this.outputs[1];
    this.at = (this.at + by + count) % count;
    this.draw();
  }

  play() {
    if (this.timer) {
      this.stop();
      return;
    }
    this.player.setAttribute("aria-pressed", true);
    this.timer = setInterval(() => this.step(1), matchMedia("(prefers-reduced-motion: reduce)").matches ? 1500 : 600);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.player.setAttribute("aria-pressed", false);
  }

  /** What a unit reads: [{row, column, number, weight, isPadding}]. */
  cells(unit) {
    const [y, x] = [Math.floor(unit / this.outputs[1]), unit % this.outputs[1]];
    const cells = [];
    for (let i = 0; i < this.windows[0].kernel; i += 1) {
      for (let j = 0; j < this.windows[1].kernel; j += 1) {
        const row = y * this.windows[0].stride - this.windows[0].before + i * this.windows[0].dilation;
        const column = x * this.windows[1].stride - this.windows[1].before + j * this.windows[1].dilation;
        const isPadding = row < 0 || column < 0 || row >= this.sizes[0] || column >= this.sizes[1];
        cells.push({ row, column, isPadding, number: isPadding ? 0 : this.input(row, column), weight: this.weight(i, j) });
      }
    }
    return cells;
  }

  value(unit) {
    const cells = this.cells(unit);
    if (this.kind === "conv") return cells.reduce((sum, cell) => sum + cell.number * cell.weight, 0);
    const inside = cells.filter((cell) => !cell.isPadding);
    if (this.kind === "max") return Math.max(...inside.map((cell) => cell.number));
    return cells.reduce((sum, cell) => sum + cell.number, 0) / cells.length;
  }

  draw() {
    const cell = 22;
    const [above, left] = this.windows.map((window) => window.before);
    const [below, right] = this.windows.map((window, axis) => {
      const last = (this.outputs[axis] - 1) * window.stride - window.before + spanOf(window) - 1;
      return Math.max(window.after, last - this.sizes[axis] + 1, 0);
    });
    const [rows, columns] = [this.sizes[0] + above + below, this.sizes[1] + left + right];
    const gap = 44;
    const width = (columns + this.outputs[1]) * cell + gap;
    const height = Math.max(rows, this.outputs[0]) * cell;
    this.picture.setAttribute("viewBox", `-2 -2 ${width + 4} ${height + 4}`);
    this.picture.style.maxWidth = `${Math.min(width * 1.3, 620)}px`;
    const read = new Map(this.cells(this.at).map((part) => [`${part.row} ${part.column}`, part]));
    const parts = [];
    const square = (x, y, style, content) => {
      parts.push(svg("rect", { x: x * cell, y: y * cell, width: cell, height: cell, class: style }));
      parts.push(svg("text", { x: (x + 0.5) * cell, y: (y + 0.5) * cell + 4, "text-anchor": "middle", class: "digit" }, content));
    };
    for (let row = -above; row < this.sizes[0] + below; row += 1) {
      for (let column = -left; column < this.sizes[1] + right; column += 1) {
        const isPadding = row < 0 || column < 0 || row >= this.sizes[0] || column >= this.sizes[1];
        const style = `${isPadding ? "outside" : "cell"}${read.has(`${row} ${column}`) ? " read" : ""}`;
        square(column + left, row + above, style, isPadding ? (this.kind === "max" ? "" : "0") : String(this.input(row, column)));
        const part = read.get(`${row} ${column}`);
        if (part && this.kind === "conv") {
          parts.push(svg("text", { x: (column + left + 1) * cell - 2, y: (row + above) * cell + 8, "text-anchor": "end", class: "factor" }, `·${this.written(part.weight)}`));
        }
      }
    }
    const offset = columns + gap / cell;
    for (let unit = 0; unit < this.outputs[0] * this.outputs[1]; unit += 1) {
      const [y, x] = [Math.floor(unit / this.outputs[1]), unit % this.outputs[1]];
      const isDone = unit <= this.at;
      square(offset + x, y, `cell${unit === this.at ? " read" : ""}`, isDone ? this.written(this.value(unit)) : "");
    }
    parts.push(svg("path", { class: "flow", "marker-end": "url(#arrow)", d: `M${columns * cell + 8} ${height / 2}h${gap - 18}` }));
    this.picture.replaceChildren(...parts);
    this.sum.textContent = this.sentence();
    this.picture.setAttribute("aria-label", this.sum.textContent);
    this.note.textContent = [this.isPart ? text("sliding_part") : "", text("sliding_numbers")].filter(Boolean).join(" ");
  }

  written(number) {
    const rounded = Math.round(number * 100) / 100;
    return String(rounded).replace("-", "−").replace(".", marks().decimal);
  }

  /** Unit 0, 1: 1·2 + 0·(−1) + … = 5. */
  sentence() {
    const unit = [Math.floor(this.at / this.outputs[1]), this.at % this.outputs[1]].join(", ");
    const cells = this.cells(this.at);
    const signed = (number) => (number < 0 ? `(${this.written(number)})` : String(number));
    const most = 27;
    const listed = (terms, join) => (terms.length > most ? [...terms.slice(0, most), "…"] : terms).join(join);
    const total = this.written(this.value(this.at));
    if (this.kind === "conv") {
      return text("sliding_sum", { unit, sum: `${listed(cells.map(({ number, weight }) => `${number}·${signed(weight)}`), " + ")} = ${total}` });
    }
    if (this.kind === "max") {
      return text("sliding_sum", { unit, sum: `max(${listed(cells.filter((part) => !part.isPadding).map(({ number }) => number), ", ")}) = ${total}` });
    }
    return text("sliding_sum", { unit, sum: `(${listed(cells.map(({ number }) => number), " + ")})/${cells.length} = ${total}` });
  }
}
