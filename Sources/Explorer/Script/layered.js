/**
 * Layers of a graph below each other: ranks by the longest path, orders by barycenters, places by least squares.
 *
 * After Sugiyama, Tagawa and Toda 1981. The places of a rank are those nearest to their neighbours' that keep their order
 * and distances: an isotonic regression.
 */
const layered = {
  /** Between boxes of a rank, between ranks, and the room of a line that passes a rank. */
  gap: 16,
  rankGap: 20,
  lane: 10,

  /**
   * @param boxes [{width, height, pin}], in an order along which edges go; pin "top" or "bottom" for the ends of outside lines
   * @param edges [{from, to, fromOffset, toOffset}], offsets from the middles
   * @returns {places: [{x, y}] of the boxes' middles, ranks: [{top, bottom}], routes: [[x, y] …] of the edges, width, height}
   */
  place(boxes, edges) {
    const ranks = this.rank(boxes, edges);
    const { rows, chains } = this.rows(boxes, edges, ranks);
    this.order(rows);
    this.spread(rows);
    return this.measure(boxes, edges, rows, chains);
  },

  rank(boxes, edges) {
    const ranks = boxes.map(() => 0);
    const readers = boxes.map(() => []);
    const sources = boxes.map(() => 0);
    for (const { from, to } of edges) {
      if (from === to) continue;
      const [a, b] = [Math.min(from, to), Math.max(from, to)];
      readers[a].push(b);
      sources[b] += 1;
    }
    boxes.forEach((_, index) => {
      for (const reader of readers[index]) ranks[reader] = Math.max(ranks[reader], ranks[index] + 1);
    });
    // What nothing comes before stands close to what reads it.
    boxes.forEach((box, index) => {
      if (box.pin || sources[index] > 0 || readers[index].length === 0) return;
      ranks[index] = Math.min(...readers[index].map((reader) => ranks[reader])) - 1;
    });
    const last = Math.max(0, ...ranks.filter((_, index) => boxes[index].pin !== "bottom"));
    const isPinned = boxes.some((box) => box.pin === "bottom");
    return ranks.map((rank, index) => (boxes[index].pin === "bottom" && isPinned ? last + 1 : rank));
  },

  /** The boxes of each rank, with a lane on every rank that an edge passes. */
  rows(boxes, edges, ranks) {
    const rows = Array.from({ length: Math.max(...ranks) + 1 }, () => []);
    const items = boxes.map((box, index) => ({ box: index, width: box.width, height: box.height, up: [], down: [], pin: box.pin }));
    const chains = edges.map(() => []);
    const lanes = edges.map((edge, number) => {
      const [a, b] = ranks[edge.from] <= ranks[edge.to] ? [edge.from, edge.to] : [edge.to, edge.from];
      const isTurned = a !== edge.from;
      const [first, last] = isTurned ? [edge.toOffset, edge.fromOffset] : [edge.fromOffset, edge.toOffset];
      let above = items[a];
      let offset = first ?? 0;
      const passed = [];
      for (let rank = ranks[a] + 1; rank < ranks[b]; rank += 1) {
        const lane = { box: -1, width: this.lane, height: 0, up: [], down: [] };
        this.join(above, lane, offset, 0, above.box < 0 ? 8 : 1);
        passed.push([rank, lane]);
        [above, offset] = [lane, 0];
      }
      if (a !== b) this.join(above, items[b], offset, last ?? 0, 1);
      chains[number] = { above: items[a], below: items[b], lanes: passed.map(([, lane]) => lane), isTurned };
      return passed;
    });
    // As a walk from the sources finds them, so that branches stand in the order in which they are read.
    const seen = new Set();
    const visit = (start) => {
      const stack = [start];
      while (stack.length > 0) {
        const item = stack.pop();
        if (seen.has(item)) continue;
        seen.add(item);
        rows[item.rank].push(item);
        for (const link of [...item.down].reverse()) stack.push(link.item);
      }
    };
    items.forEach((item, index) => (item.rank = ranks[index]));
    for (const [rank, lane] of lanes.flat()) lane.rank = rank;
    for (const item of items) if (item.up.length === 0) visit(item);
    for (const item of items) visit(item);
    return { rows, chains };
  },

  join(above, below, aboveOffset, belowOffset, weight) {
    above.down.push({ item: below, own: aboveOffset, other: belowOffset, weight });
    below.up.push({ item: above, own: belowOffset, other: aboveOffset, weight });
  },

  order(rows) {
    const number = () => rows.forEach((row) => row.forEach((item, place) => (item.place = place)));
    number();
    let best = rows.map((row) => [...row]);
    let fewest = this.crossings(rows);
    for (let sweep = 0; sweep < 8 && fewest > 0; sweep += 1) {
      const isDown = sweep % 2 === 0;
      const side = isDown ? "up" : "down";
      for (const row of isDown ? rows : [...rows].reverse()) {
        for (const item of row) {
          const links = item[side];
          const middle = (sum, link) => sum + link.item.place + (link.other ?? 0) / 1e4;
          item.wish = links.length > 0 ? links.reduce(middle, 0) / links.length : item.place;
        }
        row.sort((a, b) => a.wish - b.wish || a.place - b.place);
        row.forEach((item, place) => (item.place = place));
      }
      const crossings = this.crossings(rows);
      if (crossings < fewest) [fewest, best] = [crossings, rows.map((row) => [...row])];
    }
    best.forEach((row, rank) => (rows[rank] = row));
    number();
  },

  /** How often edges between neighbouring ranks cross. */
  crossings(rows) {
    let count = 0;
    for (const row of rows) {
      const ends = row.flatMap((item) => item.down.map((link) => link.item.place).sort((a, b) => a - b));
      const sorted = [];
      for (const end of ends) {
        let [low, high] = [0, sorted.length];
        while (low < high) {
          const middle = (low + high) >> 1;
          if (sorted[middle] <= end) low = middle + 1;
          else high = middle;
        }
        count += sorted.length - low;
        sorted.splice(low, 0, end);
      }
    }
    return count;
  },

  spread(rows) {
    for (const row of rows) {
      let x = 0;
      for (const item of row) {
        item.x = x + item.width / 2;
        x += item.width + this.gap;
      }
      for (const item of row) item.x -= (x - this.gap) / 2;
    }
    const passes = rows.length > 400 ? 6 : 24;
    for (let pass = 0; pass < passes; pass += 1) {
      const isDown = pass % 2 === 0;
      for (const row of isDown ? rows : [...rows].reverse()) {
        const wishes = row.map((item) => {
          const links = pass >= passes - 4 ? [...item.up, ...item.down] : isDown ? item.up : item.down;
          let [sum, weight] = [0, 0];
          for (const link of links) {
            sum += link.weight * (link.item.x + link.other - link.own);
            weight += link.weight;
          }
          return weight > 0 ? { x: sum / weight, weight } : { x: item.x, weight: 0.1 };
        });
        this.settle(row, wishes);
      }
    }
  },

  /** The places nearest to the wished ones at which a rank's items keep their order and distances. */
  settle(row, wishes) {
    const blocks = [];
    let offset = 0;
    row.forEach((item, index) => {
      if (index > 0) offset += (row[index - 1].width + item.width) / 2 + (row[index - 1].box < 0 && item.box < 0 ? 2 : this.gap);
      blocks.push({ sum: (wishes[index].x - offset) * wishes[index].weight, weight: wishes[index].weight, items: [[item, offset]] });
      while (blocks.length > 1) {
        const [a, b] = blocks.slice(-2);
        if (a.sum / a.weight <= b.sum / b.weight) break;
        blocks.splice(-2, 2, { sum: a.sum + b.sum, weight: a.weight + b.weight, items: [...a.items, ...b.items] });
      }
    });
    for (const block of blocks) for (const [item, offset] of block.items) item.x = block.sum / block.weight + offset;
  },

  measure(boxes, edges, rows, chains) {
    let left = Infinity;
    let right = -Infinity;
    for (const item of rows.flat()) {
      left = Math.min(left, item.x - item.width / 2);
      right = Math.max(right, item.x + item.width / 2);
    }
    let y = 0;
    const ranks = rows.map((row) => {
      const height = Math.max(...row.map((item) => item.height));
      // Lines that go far aside need room to turn.
      const aside = Math.max(0, ...row.flatMap((item) => item.down.map((link) => Math.abs(item.x - link.item.x))));
      const rank = { top: y, bottom: y + height };
      y += height + this.rankGap + Math.min(16, aside / 12);
      return rank;
    });
    const places = boxes.map(() => null);
    for (const item of rows.flat()) {
      item.x -= left;
      const { top, bottom } = ranks[item.rank];
      item.y = item.pin === "top" ? top + item.height / 2 : (top + bottom) / 2;
      if (item.box >= 0) places[item.box] = { x: item.x, y: item.y, rank: item.rank };
    }
    const routes = edges.map((edge, number) => {
      const { above, below, lanes, isTurned } = chains[number];
      const [first, last] = isTurned ? [edge.toOffset, edge.fromOffset] : [edge.fromOffset, edge.toOffset];
      const route = [[above.x + (first ?? 0), above.y + above.height / 2]];
      for (const lane of lanes) route.push([lane.x, ranks[lane.rank].top], [lane.x, ranks[lane.rank].bottom]);
      route.push([below.x + (last ?? 0), below.y - below.height / 2]);
      return isTurned ? route.reverse() : route;
    });
    return { places, ranks, routes, width: right - left, height: ranks.at(-1)?.bottom ?? 0, rows };
  },
};
