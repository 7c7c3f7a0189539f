/** One model: its totals, diagram, table and picked layer at one size of the image. */
class Pane {
  constructor(root, facts) {
    this.root = root;
    this.network = new Network(facts);
    this.step = facts.own;
    this.picked = -1;
    this.table = new LayerTable(root, (index) => this.pick(index));
    this.diagram = new Diagram(root, this.network, (index) => this.pick(index));
    this.diagram.show((index) => !this.network.layers[index - this.network.inputs.length]?.auxiliary);
    this.fieldView = new FieldView(root.querySelector(".field"));
    this.details = root.querySelector(".details");
    this.slider = root.querySelector(".size input");
    this.slider?.addEventListener("input", () => this.resize(Number(this.slider.value)));
    this.ownSize = root.querySelector(".own");
    this.ownSize?.addEventListener("click", () => {
      this.slider.value = facts.own;
      this.slider.focus();
      this.resize(facts.own);
    });
    this.kinds = [...root.querySelectorAll(".kinds button")];
    for (const button of this.kinds) button.addEventListener("click", () => this.filter(button));
    for (const button of root.querySelectorAll("[data-copy]")) {
      button.addEventListener("click", () => this.copy(button.dataset.copy));
    }
    this.tabs = [...root.querySelectorAll(".tabs button")];
    for (const tab of this.tabs) tab.addEventListener("click", () => this.look(tab.dataset.view));
    this.resize(this.step);
  }

  /** Shows a view; the table is a drawer below the others where there is room for both. */
  look(view) {
    const isNarrow = matchMedia("(max-width: 45rem)").matches;
    if (view === "table" && !isNarrow) this.root.classList.toggle("drawn");
    else this.root.dataset.view = view;
    for (const tab of this.tabs) {
      const isShown = tab.dataset.view === "table" && !isNarrow ? this.root.classList.contains("drawn") : tab.dataset.view === this.root.dataset.view;
      tab.setAttribute("aria-pressed", isShown);
    }
  }

  // MARK: The picked layer

  /** Picks a layer here, and its counterpart in the other model. */
  pick(index) {
    this.show(index);
    const twin = this.network.layers[index].twin;
    this.other?.show(twin ?? -1, twin === undefined ? this.network.layers[index].name : null);
  }

  /**
   * @param index the layer, or -1 for none
   * @param missing the other model's layer that has no counterpart here
   */
  show(index, missing = null) {
    this.picked = index;
    this.table.mark(index);
    this.diagram.mark(index);
    const heading = this.details.querySelector("h3");
    const facts = this.details.querySelector("dl");
    const layer = this.network.layers[index];
    this.details.querySelector(".field").hidden = !layer || this.network.sizes[0].length === 0;
    if (!layer) {
      heading.textContent = missing === null ? text("pick") : text("no_counterpart", { layer: missing });
      this.details.querySelector(".role").textContent = "";
      facts.replaceChildren();
      return;
    }
    heading.textContent = layer.name;
    this.details.querySelector(".role").textContent = `${layer.kind}, ${layer.reads}`;
    facts.replaceChildren(...this.facts(layer));
    if (this.network.sizes[0].length > 0) this.fieldView.show(this.network, layer, this.step);
  }

  /** The arithmetic, which is that of the network's own size, and at another size what changes. */
  facts(layer) {
    const entries = [...layer.arithmetic];
    if (this.step !== this.network.own) {
      const values = {
        output: this.network.shape(layer, this.step).join("×"),
        macs: grouped(this.network.macs(layer, this.step)),
        memory: bytes(this.network.bytes(layer, this.step)),
      };
      entries.unshift([text("at_size", { size: this.sizeText(this.step) }), text("at_size_facts", values)]);
    }
    let previous = "";
    return entries.flatMap(([label, sentence]) => {
      const parts = label === previous ? [] : [element("dt", label)];
      previous = label;
      return [...parts, element("dd", sentence)];
    });
  }

  // MARK: The size of the image

  sizeText(step) {
    return this.network.sizes[step].join("×");
  }

  /** Shows all that depends on the size for another one. */
  resize(step) {
    this.step = step;
    const { network, table } = this;
    const most = Math.max(...network.layers.map((layer) => network.macs(layer, step)), 1);
    network.layers.forEach((layer, index) => {
      const row = table.rows[index];
      const [macs, memory] = [network.macs(layer, step), network.bytes(layer, step)];
      table.set(row, "output", network.shape(layer, step).join("×"));
      table.set(row, "macs", macs === 0 ? "" : grouped(macs), String(macs));
      table.set(row, "activations", memory === 0 ? "" : bytes(memory), String(memory));
      table.share(table.cell(row, "macs"), macs / most);
      this.setField(row, network.field(layer, step));
      for (const [id, cells] of Object.entries(layer.cells)) table.set(row, id, ...Network.at(cells, step));
    });
    table.order();
    network.step = step;
    this.diagram.resize();
    this.showTotals();
    if (this.slider) {
      this.root.querySelector(".size output").textContent = this.sizeText(step);
      this.slider.setAttribute("aria-valuetext", this.sizeText(step));
      this.ownSize.disabled = step === network.own;
    }
    this.show(this.picked);
  }

  /** The field and its jump, as the program writes them. */
  setField(row, field) {
    const known = (values) => (values.includes(undefined) ? "?" : perAxis(values));
    const raw = (values) => (new Set(values).size === 1 ? values.slice(0, 1) : values).map((value) => value ?? "?").join("×");
    const sizes = field?.map((axis) => axis.size) ?? [];
    const strides = field?.map((axis) => axis.stride) ?? [];
    if (field === null) this.table.set(row, "field", text("image"), "image");
    else if (sizes.length > 0) this.table.set(row, "field", known(sizes), raw(sizes));
    if (field === null || strides.length === 0) this.table.set(row, "jump", "");
    else this.table.set(row, "jump", known(strides), raw(strides));
  }

  showTotals() {
    const { network, step } = this;
    const peakLayer = network.layers[network.peakLayer[step]]?.name ?? text("input");
    const values = {
      input: [network.channels, ...network.sizes[step]].join("×"),
      macs: grouped(network.totalMacs[step]),
      activations: bytes(network.activations[step]),
      peak: text("peak_at", { peak: bytes(network.peak[step]), layer: peakLayer }),
      "peak-short": text("peak", { peak: bytes(network.peak[step]) }),
    };
    for (const place of this.root.querySelectorAll("[data-total]")) {
      const value = values[place.dataset.total];
      if (value !== undefined) place.textContent = value;
    }
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
    this.say(text("shown", { shown: this.table.visible.length, layers: this.table.rows.length }));
  }

  async copy(format) {
    const { count, content } = this.table.copied(format);
    this.say((await copy(content)) ? text("copied", { count }) : text("not_copied"));
  }

  say(sentence) {
    this.root.querySelector("[role=status]").textContent = sentence;
  }
}

function element(name, content) {
  const element = document.createElement(name);
  element.textContent = content;
  return element;
}

const panes = [...document.querySelectorAll(".model")].map((root, index) => new Pane(root, page.models[index]));
if (panes.length === 2) {
  panes[0].other = panes[1];
  panes[1].other = panes[0];
}
panes[0].pick(0);
