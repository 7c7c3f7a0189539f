/** The table of layers: sorted, filtered by kind, walked with the arrow keys, and copied. */
class LayerTable {
  constructor(root, onPick) {
    this.table = root.querySelector("table");
    this.body = this.table.tBodies[0];
    this.rows = [...this.body.rows];
    this.headers = [...this.table.tHead.rows[0].cells];
    this.columns = this.headers.map((header) => ({
      id: header.dataset.column,
      title: header.textContent.trim(),
      isNumber: header.classList.contains("number"),
    }));
    this.onPick = onPick;
    this.kinds = new Set();
    this.headers.forEach((header, column) => {
      header.querySelector("button").addEventListener("click", () => this.sort(column));
    });
    this.body.addEventListener("click", (event) => {
      const row = event.target.closest("tr");
      if (row && !String(getSelection())) onPick(this.rows.indexOf(row));
    });
    this.body.addEventListener("keydown", (event) => this.walk(event));
    this.counted = () => true;
    /** Rows whose numbers are not shown yet. */
    this.pending = new Set();
    addEventListener("resize", () => this.thaw());
    /** Empty lines before a row, by its number, so that rows of two tables face each other. */
    this.gaps = new Map();
    this.places = new Map(this.columns.map((column, place) => [column.id, place]));
    this.numbers = new Map(this.rows.map((row, number) => [row, number]));
    this.ordered = [...this.numbers.values()].join() + JSON.stringify([]);
  }

  get isSeen() {
    return this.table.checkVisibility();
  }

  // MARK: Numbers

  /** Shows new numbers: in the rows that are seen at once, in the others soon after, so that no hand is held up.
   * @param cells of each row, as for setAll
   * @param parts of each row, of the largest number of columns */
  fill(cells, parts) {
    [this.cells, this.parts] = [cells, parts];
    const box = this.table.parentElement.getBoundingClientRect();
    const seen = [...this.rows.keys()].filter((row) => {
      const { top, bottom } = this.rows[row].getBoundingClientRect();
      return bottom > box.top && top < box.bottom;
    });
    this.#fit();
    this.pending = new Set(this.rows.keys());
    for (const row of seen) this.#settle(row);
    this.#settleSoon();
  }

  /** Shows all new numbers. */
  settle() {
    for (const row of [...this.pending]) this.#settle(row);
  }

  #settle(row) {
    this.pending.delete(row);
    this.setAll(row, this.cells[row]);
    for (const [id, part] of Object.entries(this.parts[row])) this.share(row, id, part);
  }

  #settleSoon() {
    clearTimeout(this.timer);
    if (this.pending.size === 0) return;
    this.timer = setTimeout(() => {
      for (const row of [...this.pending].slice(0, 60)) this.#settle(row);
      this.#settleSoon();
    });
  }

  /** Keeps the columns as wide as they are, or wider for longer numbers: a cell that changes is laid out alone then. */
  #fit() {
    const longest = new Map([...this.places.keys()].map((id) => [id, Math.max(...this.cells.map((cells) => cells[id]?.[0].length ?? 0))]));
    if (!this.longest) {
      const widths = this.headers.map((header) => header.getBoundingClientRect().width);
      this.widths = new Map([...this.places].map(([id, place]) => [id, widths[place]]));
      // What is shown is not yet what will be.
      this.longest = new Map([...this.places].map(([id, place]) => [id, Math.max(...this.rows.map((row) => row.cells[place].textContent.trim().length))]));
      this.table.style.tableLayout = "fixed";
    }
    for (const [id, place] of this.places) {
      const more = longest.get(id) - this.longest.get(id);
      if (more > 0) {
        this.longest.set(id, longest.get(id));
        this.widths.set(id, this.widths.get(id) + more * LayerTable.digit);
      }
      this.headers[place].style.width = this.headers[place].hidden ? "" : `${this.widths.get(id)}px`;
    }
  }

  /** Width of a digit, in points, with some to spare. */
  static digit = 9;

  /** Lets the columns be as wide as they need. */
  thaw() {
    this.longest = null;
    this.table.style.tableLayout = "";
    for (const header of this.headers) header.style.width = "";
  }

  /** Draws the bar under a number: its part of the largest. */
  share(row, id, part) {
    this.rows[row].cells[this.places.get(id)].style.setProperty("--share", part);
  }

  /** What the cells of a row show, and what programs are told where that differs. */
  setAll(row, cells) {
    for (const [id, [shown, raw]] of Object.entries(cells)) {
      const cell = this.rows[row].cells[this.places.get(id)];
      if (cell.textContent !== shown) cell.textContent = shown;
      if (raw === shown) delete cell.dataset.raw;
      else cell.dataset.raw = raw;
    }
  }

  showColumn(id, isShown) {
    const place = this.places.get(id);
    if (this.headers[place].hidden !== isShown) return;
    this.thaw();
    for (const row of this.table.rows) if (row.className !== "gap") row.cells[place].hidden = !isShown;
  }

  /** The headings in another language. */
  rename() {
    this.thaw();
    this.headers.forEach((header, place) => (this.columns[place].title = header.textContent.trim()));
  }

  static raw(cell) {
    return cell.dataset.raw ?? cell.textContent.trim();
  }

  get visible() {
    return [...this.body.rows].filter((row) => !row.hidden && row.className !== "gap");
  }

  // MARK: Picking

  mark(index) {
    const change = (row, isPicked) => {
      row?.classList.toggle("picked", isPicked);
      row?.querySelector("button").setAttribute("aria-pressed", isPicked);
    };
    if (this.marked !== index) change(this.rows[this.marked], false);
    change(this.rows[index], true);
    this.marked = index;
    this.refreshTabStop();
    if (index >= 0 && this.isSeen) revealDown(this.rows[index], this.table.parentElement);
  }

  /** Tab enters the table once: at the picked layer, or where that is hidden at the first. */
  refreshTabStop() {
    const visible = this.visible;
    const stop = visible.find((row) => row.classList.contains("picked")) ?? visible[0];
    for (const row of this.rows) row.querySelector("button").tabIndex = row === stop ? 0 : -1;
  }

  walk(event) {
    const visible = this.visible;
    const here = visible.indexOf(event.target.closest("tr"));
    const target = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: visible.length - 1 }[event.key];
    if (target === undefined || !visible[target]) return;
    event.preventDefault();
    this.onPick(this.rows.indexOf(visible[target]));
    visible[target].querySelector("button").focus();
  }

  // MARK: Order and filter

  /** Ascending, descending, then the network's order again. */
  sort(column) {
    const header = this.headers[column];
    const next = { none: "ascending", ascending: "descending", descending: "none" }[header.ariaSort ?? "none"];
    for (const other of this.headers) other.removeAttribute("aria-sort");
    if (next !== "none") header.setAttribute("aria-sort", next);
    this.order();
  }

  /** Puts the rows in order again; numbers may have changed. */
  order() {
    const column = this.headers.findIndex((header) => header.hasAttribute("aria-sort"));
    const rows = [...this.rows];
    if (column >= 0) {
      this.settle();
      const sign = this.headers[column].ariaSort === "ascending" ? 1 : -1;
      const compare = this.columns[column].isNumber || this.columns[column].id === "output" ? byNumber : byText;
      rows.sort((a, b) => compare(a.cells[column], b.cells[column], sign));
    }
    const gaps = column < 0 && this.kinds.size === 0 ? this.gaps : new Map();
    // Rows that are put where they are already would all be laid out again.
    const order = rows.map((row) => this.numbers.get(row)).join() + JSON.stringify([...gaps]);
    if (order === this.ordered) return;
    this.ordered = order;
    this.body.replaceChildren(...rows.flatMap((row, index) => [...this.#gap(gaps.get(index) ?? 0), row]));
  }

  /** Empty lines. */
  #gap(count) {
    return Array.from({ length: count }, () => {
      const row = document.createElement("tr");
      row.className = "gap";
      row.setAttribute("aria-hidden", "true");
      // As high as a layer's line, whose first cell is a button.
      const head = document.createElement("th");
      const button = element("button", "\u00a0");
      button.disabled = true;
      head.append(button);
      const rest = document.createElement("td");
      rest.colSpan = this.headers.length - 1;
      row.append(head, rest);
      return row;
    });
  }

  /** Shows the layers of some kinds; of all where none is named. */
  filter(kinds) {
    this.kinds = kinds;
    this.rows.forEach((row, index) => (row.hidden = !this.counted(index) || (kinds.size > 0 && !kinds.has(row.dataset.kind))));
    this.order();
    this.refreshTabStop();
  }

  /** The rows that are shown, in their order, as text of a format. */
  copied(format) {
    this.settle();
    const rows = this.visible.map((row) =>
      [...row.cells].filter((cell) => !cell.hidden).map((cell) => ({ text: cell.textContent.trim(), raw: LayerTable.raw(cell) })),
    );
    return { count: rows.length, content: tableText[format](this.columns.filter((_, place) => !this.headers[place].hidden), rows) };
  }
}

function byText(a, b, sign) {
  return sign * a.textContent.localeCompare(b.textContent, undefined, { numeric: true });
}

/** By the product of a cell's numbers, as in 96×55×55; words such as "image" count for more than any number, and cells
 * that show nothing come last in both orders. */
function byNumber(a, b, sign) {
  const isBlank = (cell) => cell.textContent.trim() === "";
  if (isBlank(a) || isBlank(b)) return isBlank(a) - isBlank(b);
  const value = (cell) => {
    const product = LayerTable.raw(cell).split("×").reduce((product, factor) => product * Number(factor), 1);
    return Number.isNaN(product) ? Number.MAX_VALUE : product;
  };
  return sign * (value(a) - value(b));
}

/** Scrolls a box, and nothing around it, until a part of it is seen. */
function revealDown(part, box) {
  const [inner, outer] = [part.getBoundingClientRect(), box.getBoundingClientRect()];
  const margin = 48;
  if (inner.top < outer.top + margin) box.scrollTop -= outer.top + margin - inner.top;
  if (inner.bottom > outer.bottom - margin) box.scrollTop += inner.bottom - outer.bottom + margin;
}
