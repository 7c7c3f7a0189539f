/** The form in which a layer's arguments are changed. */
class Editing {
  /** What can be changed of an operation: the argument's letter, its name, and its least number. */
  static arguments = {
    conv: [["k", "kernel", 1], ["s", "stride", 1], ["p", "padding", 0], ["d", "dilation", 1], ["g", "groups", 1], ["c", "channels", 1]],
    deconv: [["k", "kernel", 1], ["s", "stride", 1], ["p", "padding", 0], ["d", "dilation", 1], ["g", "groups", 1], ["c", "channels", 1]],
    pool: [["k", "kernel", 1], ["s", "stride", 1], ["p", "padding", 0]],
    fc: [["c", "outputs", 1]],
  };
  static most = 65535;

  /** @param onChange is told the layer's name, the argument's letter, and its value; undefined for as it was */
  constructor(form, onChange) {
    this.form = form;
    this.onChange = onChange;
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  show(network, layer) {
    const all = layer ? Editing.arguments[layer.op] ?? [] : [];
    // Channels of a table of connections are its rows.
    const known = all.filter(([key]) => !layer.pairs || !["c", "g"].includes(key));
    this.form.hidden = known.length === 0;
    if (this.form.hidden) return;
    const changed = network.changed(layer);
    const fields = known.map(([key, name, least]) => {
      const label = element("label", `${text(name)} `);
      const input = document.createElement("input");
      input.type = "text";
      input.inputMode = "numeric";
      input.value = Editing.written(key, changed[key] ?? { p: [[0, 0]], d: [1] }[key]);
      input.classList.toggle("changed", network.changes[layer.name]?.[key] !== undefined);
      input.addEventListener("change", () => {
        const value = Editing.read(key, input.value, least, network.ownExtent.length);
        input.setCustomValidity(value === null ? text("bad_argument", { argument: text(name), least }) : "");
        if (value === null) {
          input.reportValidity();
          return;
        }
        const isOwn = JSON.stringify(value) === JSON.stringify(Editing.canonical(key, layer[key]));
        this.onChange(layer.name, key, isOwn ? undefined : value);
      });
      label.append(input);
      return label;
    });
    this.form.replaceChildren(...fields);
  }

  static canonical(key, value) {
    if (key === "p") return value ?? [[0, 0]];
    if (key === "d") return value ?? [1];
    return value;
  }

  /** 3, 3,1 for several axes, 1+2 where the sides of a padding differ, same. */
  static written(key, value) {
    if (!Array.isArray(value)) return String(value);
    if (key !== "p") return value.join(",");
    return value.map(([before, after]) => (before === after ? before : `${before}+${after}`)).join(",");
  }

  static read(key, written, least, axes) {
    const word = written.trim();
    if (key === "p" && word === "same") return "same";
    const number = (part) => (/^\d{1,5}$/.test(part.trim()) && Number(part) >= least && Number(part) <= Editing.most ? Number(part) : null);
    if (key === "c" || key === "g") return number(word);
    const parts = word.split(/[,×x]/);
    if (parts.length !== 1 && parts.length !== axes) return null;
    const values = parts.map((part) => {
      if (key !== "p") return number(part);
      const sides = part.split("+").map(number);
      if (sides.length > 2 || sides.includes(null)) return null;
      return [sides[0], sides.at(-1)];
    });
    return values.includes(null) ? null : values;
  }
}
