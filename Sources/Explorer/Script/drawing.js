/**
 * Where the parts of an outline lie: open modules are frames around their parts, all else is a box.
 *
 * A frame is laid out for itself, with a place on its border for each layer outside that is read inside, and for each layer
 * inside that is read outside.
 */
class Drawing {
  static titleHeight = 20;
  static margin = 10;

  /**
   * @param outline the network
   * @param open the identifiers of open modules
   * @param label for a node and the name of the module around it {lines: [[left, right]], name}
   */
  constructor(outline, open, label) {
    this.outline = outline;
    this.open = open;
    this.label = label;
    this.boxes = [];
    this.frames = [];
    this.lines = [];
    this.levels = this.#levels();
    this.inside = this.#layOut(outline.root);
    this.width = this.inside.width;
    this.height = this.inside.height;
  }

  static measure = (() => {
    let context = null;
    const widths = new Map();
    return (text, font) => {
      context ??= document.createElement("canvas").getContext("2d");
      const key = font + text;
      if (!widths.has(key)) {
        context.font = font;
        widths.set(key, context.measureText(text).width);
      }
      return widths.get(key);
    };
  })();

  isOpen(node) {
    return node === this.outline.root || (node.children && this.open.has(node.id));
  }

  /** The nodes from the root to what is seen of a layer. */
  #path(index) {
    const path = [this.outline.root];
    for (const node of [...this.outline.around(index), this.outline.owners.get(index)]) {
      path.push(node);
      if (!this.isOpen(node)) break;
    }
    return path;
  }

  /** For each open node its edges: {from, to} of children, or of the layer outside that is read or reads. */
  #levels() {
    const levels = new Map();
    const add = (node, edge) => {
      if (!levels.has(node.id)) levels.set(node.id, new Map());
      const { from, to, layer } = edge;
      const isPlain = (end) => typeof end === "string" || !this.isOpen(end);
      const ends = [from, to].map((end) => end.id ?? end).join(" ");
      // Of a box it does not matter which of its layers is read.
      const key = isPlain(from) && isPlain(to) && from.id ? ends : `${ends} ${layer}`;
      levels.get(node.id).set(key, edge);
    };
    const paths = new Map();
    const path = (index) => {
      if (!paths.has(index)) paths.set(index, this.#path(index));
      return paths.get(index);
    };
    for (const [source, reader] of this.outline.edges) {
      const [a, b] = [path(source), path(reader)];
      let common = 0;
      while (a[common + 1] === b[common + 1] && a[common + 1]) common += 1;
      if (!a[common + 1] || !b[common + 1]) continue;
      add(a[common], { from: a[common + 1], to: b[common + 1], layer: source });
      for (let at = common + 1; at < a.length - 1; at += 1) add(a[at], { from: a[at + 1], to: "out", layer: source });
      for (let at = common + 1; at < b.length - 1; at += 1) add(b[at], { from: "in", to: b[at + 1], layer: source });
    }
    return levels;
  }

  /** The inside of an open node: its parts, its lines, and where lines cross its border. */
  #layOut(node) {
    const parts = [...node.children].sort((a, b) => a.first - b.first).map((child) => this.#part(child, node));
    const edges = [...(this.levels.get(node.id)?.values() ?? [])];
    const entries = [...new Set(edges.filter((edge) => edge.from === "in").map((edge) => edge.layer))];
    const exits = [...new Set(edges.filter((edge) => edge.to === "out").map((edge) => edge.layer))];
    const boxes = [
      ...entries.map(() => ({ width: 1, height: 0, pin: "top" })),
      ...parts,
      ...exits.map(() => ({ width: 1, height: 0, pin: "bottom" })),
    ];
    const place = (end, edge) => {
      if (end === "in") return entries.indexOf(edge.layer);
      if (end === "out") return entries.length + parts.length + exits.indexOf(edge.layer);
      return entries.length + parts.findIndex((part) => part.node === end);
    };
    const offset = (index, side, layer) => boxes[index].inside?.[side].get(layer) ?? 0;
    const links = edges.map((edge) => {
      const [from, to] = [place(edge.from, edge), place(edge.to, edge)];
      return { from, to, fromOffset: offset(from, "exits", edge.layer), toOffset: offset(to, "entries", edge.layer) };
    });
    const result = layered.place(boxes, links);
    const isRoot = node === this.outline.root;
    const margin = isRoot ? 0 : Drawing.margin;
    const top = isRoot ? 0 : Drawing.titleHeight;
    // Lines begin on the border itself.
    const head = entries.length > 0 || isRoot ? 0 : 8;
    const inside = {
      parts: parts.map((part, index) => {
        const { x, y, rank } = result.places[entries.length + index];
        return { ...part, x: x + margin, y: y + top + head, rank };
      }),
      routes: result.routes.map((points) => points.map(([x, y]) => [x + margin, y + top + head])),
      ranks: result.ranks, edges, top: top + head,
      width: result.width + 2 * margin,
      height: result.height + top + head + (isRoot || exits.length > 0 ? 0 : margin),
      entries: new Map(), exits: new Map(),
    };
    const title = isRoot ? 0 : Drawing.measure(this.label(node, node.parent).name, "600 11px system-ui, sans-serif") + 30;
    const widened = Math.max(0, title - inside.width);
    inside.width += widened;
    for (const part of inside.parts) part.x += widened / 2;
    for (const route of inside.routes) for (const point of route) point[0] += widened / 2;
    entries.forEach((layer, index) => {
      const x = result.places[index].x + margin + widened / 2;
      inside.entries.set(layer, x - inside.width / 2);
      for (const [number, edge] of edges.entries()) {
        if (edge.from === "in" && edge.layer === layer) inside.routes[number].unshift([x, 0]);
      }
    });
    exits.forEach((layer, index) => {
      const { x } = result.places[entries.length + parts.length + index];
      inside.exits.set(layer, x + margin + widened / 2 - inside.width / 2);
    });
    return inside;
  }

  #part(node, parent) {
    if (this.isOpen(node)) {
      const inside = this.#layOut(node);
      return { node, inside, width: inside.width, height: inside.height };
    }
    const label = this.label(node, parent);
    const [bold, plain] = ["600 11px system-ui, sans-serif", "10px system-ui, sans-serif"];
    const mark = node.kind === "layer" ? 0 : 14;
    // With room for a sign behind the name.
    const first = Drawing.measure(label.name, bold) + mark + 12;
    const second = Drawing.measure(label.detail, plain) + (label.size ? 10 + Drawing.measure(label.size, plain) : 0);
    const isBroad = label.detail !== "" || label.size !== "";
    return { node, label, width: Math.max(54, Math.ceil(Math.max(first, second)) + 14), height: isBroad ? 36 : 22 };
  }

  /**
   * Breaks the outermost level into columns below each other's height, at ranks that one line alone passes.
   *
   * @param count how many columns
   */
  columns(count) {
    const { parts, routes, ranks, edges } = this.inside;
    // How many lines pass between a rank and the next.
    const passing = ranks.map((_, rank) => {
      const ends = new Set();
      edges.forEach((edge) => {
        const of = (end) => parts.find((part) => part.node === end).rank;
        if (of(edge.from) <= rank && of(edge.to) > rank) ends.add(`${edge.from.id} ${edge.layer}`);
      });
      return ends.size;
    });
    const height = this.inside.height / count;
    const breaks = [];
    let start = 0;
    for (let rank = 0; rank < ranks.length - 1 && breaks.length < count - 1; rank += 1) {
      const isFull = ranks[rank + 1].bottom - start > height * 1.02 && ranks[rank].bottom - start > height * 0.3;
      if (!isFull || passing[rank] !== 1) continue;
      breaks.push(rank);
      start = ranks[rank + 1].top;
    }
    const cuts = [-1, ...breaks, ranks.length - 1];
    const columns = cuts.slice(1).map((last, index) => {
      const first = cuts[index] + 1;
      const own = parts.filter((part) => part.rank >= first && part.rank <= last);
      const lanes = routes.filter((_, number) => {
        const of = (end) => parts.find((part) => part.node === end).rank;
        return of(edges[number].from) >= first && of(edges[number].to) <= last;
      });
      const xs = [...own.flatMap((part) => [part.x - part.width / 2, part.x + part.width / 2]), ...lanes.flat().map(([x]) => x)];
      return { first, last, left: Math.min(...xs), right: Math.max(...xs), top: ranks[first].top, bottom: ranks[last].bottom };
    });
    const gutter = 44;
    let x = 0;
    for (const column of columns) {
      column.shift = x - column.left;
      x += column.right - column.left + gutter;
    }
    return { columns, width: x - gutter, height: Math.max(...columns.map((column) => column.bottom - column.top)) };
  }

  /** As many columns as show it largest in a box of that size. */
  arrange(width, height) {
    let best = null;
    for (let count = 1; count <= 8; count += 1) {
      const folded = this.columns(count);
      const scale = Math.min(width / folded.width, height / folded.height, 1);
      if (best && scale <= best.scale * 1.05) continue;
      best = { ...folded, scale };
      if (scale >= 1) break;
    }
    this.folded = best;
    this.width = best.width;
    this.height = best.height;
    this.#collect();
    return best.scale;
  }

  /** All boxes, frames and lines with their places in the whole. */
  #collect() {
    const { columns } = this.folded;
    const { parts, routes, edges } = this.inside;
    const column = (part) => columns.find(({ first, last }) => part.rank >= first && part.rank <= last);
    const shifted = ([x, y], { shift, top }) => [x + shift, y - top];
    const outer = parts.map((part) => {
      const at = column(part);
      const [x, y] = shifted([part.x, part.y], at);
      return { ...part, x, y };
    });
    [this.boxes, this.frames, this.lines] = [[], [], []];
    this.#place(outer, 0, 0, 0);
    routes.forEach((route, number) => {
      const [from, to] = [edges[number].from, edges[number].to].map((end) => parts.find((part) => part.node === end));
      const [a, b] = [column(from), column(to)];
      if (a === b) {
        this.lines.push({ points: route.map((point) => shifted(point, a)), edge: edges[number] });
        return;
      }
      // Down the column, up beside it, and to the head of the next.
      const [[x0, y0], [x1, y1]] = [shifted(route[0], a), shifted(route.at(-1), b)];
      const between = b.left + b.shift - 22;
      const bottom = a.bottom - a.top + 10;
      this.lines.push({ turns: [[x0, y0], [x0, bottom], [between, bottom], [between, -12], [x1, -12], [x1, y1]], edge: edges[number] });
    });
  }

  #place(parts, left, top, depth) {
    for (const part of parts) {
      const box = { ...part, left: left + part.x - part.width / 2, top: top + part.y - part.height / 2, depth };
      if (!part.inside) {
        this.boxes.push(box);
        continue;
      }
      this.frames.push(box);
      this.#place(part.inside.parts, box.left, box.top, depth + 1);
      part.inside.routes.forEach((route, number) => {
        const points = route.map(([x, y]) => [x + box.left, y + box.top]);
        this.lines.push({ points, edge: part.inside.edges[number] });
      });
    }
  }

  /** The path of a line: through its lanes, with turns that leave and reach a rank upright. */
  static path({ points, turns }) {
    const n = (number) => Math.round(number * 10) / 10;
    if (turns) {
      const radius = 6;
      let path = `M${n(turns[0][0])} ${n(turns[0][1])}`;
      for (let index = 1; index < turns.length - 1; index += 1) {
        const [x, y] = turns[index];
        const toward = ([a, b]) => {
          const length = Math.hypot(a - x, b - y) || 1;
          const part = Math.min(radius, length / 2) / length;
          return [x + (a - x) * part, y + (b - y) * part];
        };
        const [[ax, ay], [bx, by]] = [toward(turns[index - 1]), toward(turns[index + 1])];
        path += `L${n(ax)} ${n(ay)}Q${n(x)} ${n(y)} ${n(bx)} ${n(by)}`;
      }
      return `${path}L${n(turns.at(-1)[0])} ${n(turns.at(-1)[1])}`;
    }
    let [x, y] = points[0];
    let path = `M${n(x)} ${n(y)}`;
    for (const [nextX, nextY] of points.slice(1)) {
      if (Math.abs(nextX - x) < 0.5) path += `L${n(nextX)} ${n(nextY)}`;
      else {
        const middle = (y + nextY) / 2;
        path += `C${n(x)} ${n(middle)} ${n(nextX)} ${n(middle)} ${n(nextX)} ${n(nextY)}`;
      }
      [x, y] = [nextX, nextY];
    }
    return path;
  }
}
