/** The page as a whole: search, keys, language, light and dark, and the address that leads back to what is shown. */
const panes = [...document.querySelectorAll(".model")].map((root, index) => new Pane(root, page.models[index]));
if (panes.length === 2) [panes[0].other, panes[1].other] = [panes[1], panes[0]];

const said = element("p", "");
said.className = "said hidden";
said.setAttribute("aria-live", "polite");
document.body.append(said);

/** The pane that was worked in last. */
let current = panes[0];
for (const pane of panes) pane.root.addEventListener("pointerdown", () => (current = pane));

// MARK: The address

/** #layer=inception_3a/3x3&input=320: what is shown, as far as it is not what the page shows by itself. */
const address = {
  isReading: false,

  write() {
    if (this.isReading) return;
    const parts = panes.flatMap((pane) => this.parts(pane));
    if (language !== this.ownLanguage) parts.push(`language=${language}`);
    history.replaceState(null, "", `#${parts.join("&")}`);
  },

  /** What names of the second of two models begin with. */
  prefix: (pane) => (pane === panes[0] ? "" : "2."),

  parts(pane) {
    const parts = [];
    const { settings, facts, ownExtent, layers } = pane.network;
    const add = (name, value) => parts.push(`${this.prefix(pane)}${name}=${encodeURIComponent(value).replaceAll("%2F", "/")}`);
    // The counterpart of what is picked in the first model is picked by that.
    if (pane.picked >= 0 && (pane === panes[0] || layers[pane.picked].twin === undefined)) add("layer", layers[pane.picked].name);
    if (times(settings.extent) !== times(ownExtent)) {
      add("input", new Set(settings.extent).size === 1 ? settings.extent[0] : settings.extent.join("x"));
    }
    for (const name of ["batch", "type", "convention"]) if (settings[name] !== facts[name]) add(name, settings[name]);
    if (settings.isTraining !== facts.isTraining) add("training", settings.isTraining ? 1 : 0);
    if (pane.network.hasChanges) add("changes", JSON.stringify(pane.network.changes));
    return parts;
  },

  /** What an address says is a stranger's: only what can be is taken from it. */
  read() {
    const parts = new Map(location.hash.slice(1).split("&").filter(Boolean).map((part) => {
      const [name, ...value] = part.split("=");
      try {
        return [name, decodeURIComponent(value.join("="))];
      } catch {
        return [name, ""];
      }
    }));
    this.isReading = true;
    if (Object.hasOwn(page.languages, parts.get("language") ?? "")) speak(parts.get("language"));
    const isPicked = panes.map((pane) => {
      const prefix = this.prefix(pane);
      const own = [...parts].filter(([name]) => name.startsWith(prefix)).map(([name, value]) => [name.slice(prefix.length), value]);
      return this.take(pane, new Map(own));
    });
    this.isReading = false;
    return isPicked.includes(true);
  },

  /** Shows of one model what an address says; whether it names a layer. */
  take(pane, parts) {
    const { network } = pane;
    const settings = { ...network.settings };
    const whole = (word, most) => (/^[1-9]\d{0,8}$/.test(word) && Number(word) <= most ? Number(word) : null);
    if (parts.has("input")) {
      const sizes = parts.get("input").split("x").map((word) => whole(word, 2 ** 31 - 1));
      if (!sizes.includes(null) && [1, network.ownExtent.length].includes(sizes.length)) {
        settings.extent = network.ownExtent.map((_, axis) => pick(sizes, axis));
      }
    }
    if (parts.has("batch")) settings.batch = whole(parts.get("batch"), 1_000_000) ?? settings.batch;
    const among = (select, word) => ([...select.options].some((option) => option.value === word) ? word : null);
    settings.type = among(pane.controls.type, parts.get("type")) ?? settings.type;
    settings.convention = among(pane.controls.convention, parts.get("convention")) ?? settings.convention;
    if (parts.has("training") && pane.controls.training) settings.isTraining = parts.get("training") === "1";
    const changes = parts.has("changes") ? this.changes(network, parts.get("changes")) : network.changes;
    if (JSON.stringify({ settings, changes }) !== pane.state) pane.restore({ settings, changes });
    const row = network.layers.findIndex((layer) => layer.name === parts.get("layer"));
    if (row >= 0) {
      pane.diagram.reveal?.(row);
      pane.pick(row);
    }
    return row >= 0;
  },

  changes(network, written) {
    const changes = {};
    try {
      for (const [name, values] of Object.entries(JSON.parse(written))) {
        const layer = network.layers.find((layer) => layer.name === name);
        for (const [key, , least] of Editing.arguments[layer?.op] ?? []) {
          if (!Object.hasOwn(values, key)) continue;
          const value = Editing.read(key, Editing.written(key, values[key]), least, network.ownExtent.length);
          if (value !== null) changes[name] = { ...changes[name], [key]: value };
        }
      }
    } catch {
      return {};
    }
    return changes;
  },
};
address.ownLanguage = language;

// MARK: Language, light and dark

/** Shows the page in another language. */
function speak(code) {
  language = code;
  document.documentElement.lang = code;
  document.querySelector("select.language").value = code;
  for (const part of document.querySelectorAll("[data-text]")) part.textContent = text(part.dataset.text);
  for (const part of document.querySelectorAll("[data-label]")) {
    part.setAttribute("aria-label", text(part.dataset.label));
    if (part.title) part.title = text(part.dataset.label);
  }
  document.querySelector(".search input").placeholder = text("search");
  const titles = panes.map((pane) => pane.network.facts.title[code]);
  panes.forEach((pane, index) => {
    pane.root.querySelector("h2").textContent = titles[index];
    pane.table.rename();
    pane.refresh();
  });
}

document.querySelector("select.language").addEventListener("change", (event) => {
  speak(event.target.value);
  address.write();
});
document.querySelector("[data-do=theme]").addEventListener("click", () => {
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
});

// MARK: Search

const search = {
  input: document.querySelector(".search input"),
  list: document.querySelector("#found"),
  most: 12,

  find() {
    const words = this.input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const found = words.length === 0 ? [] : panes.flatMap((pane) =>
      pane.network.layers.flatMap((layer, row) => {
        const shown = `${layer.name} ${layer.kind} ${pane.network.shapeText(row + pane.network.inputCount)}`;
        return words.every((word) => shown.toLowerCase().includes(word)) ? [{ pane, row, layer, shown }] : [];
      }));
    // Names that begin so come first.
    const rank = ({ layer }) => (layer.name.toLowerCase() === words[0] ? 0 : layer.name.toLowerCase().startsWith(words[0]) ? 1 : 2);
    found.sort((a, b) => rank(a) - rank(b));
    this.found = found.slice(0, this.most);
    this.list.replaceChildren(...this.found.map(({ shown }, index) => {
      const item = element("li", shown);
      item.id = `found-${index}`;
      item.setAttribute("role", "option");
      return item;
    }));
    this.open(found.length > 0);
    this.mark(0);
  },

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", isOpen);
  },

  mark(index) {
    this.at = index;
    [...this.list.children].forEach((item, place) => item.setAttribute("aria-selected", place === index));
    if (this.list.children[index]) this.input.setAttribute("aria-activedescendant", `found-${index}`);
    else this.input.removeAttribute("aria-activedescendant");
  },

  go(index) {
    const hit = this.found?.[index];
    if (!hit) return;
    this.open(false);
    this.input.blur();
    current = hit.pane;
    if (!hit.pane.network.counts(hit.row + hit.pane.network.inputCount)) hit.pane.set({ isTraining: true });
    hit.pane.diagram.reveal(hit.row);
    hit.pane.pick(hit.row);
  },
};
search.input.addEventListener("input", () => search.find());
search.input.addEventListener("blur", () => setTimeout(() => search.open(false), 200));
search.list.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  search.go([...search.list.children].indexOf(event.target.closest("li")));
});
search.input.addEventListener("keydown", (event) => {
  const last = search.list.children.length - 1;
  if (event.key === "ArrowDown") search.mark(Math.min(search.at + 1, last));
  else if (event.key === "ArrowUp") search.mark(Math.max(search.at - 1, 0));
  else if (event.key === "Enter") search.go(search.at);
  else if (event.key === "Escape") search.input.blur();
  else return;
  event.preventDefault();
});

// MARK: Keys

addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input:not([type=range], [type=checkbox]), select, textarea");
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !isTyping) {
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) current.redo();
    else current.undo();
    return;
  }
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const action = {
    "/": () => search.input.focus(), "+": () => current.diagram.zoom(1.3), "-": () => current.diagram.zoom(1 / 1.3),
    0: () => current.diagram.fit(), t: () => current.look("table"), l: () => current.look("layer"), n: () => current.look("network"),
  }[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

// MARK: Two models

/** What differs between the two: layers without a counterpart, and those whose sizes, windows or numbers are others. */
function compare() {
  const cells = panes.map((pane) => pane.network.layers.map((_, row) => pane.network.cells(row)));
  const ids = ["output", "kernel", "stride", "pad", "parameters", "macs"];
  panes.forEach((pane, own) => {
    const marks = new Map();
    pane.network.layers.forEach((layer, row) => {
      if (layer.twin === undefined) marks.set(row, "alone");
      else if (ids.some((id) => cells[own][row][id][1] !== cells[1 - own][layer.twin][id][1])) marks.set(row, "differs");
    });
    pane.diagram.marks = marks;
    pane.table.rows.forEach((row, index) => {
      for (const mark of ["alone", "differs"]) row.classList.toggle(mark, marks.get(index) === mark);
    });
    pane.diagram.redraw();
  });
  align();
}

/** Puts empty lines into both tables, so that a layer and its counterpart stand side by side. */
function align() {
  const gaps = [new Map(), new Map()];
  const before = [0, 0];
  const counted = panes.map((pane) => pane.network.layers.map((_, row) => pane.table.counted(row)));
  let next = 0;
  panes[0].network.layers.forEach(({ twin }, row) => {
    if (twin !== undefined && twin >= next) {
      for (; next < twin; next += 1) before[1] += counted[1][next];
      const lack = before[0] - before[1];
      if (lack > 0) gaps[1].set(twin, lack);
      if (lack < 0) gaps[0].set(row, -lack);
      before.fill(Math.max(...before));
    }
    before[0] += counted[0][row];
    if (twin === next) {
      before[1] += counted[1][next];
      next += 1;
    }
  });
  panes.forEach(({ table }, own) => {
    table.gaps = gaps[own];
    table.order();
  });
}

/** Scrolls and moves the other model along. */
function scrollTogether() {
  let leader = null;
  panes.forEach((pane, own) => {
    const other = panes[1 - own];
    const box = pane.table.table.parentElement;
    for (const name of ["pointerenter", "focusin", "wheel", "touchstart"]) box.addEventListener(name, () => (leader = pane), { passive: true });
    box.addEventListener("scroll", () => {
      if (leader !== pane || !other.table.isSeen) return;
      const top = box.getBoundingClientRect().top + 40;
      const row = pane.table.visible.find((row) => row.getBoundingClientRect().bottom > top);
      const index = pane.table.rows.indexOf(row);
      // The nearest layer above that both have.
      for (let at = index; at >= 0; at -= 1) {
        const { twin } = pane.network.layers[at];
        if (twin === undefined) continue;
        const target = other.table.rows[twin].getBoundingClientRect();
        const into = row.getBoundingClientRect().top - top;
        other.table.table.parentElement.scrollTop += target.top - top - into;
        return;
      }
    });
    pane.diagram.onMove = (x, y, factor) => other.diagram.follow(x, y, factor);
  });
}

if (panes.length === 2) {
  compare();
  scrollTogether();
}

for (const pane of panes) {
  pane.onChange = () => {
    address.write();
    if (panes.length === 2 && pane.settled !== pane.state) compare();
    pane.settled = pane.state;
  };
}
addEventListener("hashchange", () => address.read());
if (!address.read()) panes[0].pick(0);
