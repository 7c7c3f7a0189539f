/** One model: its settings, diagram, table, picked layer and totals. */
class Pane {
  constructor(root, facts) {
    this.root = root;
    this.network = new Network(facts);
    this.picked = -1;
    this.past = [];
    this.future = [];
    this.table = new LayerTable(root, (index) => this.pick(index));
    this.diagram = new Diagram(root, this.network, (index) => this.pick(index));
    this.trace = new TraceView(root.querySelector(".trace"));
    this.fieldView = new FieldView(root.querySelector(".field"), (unit) => this.trace.show(this.network, this.picked, unit));
    this.run = new RunView(root, this.network);
    this.sliding = new Sliding(root.querySelector(".sliding"));
    this.details = root.querySelector(".details");
    this.editing = new Editing(root.querySelector(".edit"), (...change) => this.change(...change));
    this.#listen();
    addEventListener("beforeprint", () => {
      this.fillTable();
      this.table.settle();
    });
    this.showLayers();
    this.refresh();
  }

  #listen() {
    const { root, network } = this;
    const find = (selector) => root.querySelector(selector);
    this.extents = [...root.querySelectorAll(".extent")];
    this.slider = find(".size input[type=range]");
    this.controls = { batch: find(".batch"), type: find(".type"), convention: find(".convention"), training: find(".training") };
    for (const input of this.extents) {
      input.addEventListener("change", () => this.set({ extent: this.extents.map((input) => this.#whole(input)) }));
    }
    this.slider?.addEventListener("input", () => {
      const size = Number(this.slider.value);
      this.set({ extent: network.ownExtent.map(() => size) }, "size");
    });
    find(".own")?.addEventListener("click", () => {
      this.slider.focus();
      this.set({ extent: network.ownExtent });
    });
    this.controls.batch.addEventListener("change", () => this.set({ batch: this.#whole(this.controls.batch) }));
    this.controls.type.addEventListener("change", () => this.set({ type: this.controls.type.value }));
    this.controls.convention.addEventListener("change", () => this.set({ convention: this.controls.convention.value }));
    this.controls.training?.addEventListener("change", () => this.set({ isTraining: this.controls.training.checked }));
    find("[data-do=undo]").addEventListener("click", () => this.undo());
    find("[data-do=redo]").addEventListener("click", () => this.redo());
    this.tabs = [...root.querySelectorAll(".tabs button")];
    for (const tab of this.tabs) tab.addEventListener("click", () => this.look(tab.dataset.view));
    this.kinds = [...root.querySelectorAll(".kinds button")];
    for (const button of this.kinds) button.addEventListener("click", () => this.filter(button));
    for (const button of root.querySelectorAll("[data-copy]")) {
      button.addEventListener("click", () => this.copy(button.dataset.copy));
    }
    // Any number is copied with what it is and how it comes about.
    root.querySelector(".side").addEventListener("click", (event) => {
      const button = event.target.closest("[data-copied]");
      if (button) this.copyText(button.dataset.copied);
    });
  }

  #whole(input) {
    const number = Math.round(Number(input.value));
    return Math.min(Math.max(Number.isFinite(number) ? number : 1, 1), Number(input.max));
  }

  // MARK: Settings and changes

  get state() {
    return JSON.stringify({ settings: this.network.settings, changes: this.network.changes });
  }

  /** @param source what moves on without a step back for each of its moves */
  set(settings, source = null) {
    this.#do(source, () => Object.assign(this.network.settings, settings));
  }

  change(name, key, value) {
    this.#do(null, () => {
      const { changes } = this.network;
      changes[name] = { ...changes[name], [key]: value };
      if (value === undefined) delete changes[name][key];
      if (Object.keys(changes[name]).length === 0) delete changes[name];
    });
  }

  #do(source, act) {
    const before = this.state;
    act();
    if (this.state === before) return;
    if (!source || this.source !== source) this.past.push(before);
    this.source = source;
    this.future = [];
    this.recompute();
  }

  undo() {
    this.#step(this.past, this.future);
  }

  redo() {
    this.#step(this.future, this.past);
  }

  #step(from, to) {
    if (from.length === 0) return;
    to.push(this.state);
    this.source = null;
    this.restore(JSON.parse(from.pop()));
  }

  restore({ settings, changes }) {
    this.network.settings = settings;
    this.network.changes = changes;
    this.recompute();
  }

  recompute() {
    const wasTraining = this.isTraining;
    this.network.compute();
    if (wasTraining !== this.network.settings.isTraining) this.showLayers();
    this.refresh();
    this.onChange?.();
  }

  /** The layers that are there: auxiliary classifiers in training alone. */
  showLayers() {
    this.isTraining = this.network.settings.isTraining;
    this.diagram.show((index) => this.network.counts(index));
    this.table.counted = (row) => this.network.counts(row + this.network.inputCount);
    this.table.filter(this.table.kinds);
  }

  /** Shows everything that depends on settings and changes. */
  refresh() {
    const { network } = this;
    const { settings } = network;
    this.extents.forEach((input, axis) => (input.value = settings.extent[axis]));
    if (this.slider) this.slider.value = Math.max(...settings.extent);
    this.controls.batch.value = settings.batch;
    this.controls.type.value = settings.type;
    this.controls.convention.value = settings.convention;
    if (this.controls.training) this.controls.training.checked = settings.isTraining;
    const own = this.root.querySelector(".own");
    if (own) {
      own.disabled = times(settings.extent) === times(network.ownExtent);
      own.title = text("own_size", { size: times(network.ownExtent) });
      own.setAttribute("aria-label", own.title);
    }
    this.root.querySelector("[data-do=undo]").disabled = this.past.length === 0;
    this.root.querySelector("[data-do=redo]").disabled = this.future.length === 0;
    this.#showProblem();
    this.#showChanges();
    this.showTotals();
    this.run.showNetwork();
    this.diagram.resize();
    this.isTableOld = true;
    // The diagram and the details are painted first.
    requestAnimationFrame(() => setTimeout(() => this.fillTable()));
    this.show(this.picked, this.missing ?? null);
  }

  #showProblem() {
    const problem = this.root.querySelector(".problem");
    const lines = this.network.errorLines();
    if (lines.length === 0 && !this.network.isComplete) lines.push(text("incomplete"));
    problem.hidden = lines.length === 0;
    problem.replaceChildren(...lines.map((line) => element("p", line)));
    this.diagram.failed = this.network.error?.index ?? -1;
  }

  /** What was changed, totals before and after, and the options that make the program do the same. */
  #showChanges() {
    const { network } = this;
    const box = this.root.querySelector(".changes");
    box.hidden = !network.hasChanges;
    if (box.hidden) {
      this.before = network.totals;
      this.beforeOf = JSON.stringify(network.settings);
      return;
    }
    if (this.beforeOf !== JSON.stringify(network.settings)) {
      const plain = new Network(network.facts);
      plain.settings = { ...network.settings };
      plain.compute();
      [this.before, this.beforeOf] = [plain.totals, JSON.stringify(network.settings)];
    }
    const table = document.createElement("table");
    const row = (...cells) => {
      const line = document.createElement("tr");
      line.append(...cells.map((cell, index) => element(index === 0 || cells[0] === "" ? "th" : "td", cell)));
      return line;
    };
    const change = (before, after, write) => {
      const percent = before > 0 && before !== after ? ` (${after > before ? "+" : "−"}${fixed((Math.abs(after - before) / before) * 100, 1)} %)` : "";
      return [write(before), write(after) + percent];
    };
    const { before, totals } = { before: this.before, totals: network.totals };
    table.append(
      row("", text("before"), text("after")),
      row(text("parameters"), ...change(before.parameters, totals.parameters, grouped)),
      row(text("macs"), ...change(before.macs, totals.macs, grouped)),
      row(text("at_once"), ...change(before.peak, totals.peak, bytes)),
    );
    const options = network.setOptions().map((option) => `--set '${option}'`).join(" ");
    const line = document.createElement("p");
    line.className = "options";
    const reset = element("button", text("reset"));
    reset.type = "button";
    reset.addEventListener("click", () => this.#do(null, () => (network.changes = {})));
    line.append(element("code", options), copyButton(options), reset);
    box.replaceChildren(table, line);
  }

  /** The table is filled when it is seen. */
  fillTable() {
    if (!this.isTableOld || !this.table.isSeen) return;
    this.isTableOld = false;
    const { network, table } = this;
    table.showColumn("operations", network.settings.convention !== "zoo");
    const results = network.layers.map((_, row) => network.result(row));
    const most = (key) => Math.max(...results.map((result) => result?.[key] ?? 0), 1);
    const [mostParameters, mostMacs] = [most("parameters"), most("totalMacs")];
    const cells = network.layers.map((_, row) => network.cells(row));
    table.fill(cells, results.map((result) => ({
      parameters: (result?.parameters ?? 0) / mostParameters, macs: (result?.totalMacs ?? 0) / mostMacs,
    })));
    table.order();
  }

  showTotals() {
    const { network } = this;
    const { totals, settings } = network;
    const least = network.isComplete ? "" : "≥ ";
    const name = (index) => (index < network.inputCount ? text("input") : network.layers[index - network.inputCount].name);
    const values = {
      input: network.shapeText(0), layers: grouped(network.layers.filter((_, row) => network.counts(row + network.inputCount)).length),
      parameters: least + grouped(totals.parameters), macs: least + grouped(totals.macs), activations: least + bytes(totals.activations),
      operations: (totals.isCounted ? least : "≥ ") + grouped(totals.operations), memory: least + bytes(totals.parameterBytes),
      peak: least + text("peak_at", { peak: bytes(totals.peak), layer: name(totals.peakLayer) }),
      "peak-short": least + text("peak", { peak: bytes(totals.peak) }),
    };
    for (const place of this.root.querySelectorAll("[data-total]")) place.textContent = values[place.dataset.total] ?? "";
    const source = this.root.querySelector(".source");
    source.replaceChildren(...network.facts.source[language].flatMap((line) => [line, document.createElement("br")]));
    this.settingsText = `${settings.batch} ${settings.type}`;
  }

  // MARK: The picked layer

  /** Picks a layer here, and its counterpart in the other model. */
  pick(index) {
    this.show(index);
    const twin = this.network.layers[index].twin;
    this.other?.show(twin ?? -1, twin === undefined ? this.network.layers[index].name : null);
    this.onChange?.();
  }

  /**
   * @param index the layer, or -1 for none
   * @param missing the other model's layer that has no counterpart here
   */
  show(index, missing = null) {
    const { network } = this;
    this.picked = index;
    this.missing = missing;
    this.table.mark(index);
    this.diagram.mark(index);
    const heading = this.details.querySelector("h3");
    const facts = this.details.querySelector("dl");
    const layer = network.layers[index];
    const result = layer && network.result(index);
    this.editing.show(network, layer);
    this.run.showLayer(index);
    const hasField = result?.field && network.ownExtent.length > 0 && (result.field.isKnown || result.field.isWhole);
    this.details.querySelector(".field").hidden = !hasField;
    this.sliding.show(layer && network.changed(layer), result);
    if (!hasField) this.trace.box.hidden = true;
    if (!layer) {
      heading.textContent = missing === null ? text("pick") : text("no_counterpart", { layer: missing });
      this.details.querySelector(".role").textContent = "";
      facts.replaceChildren();
      return;
    }
    heading.textContent = layer.name;
    const sources = layer.inputs.map((input) => `${this.#name(input)} ${network.shapeText(input)}`).join(" + ");
    this.details.querySelector(".role").textContent = `${layer.kind}, ${sources} → ${network.shapeText(index + network.inputCount)}`;
    facts.replaceChildren(...this.facts(index));
    if (hasField) this.fieldView.show(network, result);
  }

  #name(index) {
    return index < this.network.inputCount ? this.network.facts.inputs[index].name || text("input") : this.network.layers[index - this.network.inputCount].name;
  }

  /** The arithmetic, each line with a button that copies it. */
  facts(index) {
    let previous = "";
    const { name } = this.network.layers[index];
    return explanation.of(this.network, index).flatMap(([label, sentence]) => {
      const parts = label === previous ? [] : [element("dt", label)];
      previous = label;
      const line = element("dd", sentence);
      line.append(copyButton(`${name}, ${label}: ${sentence}`));
      return [...parts, line];
    });
  }

  /** Shows a view; the table is a drawer below the others where there is room for both. */
  look(view) {
    const isNarrow = matchMedia("(max-width: 45rem)").matches;
    if (view === "table" && !isNarrow) this.root.classList.toggle("drawn");
    else this.root.dataset.view = view;
    for (const tab of this.tabs) {
      const isDrawer = tab.dataset.view === "table" && !isNarrow;
      tab.setAttribute("aria-pressed", isDrawer ? this.root.classList.contains("drawn") : tab.dataset.view === this.root.dataset.view);
    }
    this.fillTable();
    if (this.table.isSeen) this.table.mark(this.picked);
  }

  // MARK: Kinds and copies

  /** The first button stands for all kinds; the others add up. */
  filter(button) {
    const isAll = button === this.kinds[0];
    button.setAttribute("aria-pressed", isAll || button.getAttribute("aria-pressed") !== "true");
    const isPressed = (other) => other.getAttribute("aria-pressed") === "true";
    const chosen = isAll ? [] : this.kinds.slice(1).filter(isPressed);
    this.kinds.forEach((other, position) => {
      other.setAttribute("aria-pressed", position === 0 ? chosen.length === 0 : chosen.includes(other));
    });
    this.table.filter(new Set(chosen.map((other) => other.dataset.kind)));
    const layers = this.table.rows.filter((_, row) => this.table.counted(row)).length;
    this.say(text("shown", { shown: this.table.visible.length, layers }));
  }

  async copy(format) {
    this.fillTable();
    const { count, content } = this.table.copied(format);
    this.say((await copy(content)) ? text("copied", { count }) : text("not_copied"));
  }

  async copyText(content) {
    this.say((await copy(content)) ? text("copied_text", { text: content }) : text("not_copied"));
  }

  say(sentence) {
    this.root.querySelector("[role=status]").textContent = sentence;
    document.querySelector(".said").textContent = sentence;
  }
}

function element(name, content) {
  const element = document.createElement(name);
  element.textContent = content;
  return element;
}

function copyButton(content) {
  const button = element("button", "");
  button.append(svg("svg", { width: 13, height: 13, viewBox: "0 0 13 13", "aria-hidden": true },
    svg("path", { class: "sign", d: "M4.5 4.5h7v7h-7zM8.5 4V1.5h-7v7H4" })));
  button.type = "button";
  button.className = "copying";
  button.dataset.copied = content;
  button.title = text("copy");
  button.setAttribute("aria-label", text("copy"));
  return button;
}
