/** What one unit depends on in each layer before it: its receptive field, followed back layer by layer. */
function trace(network, index, unit) {
  /** For each layer, by its number, first and last position on each axis; "all" where there are none. */
  const ranges = new Map([[index, unit.map((place) => [place, place])]]);
  const note = (layer, range) => {
    const before = ranges.get(layer);
    ranges.set(layer, before ? before.map(([first, last], axis) => [Math.min(first, range[axis][0]), Math.max(last, range[axis][1])]) : range);
  };
  for (let at = index; at >= network.inputCount; at -= 1) {
    const range = ranges.get(at);
    if (!range) continue;
    const layer = network.layers[at - network.inputCount];
    const { connectivity } = network.results[at];
    for (const input of layer.inputs) {
      const source = network.results[input];
      if (!source?.shape) continue;
      const extent = source.shape.slice(1);
      const whole = extent.map((size) => [0, size - 1]);
      if (connectivity === "pointwise" && range.length === extent.length) {
        note(input, range.map((span, axis) => (extent[axis] === 1 ? [0, 0] : span)));
      } else if (Array.isArray(connectivity) && connectivity.length === extent.length) {
        note(input, connectivity.map((reading, axis) => {
          if (reading === "all") return whole[axis];
          const first = reading.cells(range[axis][0])?.[0] ?? 0;
          const last = reading.cells(range[axis][1])?.[1] ?? extent[axis] - 1;
          const inside = (cell) => Math.min(Math.max(cell, 0), extent[axis] - 1);
          return [inside(first), inside(last)];
        }));
      } else note(input, whole);
    }
  }
  return ranges;
}

/** The list of what a unit depends on, nearest first; layers in which nothing changes are left out. */
class TraceView {
  constructor(box) {
    this.box = box;
    this.list = box.querySelector("ol");
  }

  show(network, row, unit) {
    const index = row + network.inputCount;
    const ranges = network.results[index]?.shape ? trace(network, index, unit) : new Map();
    this.box.hidden = ranges.size < 2;
    this.ranges = ranges;
    const written = (range) => range.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(", ");
    const size = (range) => times(range.map(([first, last]) => last - first + 1));
    let previous = "";
    const items = [...ranges.keys()].sort((a, b) => b - a).flatMap((at) => {
      const range = ranges.get(at);
      const shown = written(range);
      if (shown === previous && at >= network.inputCount) return [];
      previous = shown;
      const name = at < network.inputCount ? network.facts.inputs[at].name || text("input") : network.layers[at - network.inputCount].name;
      const item = element("li", range.length === 0 ? text("trace_vector", { layer: name }) : text("trace_line", { layer: name, places: shown, size: size(range) }));
      return [item];
    });
    this.list.replaceChildren(...items);
  }
}
