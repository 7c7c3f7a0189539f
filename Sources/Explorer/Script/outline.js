/**
 * A network as a tree: layers in the modules that hold them, and behind a layer what works on its numbers alone.
 *
 * A node is {id, kind, name, first, last, layers, children, parent}; its kind is "layer", "module" or "fused". Layers are
 * numbered as the network has them, the inputs first.
 */
class Outline {
  /**
   * @param facts the page's data of one model
   * @param isShown whether a layer, by its number, is part of the picture
   */
  constructor(facts, isShown) {
    this.facts = facts;
    this.inputCount = facts.inputs.length;
    this.count = this.inputCount + facts.layers.length;
    this.readers = Array.from({ length: this.count }, () => []);
    this.isShown = isShown;
    this.edges = [];
    for (let index = this.inputCount; index < this.count; index += 1) {
      if (!isShown(index)) continue;
      for (const source of this.layer(index).inputs) {
        this.readers[source].push(index);
        this.edges.push([source, index]);
      }
    }
    this.root = { id: "root", kind: "module", name: "", children: [], parent: null };
    this.nodes = new Map();
    this.#plant();
    this.root = this.#simplified(this.root);
    // A module that holds the whole network says nothing.
    for (;;) {
      const bodies = this.root.children.filter((child) => child.kind !== "layer" || !this.isInput(child.layers[0]));
      if (bodies.length !== 1 || bodies[0].kind !== "module") break;
      this.root.children = [...this.root.children.filter((child) => child !== bodies[0]), ...bodies[0].children];
    }
    this.#number(this.root, null);
  }

  isInput(index) {
    return index < this.inputCount;
  }

  layer(index) {
    return this.facts.layers[index - this.inputCount];
  }

  name(index) {
    return this.isInput(index) ? this.facts.inputs[index].name : this.layer(index).name;
  }

  #plant() {
    const modules = new Map([["", this.root]]);
    const holder = (path) => {
      const key = path.join(" ");
      if (modules.has(key)) return modules.get(key);
      const module = this.facts.modules[path[path.length - 1]];
      const node = {
        id: `m${path[path.length - 1]}`, kind: "module", name: module.name, type: module.kind ?? "", children: [],
      };
      modules.set(key, node);
      holder(path.slice(0, -1)).children.push(node);
      return node;
    };
    for (let index = 0; index < this.count; index += 1) {
      if (!this.isShown(index)) continue;
      const scope = this.isInput(index) ? [] : this.layer(index).scope;
      holder(scope).children.push({ id: `l${index}`, kind: "layer", name: this.name(index), layers: [index] });
    }
  }

  /** Modules of one part are that part, and what follows a layer number by number joins it. */
  #simplified(node) {
    if (node.kind === "layer") return node;
    const parts = [];
    /** The last layer of a part, to the part. */
    const ends = new Map();
    for (const child of node.children.map((child) => this.#simplified(child))) {
      const host = child.kind === "layer" ? this.#host(child.layers[0], ends) : undefined;
      if (!host) {
        parts.push(child);
        if (child.kind !== "module") ends.set(child.layers.at(-1), child);
        continue;
      }
      ends.delete(host.layers.at(-1));
      let fused = host;
      if (host.kind === "layer") {
        fused = { id: `f${host.layers[0]}`, kind: "fused", name: host.name, children: [host], layers: [...host.layers] };
        parts[parts.indexOf(host)] = fused;
      }
      fused.children.push(child);
      fused.layers.push(child.layers[0]);
      ends.set(child.layers[0], fused);
    }
    if (parts.length === 1 && node !== this.root) {
      if (parts[0].kind === "module") parts[0].name = node.name;
      return parts[0];
    }
    node.children = parts;
    return node;
  }

  /** The part that a layer belongs to, because it works on that one's numbers one by one and nothing else reads them. */
  #host(index, ends) {
    if (this.isInput(index) || !this.layer(index).joins) return undefined;
    const [source, ...others] = this.layer(index).inputs;
    if (others.length > 0 || this.isInput(source) || this.readers[source].length !== 1) return undefined;
    return ends.get(source);
  }

  #number(node, parent) {
    node.parent = parent;
    if (node.children) {
      for (const child of node.children) this.#number(child, node);
      if (node.kind === "module") node.layers = node.children.flatMap((child) => child.layers);
    }
    node.first = Math.min(...node.layers);
    node.last = Math.max(...node.layers);
    this.nodes.set(node.id, node);
    this.owners ??= new Map();
    if (node.kind === "layer") this.owners.set(node.first, node);
  }

  /** The modules, outermost first, and the fused part around a layer. */
  around(index) {
    const nodes = [];
    for (let node = this.owners.get(index)?.parent; node && node !== this.root; node = node.parent) nodes.unshift(node);
    return nodes;
  }

  /** Modules that have so many others around them are open, those deeper are not. */
  openTo(depth) {
    const open = new Set();
    const visit = (node, level) => {
      if (node.kind !== "module" || level >= depth) return;
      if (node !== this.root) open.add(node.id);
      for (const child of node.children) visit(child, node === this.root ? level : level + 1);
    };
    visit(this.root, 0);
    return open;
  }

  get depth() {
    const of = (node) => (node.kind === "module" ? 1 + Math.max(0, ...node.children.map(of)) : 0);
    return of(this.root) - 1;
  }

  /** How many boxes are seen where these are open. */
  boxes(open) {
    const of = (node) =>
      node.children && (node === this.root || open.has(node.id))
        ? node.children.reduce((sum, child) => sum + of(child), 0)
        : 1;
    return of(this.root);
  }
}
