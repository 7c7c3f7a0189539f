/** What the network made of a picture: the picked layer's maps and kernels, the likeliest classes, the gradient. */
class RunView {
  constructor(root, network) {
    this.network = network;
    this.run = network.facts.run;
    this.layerBox = root.querySelector(".details .run");
    this.networkBox = root.querySelector(".about .run");
  }

  /** The sheets of a layer, by its place; none for -1. */
  showLayer(index) {
    const sheets = this.run?.layers[index];
    this.layerBox.hidden = !sheets;
    if (!sheets) return this.layerBox.replaceChildren();
    const { name } = this.run;
    const range = (sheet) => ({ from: significant(sheet.range[0]), to: significant(sheet.range[1]) });
    const figures = [];
    if (sheets.output) {
      const { output } = sheets;
      const key = sheets.isVector ? "run_vector" : "run_maps";
      const count = sheets.isVector ? output.plane[0] : output.count;
      const sentence = text(key, { picture: name, shown: grouped(output.shown), count: grouped(count), ...range(output) });
      figures.push(this.#sheet(output, sentence, (plane) => (sheets.isVector ? "" : text("run_map", { map: grouped(plane) }))));
    }
    if (sheets.kernels) {
      const { kernels, areInColor } = sheets;
      const inRow = kernels.row;
      const key = areInColor ? "run_color_kernels" : inRow > 1 ? "run_kernels" : "run_single_kernels";
      const sentence = text(key, { shown: grouped(kernels.shown / inRow), ...range(kernels) });
      figures.push(this.#sheet(kernels, sentence, (plane) =>
        inRow === 1 ? text("run_kernel", { kernel: grouped(plane) })
          : text("run_plane", { kernel: grouped(Math.floor(plane / inRow)), channel: grouped(plane % inRow) })));
    }
    if (sheets.field) figures.push(this.#field(sheets.field, index));
    this.layerBox.replaceChildren(element("h4", text("run")), ...figures);
  }

  /** A sheet, enlarged so that it fills the place, but a point to no more than 24; what the pointer is on is said below. */
  #sheet(sheet, sentence, named) {
    const image = this.#image(sheet.source, sheet.size, sentence);
    image.style.maxWidth = `min(40rem, ${24 * sheet.size[0]}px)`;
    const caption = element("figcaption", sentence);
    const at = document.createElement("p");
    at.className = "at";
    at.textContent = "\u00a0";
    image.addEventListener("pointermove", (event) => {
      const scale = sheet.size[0] / image.clientWidth;
      const column = Math.floor((event.offsetX * scale) / (sheet.plane[0] + 1));
      const plane = Math.floor((event.offsetY * scale) / (sheet.plane[1] + 1)) * sheet.across + column;
      at.textContent = column < sheet.across && plane >= 0 && plane < sheet.shown ? named(plane) : "";
    });
    const figure = document.createElement("figure");
    figure.append(image, at, caption);
    return figure;
  }

  /** The effective receptive field of the middle unit beside the theoretical one. */
  #field({ source, sides }, index) {
    const extent = this.network.ownExtent;
    const field = this.network.results[index + this.network.inputCount]?.field;
    const size = field?.isKnown && !field.isWhole ? times(field.axes.map((axis) => axis.size)) : "";
    const [half, most] = sides.map((side) => (side === null ? "–" : `${grouped(side)}×${grouped(side)}`));
    const sentence = `${text("run_field", { picture: this.run.name, half, most })}${size && ` ${text("run_theory", { size })}`}`;
    const figure = document.createElement("figure");
    figure.className = "effective";
    figure.append(this.#image(source, [extent[1], extent[0]], sentence), element("figcaption", sentence));
    return figure;
  }

  #image(source, [width, height], alternative) {
    const image = new Image(width, height);
    image.alt = alternative;
    image.src = source;
    return image;
  }

  /** The picture, its classes and its gradient. */
  showNetwork() {
    const { run, network } = this;
    this.networkBox.hidden = !run;
    if (!run) return;
    const [height, width] = network.ownExtent;
    const figures = [["picture", text("run_picture", { picture: run.name })],
      ["gradient", text("run_gradient", { class: run.classes[0]?.name ?? "" })]].map(([key, sentence]) => {
      const figure = document.createElement("figure");
      figure.append(this.#image(run[key], [width, height], sentence), element("figcaption", sentence));
      return figure;
    });
    const list = document.createElement("ol");
    list.append(...run.classes.map(({ name, value }) => {
      const item = element("li", "");
      const bar = document.createElement("meter");
      [bar.min, bar.max, bar.value] = [0, 1, value];
      if (run.areShares) item.append(bar);
      item.append(element("span", name), element("b", run.areShares ? `${fixed(100 * value, 2)} %` : significant(value)));
      return item;
    }));
    const row = document.createElement("div");
    row.append(...figures);
    this.networkBox.replaceChildren(element("h3", text(run.areShares ? "run_classes" : "run_distances")), list, row);
  }
}
