/** The receptive field of one unit, drawn on a picture of the input. */
class FieldView {
  /** Images up to this size show their pixels as a grid. */
  static finest = 64;

  /** @param onUnit is told the chosen unit */
  constructor(root, onUnit) {
    this.onUnit = onUnit;
    this.drawing = root.querySelector("svg");
    this.caption = root.querySelector("figcaption");
    this.inputs = [...root.querySelectorAll("input")];
    this.unitBox = root.querySelector(".unit");
    for (const input of this.inputs) input.addEventListener("input", () => this.draw());
    this.drawing.addEventListener("click", (event) => this.pick(event));
  }

  /** Shows a layer's field; its unit is the middle one. */
  show(network, result) {
    this.image = network.settings.extent;
    this.field = result.field.isWhole ? null : result.field.axes;
    this.units = result.shape.slice(1);
    this.unit = this.units.map((count) => Math.floor(count / 2));
    const hasUnits = this.field !== null && this.units.length > 0;
    this.unitBox.hidden = !hasUnits;
    this.inputs.forEach((input, axis) => {
      input.parentElement.hidden = axis >= this.units.length;
      input.max = (this.units[axis] ?? 1) - 1;
      input.value = this.unit[axis] ?? 0;
    });
    this.draw();
  }

  /** First and last pixel of the chosen unit on an axis; below 0 or past the end is padding. Null where it sees nothing. */
  pixels(axis) {
    return this.field[axis]?.pixels(this.unit[axis] ?? 0) ?? null;
  }

  draw() {
    this.inputs.forEach((input, axis) => {
      if (axis >= this.units.length) return;
      const wanted = Math.round(Number(input.value)) || 0;
      this.unit[axis] = Math.min(Math.max(wanted, 0), this.units[axis] - 1);
    });
    this.onUnit(this.unit);
    const isWhole = this.field === null;
    const ranges = this.image.map((size, axis) => (isWhole ? [0, size - 1] : this.pixels(axis)));
    const isKnown = ranges.every((range) => range !== null);
    this.caption.textContent = this.describe(ranges, isWhole, isKnown);
    this.paint(isKnown ? ranges : this.image.map((size) => [0, -1]));
  }

  describe(ranges, isWhole, isKnown) {
    if (isWhole) return text("sees_whole", { image: this.image.map(grouped).join("×") });
    const size = this.field.map((axis) => grouped(axis.size)).join("×");
    if (!isKnown) return text("sees_unknown", { size });
    const span = ([first, last]) => `${first} … ${last}`.replaceAll("-", "−");
    const values = { unit: this.unit.join(", "), size };
    const sentence =
      ranges.length === 1
        ? text("sees_samples", { ...values, samples: span(ranges[0]) })
        : text("sees_pixels", { ...values, rows: span(ranges[0]), columns: span(ranges[1]) });
    const isPadded = ranges.some(([first, last], axis) => first < 0 || last >= this.image[axis]);
    return isPadded ? `${sentence} ${text("sees_padding")}` : sentence;
  }

  /** The picture, what the unit does not see dimmed, the field's frame, and its padding hatched. */
  paint(ranges) {
    // A signal is a strip an eighth as high as it is long.
    const strip = Math.max(1, this.image[0] / 8);
    const [height, width] = this.image.length === 1 ? [strip, this.image[0]] : this.image;
    const [rows, columns] = this.image.length === 1 ? [[0, strip - 1], ranges[0]] : ranges;
    const box = { x: columns[0], y: rows[0], width: columns[1] - columns[0] + 1, height: rows[1] - rows[0] + 1 };
    const margin = Math.max(width, height) / 40;
    const left = Math.min(0, box.x) - margin;
    const top = Math.min(0, box.y) - margin;
    const right = Math.max(width, box.x + box.width) + margin;
    const bottom = Math.max(height, box.y + box.height) + margin;
    this.drawing.setAttribute("viewBox", [left, top, right - left, bottom - top].join(" "));
    this.drawing.setAttribute("aria-label", this.caption.textContent);
    const hole = `M${box.x} ${box.y}h${box.width}v${box.height}h${-box.width}z`;
    const frame = `M0 0h${width}v${height}h${-width}z`;
    const parts = [
      ["use", { href: this.image.length === 1 ? "#signal" : "#scene", width, height }],
      ["path", { class: "pixels", d: this.image.length === 1 ? "" : FieldView.pixelLines(width, height) }],
    ];
    if (box.width > 0 && box.height > 0) {
      parts.push(
        ["path", { class: "unseen", "fill-rule": "evenodd", d: frame + this.seen(box, width, height) }],
        ["path", { class: "padding", "fill-rule": "evenodd", d: hole + this.seen(box, width, height) }],
        ["path", { class: "edge", d: hole }],
      );
    }
    parts.push(["path", { class: "frame", d: frame }]);
    this.drawing.replaceChildren(...parts.map(([name, attributes]) => FieldView.element(name, attributes)));
  }

  /** The part of a box that lies on the image. */
  seen(box, width, height) {
    const [x, y] = [Math.max(box.x, 0), Math.max(box.y, 0)];
    const across = Math.min(box.x + box.width, width) - x;
    const down = Math.min(box.y + box.height, height) - y;
    return across > 0 && down > 0 ? `M${x} ${y}h${across}v${down}h${-across}z` : "";
  }

  static pixelLines(width, height) {
    if (Math.max(width, height) > FieldView.finest) return "";
    let lines = "";
    for (let x = 1; x < width; x += 1) lines += `M${x} 0v${height}`;
    for (let y = 1; y < height; y += 1) lines += `M0 ${y}h${width}`;
    return lines;
  }

  static element(name, attributes) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  /** Takes the unit whose centre is nearest to where the picture was clicked. */
  pick(event) {
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.drawing.getScreenCTM().inverse());
    const point = this.image.length === 1 ? [place.x] : [place.y, place.x];
    this.units.forEach((count, axis) => {
      const field = this.field?.[axis];
      if (!field || field.padding === null || !field.stride) return;
      const unit = Math.round((point[axis] - 0.5 + field.padding - (field.size - 1) / 2) / field.stride);
      this.inputs[axis].value = Math.min(Math.max(unit, 0), count - 1);
    });
    this.draw();
  }
}
