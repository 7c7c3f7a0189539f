/** The diagram: boxes and frames that are picked, opened and closed, moved and magnified. */
class Diagram {
  static least = 0.05;
  static most = 4;
  /** Letters of 11 pixels are read at this scale. */
  static readable = 0.8;

  /** @param onPick is told the number of a layer among the table's rows */
  constructor(root, network, onPick) {
    this.network = network;
    this.onPick = onPick;
    this.box = root.querySelector(".diagram");
    this.drawing = this.box.querySelector(".drawing");
    this.scene = this.drawing.querySelector(".scene");
    this.map = this.box.querySelector(".map");
    this.view = { x: 0, y: 0, scale: 1 };
    this.picked = -1;
    this.#listen();
    new ResizeObserver(() => this.#fitFirst()).observe(this.drawing);
  }

  get size() {
    const { width, height } = this.drawing.getBoundingClientRect();
    return { width: Math.max(width, 1), height: Math.max(height, 1) };
  }

  /** Shows another set of layers: those for training, or those for inference. */
  show(isShown) {
    this.outline = new Outline(this.network.facts, isShown);
    this.open = null;
    this.wasFitted = false;
    this.#fitFirst();
  }

  /** Draws as soon as there is room: the deepest modules open with which it can be read. */
  #fitFirst() {
    const { width, height } = this.size;
    if (width < 50 || height < 50) return;
    if (this.wasFitted) {
      // Who moved the view keeps it; who did not sees all in the new room.
      if (this.isFitted) {
        this.draw();
        this.fit();
      } else this.#apply();
      return;
    }
    if (!this.open) {
      this.open = this.outline.openTo(0);
      for (let depth = 1; depth <= this.outline.depth; depth += 1) {
        const open = this.outline.openTo(depth);
        if (this.outline.boxes(open) > 60) break;
        const drawing = new Drawing(this.outline, open, this.label);
        if (drawing.arrange(width - 48, height - 48) >= Diagram.readable) this.open = open;
      }
    }
    this.wasFitted = true;
    this.draw();
    this.fit();
  }

  /** What a box says: its name without that of the module around it, what it is, and its size. */
  label = (node, parent) => {
    const { outline, network } = this;
    let name = node.name || text("input");
    const prefix = parent && parent.kind !== "fused" ? parent.name : "";
    // A number alone would say nothing.
    if (prefix && name.startsWith(prefix) && /^[./_](?!\d+$)/.test(name.slice(prefix.length))) name = name.slice(prefix.length + 1);
    const size = network.shapeText(node.last);
    if (node.kind === "module") return { name, size, detail: text("layer_count", { count: node.layers.length }) };
    if (outline.isInput(node.first)) return { name, size, detail: "" };
    const kinds = node.layers.map((index) => outline.layer(index).kind);
    const detail = [`${kinds[0]} ${network.windowText(node.first)}`.trim(), ...kinds.slice(1)].join(" · ");
    return { name, size, detail };
  };

  /** Draws anew where the widths of texts may have changed. */
  redraw() {
    if (!this.plan) return;
    this.draw();
    if (this.isFitted) this.fit();
  }

  draw() {
    const { width, height } = this.size;
    this.plan = new Drawing(this.outline, this.open, this.label);
    this.plan.arrange(width - 48, height - 48);
    const lines = svg("g", { class: "lines" });
    for (const line of this.plan.lines) {
      const path = svg("path", { class: "flow", d: Drawing.path(line) });
      // A line that ends at a frame goes on inside.
      const isInner = line.edge.to === "out" || (typeof line.edge.to !== "string" && this.plan.isOpen(line.edge.to));
      if (!isInner) path.setAttribute("marker-end", "url(#arrow)");
      lines.append(path);
    }
    this.parts = new Map();
    const frames = this.plan.frames.map((frame) => this.#frame(frame));
    const boxes = this.plan.boxes.map((box) => this.#node(box));
    this.scene.replaceChildren(...frames, lines, ...frames.map((frame) => frame.head), ...boxes);
    this.#paintMap();
    this.mark(this.picked);
  }

  #frame(frame) {
    const group = svg("g", { class: "frame" }, svg("rect", {
      x: round(frame.left), y: round(frame.top), width: round(frame.width), height: round(frame.height), rx: 6,
    }));
    group.head = this.#head(frame.node, frame.left, frame.top, this.label(frame.node, frame.node.parent).name);
    this.parts.set(frame.node.id, group.head);
    return group;
  }

  /** The title of a frame, which closes it. */
  #head(node, x, y, name) {
    const head = svg("g", {
      class: "head", role: "button", tabindex: -1, "aria-expanded": true, "aria-label": `${node.name}, ${text("close")}`,
      "data-node": node.id,
    });
    head.append(
      svg("rect", { class: "hit", x: round(x), y: round(y), width: round(Drawing.measure(name, "600 11px system-ui, sans-serif") + 28), height: 20, rx: 6 }),
      svg("path", { class: "sign", d: `M${round(x + 7)} ${round(y + 10)}h8` }),
      svg("text", { class: "name", x: round(x + 20), y: round(y + 14) }, name),
    );
    return head;
  }

  #node(box) {
    const { node, label, left, top, width, height } = box;
    const { outline } = this;
    const isInput = node.kind === "layer" && outline.isInput(node.first);
    const style = isInput ? "input" : node.kind === "module" ? "module" : outline.layer(node.first).style;
    const isAuxiliary = !isInput && node.layers.every((index) => outline.layer(index).auxiliary);
    const isFailed = node.layers.includes(this.failed);
    const isChanged = !isInput && node.layers.some((index) => this.network.isChanged(outline.layer(index)));
    const group = svg("g", {
      class: `node ${style}${isAuxiliary ? " auxiliary" : ""}${isFailed ? " failed" : ""}${isChanged ? " changed" : ""}`, "data-node": node.id,
    });
    if (!isInput) {
      const first = node.first - outline.inputCount;
      setAttributes(group, { role: "button", tabindex: -1, "aria-pressed": false, "data-layer": first });
      if (node.kind !== "layer") group.setAttribute("aria-expanded", false);
    }
    if (node.kind === "module") {
      group.append(svg("rect", { class: "behind", x: round(left + 3), y: round(top + 3), width: round(width), height, rx: 4 }));
    }
    group.append(svg("rect", { class: "face", x: round(left), y: round(top), width: round(width), height, rx: 4 }));
    const mark = node.kind === "layer" ? 0 : 14;
    if (mark) {
      const [x, y] = [round(left + 11), round(top + 11)];
      group.append(
        svg("g", { class: "opener" },
          svg("rect", { class: "hit", x: round(left), y: round(top), width: 22, height: 22 }),
          svg("path", { class: "sign", d: `M${x - 4} ${y}h8M${x} ${y - 4}v8` })));
    }
    group.append(svg("text", { class: "name", x: round(left + 7 + mark), y: round(top + 15) }, label.name));
    if (label.detail) group.append(svg("text", { class: "window", x: round(left + 7), y: round(top + 29) }, label.detail));
    group.append(svg("text", { class: "size", "text-anchor": "end", x: round(left + width - 7), y: round(top + 29), "data-last": node.last }, label.size));
    const marks = isInput ? [] : node.layers.map((index) => this.marks?.get(index - outline.inputCount)).filter(Boolean);
    const difference = marks.length === 0 ? "" : marks.length === node.layers.length && marks.every((mark) => mark === "alone") ? "alone" : "differs";
    if (difference) {
      group.classList.add(difference);
      group.append(svg("text", { class: "badge", "text-anchor": "end", x: round(left + width - 6), y: round(top + 13) }, difference === "alone" ? "+" : "≠"));
    }
    group.setAttribute("aria-label", [node.name || label.name, label.detail, label.size, difference && text(difference)].filter(Boolean).join(", "));
    this.parts.set(node.id, group);
    return group;
  }

  /** Writes the sizes of the outputs; boxes whose widest text changed are laid out again. */
  resize() {
    if (!this.plan) return;
    for (const size of this.scene.querySelectorAll(".size")) size.textContent = this.network.shapeText(Number(size.dataset.last));
    clearTimeout(this.later);
    this.later = setTimeout(() => this.redraw(), 120);
  }

  // MARK: Open and closed

  toggle(id) {
    const node = this.outline.nodes.get(id);
    if (!node?.children) return;
    const before = this.parts.get(id)?.getBoundingClientRect();
    if (!this.open.delete(id)) this.open.add(id);
    else for (const other of [...this.open]) if (this.#isInside(other, node)) this.open.delete(other);
    this.draw();
    const after = this.parts.get(id)?.getBoundingClientRect();
    if (before && after) {
      // What was touched stays where it is.
      this.view.x += before.left - after.left;
      this.view.y += before.top - after.top;
      this.isFitted = false;
    }
    this.#apply();
  }

  #isInside(id, node) {
    for (let at = this.outline.nodes.get(id)?.parent; at; at = at.parent) if (at === node) return true;
    return false;
  }

  /** Opens what is around a layer, so that it is seen itself; of a fused part its first layer stands for it. */
  reveal(row) {
    const index = row + this.outline.inputCount;
    const around = this.outline.around(index).filter((node) => node.kind === "module");
    if (around.every((node) => this.open.has(node.id))) return;
    for (const node of around) this.open.add(node.id);
    this.draw();
  }

  openTo(depth) {
    this.open = this.outline.openTo(depth);
    this.draw();
    this.fit();
  }

  openAll() {
    const depths = this.outline.depth;
    let depth = 0;
    while (depth < depths && [...this.outline.openTo(depth)].every((id) => this.open.has(id))) depth += 1;
    this.openTo(depth);
  }

  closeAll() {
    this.openTo(0);
  }

  // MARK: The picked layer

  /** The part that shows a layer. */
  partOf(row) {
    if (row < 0 || !this.outline) return null;
    const index = row + this.outline.inputCount;
    for (const node of [...this.outline.around(index), this.outline.owners.get(index)]) {
      if (node && !this.plan.isOpen(node)) return node;
    }
    return null;
  }

  mark(row) {
    this.picked = row;
    if (!this.plan) return;
    const node = this.partOf(row);
    let stop = null;
    for (const [id, part] of this.parts) {
      const isPicked = id === node?.id;
      part.classList.toggle("picked", isPicked);
      if (part.hasAttribute("aria-pressed")) part.setAttribute("aria-pressed", isPicked);
      if (part.hasAttribute("tabindex")) part.setAttribute("tabindex", isPicked ? 0 : -1);
      if (isPicked || (!stop && part.hasAttribute("data-layer"))) stop = part;
    }
    stop?.setAttribute("tabindex", 0);
    const box = this.plan.boxes.find((box) => box.node === node);
    if (box) this.#see(box);
  }

  /** Moves the view where a box lies outside of it. */
  #see(box) {
    const { width, height } = this.size;
    const { scale } = this.view;
    const [left, top] = [this.view.x + box.left * scale, this.view.y + box.top * scale];
    const margin = 24;
    const within = (start, length, room) =>
      start < margin ? margin - start : start + length > room - margin ? Math.max(room - margin - start - length, margin - start) : 0;
    const [x, y] = [within(left, box.width * scale, width), within(top, box.height * scale, height)];
    if (x === 0 && y === 0) return;
    this.view.x += x;
    this.view.y += y;
    this.#apply();
  }

  // MARK: The view

  fit() {
    if (!this.plan) return;
    const { width, height } = this.size;
    const scale = Math.min((width - 48) / this.plan.width, (height - 48) / this.plan.height, 1.25);
    this.view.scale = Math.max(scale, Diagram.least);
    this.view.x = (width - this.plan.width * this.view.scale) / 2;
    this.view.y = Math.max(24, (height - this.plan.height * this.view.scale) / 2);
    this.isFitted = true;
    this.#apply();
  }

  /** Magnifies about a point of the box. */
  zoom(factor, x = this.size.width / 2, y = this.size.height / 2) {
    const scale = Math.min(Math.max(this.view.scale * factor, Diagram.least), Diagram.most);
    const change = scale / this.view.scale;
    this.isFitted = false;
    this.onMove?.(0, 0, change);
    this.view = { scale, x: x - (x - this.view.x) * change, y: y - (y - this.view.y) * change };
    this.#apply();
  }

  /** Moves as the other model's diagram does. */
  follow(x, y, factor) {
    const { onMove } = this;
    this.onMove = null;
    if (factor !== 1) this.zoom(factor);
    else this.move(x, y);
    this.onMove = onMove;
  }

  move(x, y) {
    this.isFitted = false;
    this.onMove?.(x, y, 1);
    this.view.x += x;
    this.view.y += y;
    this.#apply();
  }

  #apply() {
    const { x, y, scale } = this.view;
    this.scene.setAttribute("transform", `translate(${round(x)} ${round(y)}) scale(${Math.round(scale * 1e4) / 1e4})`);
    this.#paintWindow();
  }

  // MARK: The map

  #paintMap() {
    const { width, height, boxes } = this.plan;
    this.map.setAttribute("viewBox", `-20 -20 ${round(width + 40)} ${round(height + 40)}`);
    const path = boxes.map((box) => `M${round(box.left)} ${round(box.top)}h${round(box.width)}v${box.height}h${-round(box.width)}z`);
    this.window = svg("rect", { class: "window" });
    this.map.replaceChildren(svg("path", { class: "boxes", d: path.join("") }), this.window);
  }

  #paintWindow() {
    if (!this.plan) return;
    const { width, height } = this.size;
    const { x, y, scale } = this.view;
    const isWhole = x >= -1 && y >= -1 && x + this.plan.width * scale <= width + 1 && y + this.plan.height * scale <= height + 1;
    this.map.toggleAttribute("hidden", isWhole);
    setAttributes(this.window, { x: round(-x / scale), y: round(-y / scale), width: round(width / scale), height: round(height / scale) });
  }

  // MARK: Pictures

  /** The whole diagram as a picture of its own, with the colours that it is shown in. */
  picture() {
    const { width, height } = this.plan;
    const scene = this.scene.cloneNode(true);
    const shown = [...this.scene.querySelectorAll("*")];
    const kept = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size", "font-weight", "paint-order"];
    [...scene.querySelectorAll("*")].forEach((part, index) => {
      const style = getComputedStyle(shown[index]);
      for (const name of kept) part.setAttribute(name, style.getPropertyValue(name));
      for (const name of ["class", "tabindex", "role"]) part.removeAttribute(name);
    });
    for (const name of ["transform", "class"]) scene.removeAttribute(name);
    const ink = getComputedStyle(document.documentElement);
    const arrow = svg("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7.5, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
      svg("path", { d: "M0 0.5L8 4L0 7.5z", fill: ink.getPropertyValue("--strong") }));
    const room = { x: -20, y: -20, width: Math.ceil(width + 40), height: Math.ceil(height + 40) };
    const whole = svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: Object.values(room).join(" "), width: room.width, height: room.height },
      svg("defs", {}, arrow), svg("rect", { ...room, fill: ink.getPropertyValue("--surface") }), scene);
    return { content: new XMLSerializer().serializeToString(whole), width: room.width, height: room.height };
  }

  async save(format) {
    const { content, width, height } = this.picture();
    const name = `${this.network.facts.name.split("/").at(-1)}.${format}`;
    if (format === "svg") {
      download(new Blob([content], { type: "image/svg+xml" }), name);
      return;
    }
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(content)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    // Twice as fine, as far as browsers go.
    const scale = Math.min(2, 16000 / Math.max(width, height));
    [canvas.width, canvas.height] = [width * scale, height * scale];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => download(blob, name));
  }

  // MARK: Pointer and keys

  #listen() {
    this.drawing.addEventListener("wheel", (event) => {
      event.preventDefault();
      const box = this.drawing.getBoundingClientRect();
      // A pinch on a trackpad is a wheel with Control, in smaller steps.
      const step = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY;
      this.zoom(Math.exp(-step * (event.ctrlKey ? 0.01 : 0.0015)), event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
    const pointers = new Map();
    let moved = 0;
    const spread = () => {
      const [a, b] = [...pointers.values()];
      return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, length: Math.hypot(a.x - b.x, a.y - b.y) };
    };
    this.drawing.addEventListener("pointerdown", (event) => {
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (pointers.size === 1) moved = 0;
    });
    this.drawing.addEventListener("pointermove", (event) => {
      const last = pointers.get(event.pointerId);
      if (!last) return;
      const before = pointers.size === 2 ? spread() : null;
      const [x, y] = [event.clientX - last.x, event.clientY - last.y];
      moved += Math.abs(x) + Math.abs(y);
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (moved > 4 && !this.drawing.hasPointerCapture(event.pointerId)) this.drawing.setPointerCapture(event.pointerId);
      if (pointers.size === 1 && moved > 4) this.move(x, y);
      if (before) {
        const after = spread();
        const box = this.drawing.getBoundingClientRect();
        this.move(after.x - before.x, after.y - before.y);
        this.zoom(after.length / (before.length || 1), after.x - box.left, after.y - box.top);
      }
    });
    for (const name of ["pointerup", "pointercancel"]) {
      this.drawing.addEventListener(name, (event) => pointers.delete(event.pointerId));
    }
    this.drawing.addEventListener("click", (event) => {
      if (moved > 4) return;
      const part = event.target.closest("[data-node]");
      if (!part) return;
      if (part.classList.contains("head") || event.target.closest(".opener")) this.toggle(part.dataset.node);
      else if (part.hasAttribute("data-layer")) this.onPick(Number(part.dataset.layer));
    });
    this.drawing.addEventListener("dblclick", (event) => {
      const part = event.target.closest(".node[aria-expanded]");
      if (part && !event.target.closest(".opener")) this.toggle(part.dataset.node);
    });
    this.drawing.addEventListener("keydown", (event) => this.#key(event));
    const drag = (event) => {
      if (event.buttons !== 1) return;
      const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.map.getScreenCTM().inverse());
      const { width, height } = this.size;
      this.view.x = width / 2 - place.x * this.view.scale;
      this.view.y = height / 2 - place.y * this.view.scale;
      this.#apply();
    };
    this.map.addEventListener("pointerdown", drag);
    this.map.addEventListener("pointermove", drag);
    const actions = {
      larger: () => this.zoom(1.3), smaller: () => this.zoom(1 / 1.3), fit: () => this.fit(),
      open: () => this.openAll(), close: () => this.closeAll(), svg: () => this.save("svg"), png: () => this.save("png"),
    };
    for (const button of this.box.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => actions[button.dataset.do]());
    }
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const part = event.target.closest("[data-node]");
    if (!part) return;
    const id = part.dataset.node;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (part.hasAttribute("aria-expanded")) {
        this.toggle(id);
        const next = this.parts.get(id) ?? this.scene.querySelector('[tabindex="0"]');
        next?.focus({ preventScroll: true });
      }
      return;
    }
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const stops = this.stops;
    const next = stops[stops.indexOf(id) + step];
    if (!next) return;
    const part2 = this.parts.get(next);
    if (part2.hasAttribute("data-layer")) this.onPick(Number(part2.dataset.layer));
    else part2.setAttribute("tabindex", 0);
    this.parts.get(next).focus({ preventScroll: true });
  }

  /** What the arrow keys go through: boxes and the titles of frames, in the order in which layers run. */
  get stops() {
    const frames = this.plan.frames.map((frame) => frame.node);
    const boxes = this.plan.boxes.map((box) => box.node).filter((node) => !this.outline.isInput(node.first));
    return [...frames, ...boxes].sort((a, b) => a.first - b.first || b.last - a.last).map((node) => node.id);
  }
}

function round(number) {
  return Math.round(number * 10) / 10;
}

function setAttributes(element, attributes) {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
}

/** An element of a picture. */
function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
