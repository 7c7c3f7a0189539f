// What a reader would not see or not read in the picture that is open: a list of sentences, each with its texts and places.
// The boxes of texts are those of their ink in the font that is in use. A second look in other colours needs no places.
(areOnlyColorsNew) => {
  const svg = document.documentElement;
  const view = svg.viewBox.baseVal;
  const canvas = document.createElementNS("http://www.w3.org/1999/xhtml", "canvas").getContext("2d", { willReadFrequently: true });
  const found = [];

  // A point of an element in the picture's own units.
  const toScreen = svg.getScreenCTM();
  const toRoot = (element) => {
    const matrix = toScreen.inverse().multiply(element.getScreenCTM());
    return (x, y) => new DOMPoint(x, y).matrixTransform(matrix);
  };
  const bounds = (points) => ({
    left: Math.min(...points.map((p) => p.x)), right: Math.max(...points.map((p) => p.x)),
    top: Math.min(...points.map((p) => p.y)), bottom: Math.max(...points.map((p) => p.y)),
  });
  const apart = (a, b, gap = 0) =>
    a.right + gap < b.left || b.right + gap < a.left || a.bottom + gap < b.top || b.bottom + gap < a.top;
  const place = (box) => `(${Math.round(box.left)}, ${Math.round(box.top)})`;

  // Convex polygons: apart where some edge's normal separates them.
  const separated = (a, b) => {
    for (const [one, other] of [[a, b], [b, a]]) {
      for (let i = 0; i < one.length; i++) {
        const [p, q] = [one[i], one[(i + 1) % one.length]];
        const normal = { x: q.y - p.y, y: p.x - q.x };
        const length = Math.hypot(normal.x, normal.y);
        if (length === 0) continue;
        const across = (point) => (normal.x * point.x + normal.y * point.y) / length;
        const [first, second] = [one.map(across), other.map(across)];
        if (Math.max(...first) <= Math.min(...second) || Math.max(...second) <= Math.min(...first)) return true;
      }
    }
    return false;
  };

  // MARK: Texts

  const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim()).map((text) => {
    const style = getComputedStyle(text);
    canvas.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const ink = canvas.measureText(text.textContent);
    const base = text.getStartPositionOfChar(0).y;
    const box = text.getBBox();
    const point = toRoot(text);
    const [top, bottom] = [base - ink.actualBoundingBoxAscent, base + ink.actualBoundingBoxDescent];
    const corners = [point(box.x, top), point(box.x + box.width, top), point(box.x + box.width, bottom), point(box.x, bottom)];
    return {
      element: text, words: `"${text.textContent}"`, corners, box: bounds(corners), style,
      // A rim in the ground's colour around its letters, on which nothing behind them is seen.
      hasHalo: style.paintOrder.startsWith("stroke") && style.stroke !== "none" && parseFloat(style.strokeWidth) >= 3,
    };
  });
  for (const text of areOnlyColorsNew ? [] : texts) {
    const { box } = text;
    if (box.left < view.x + 2 || box.top < view.y + 2 || box.right > view.x + view.width - 2 || box.bottom > view.y + view.height - 2) {
      found.push(`${text.words} is cut at ${place(box)}: it reaches ${Math.round(box.right)}, ${Math.round(box.bottom)} of ${view.width}×${view.height}`);
    }
  }
  if (!areOnlyColorsNew) texts.forEach((a, index) => {
    for (const b of texts.slice(index + 1)) {
      if (!apart(a.box, b.box) && !separated(a.corners, b.corners)) found.push(`${a.words} at ${place(a.box)} and ${b.words} at ${place(b.box)} overlap`);
    }
  });

  // MARK: Shapes

  const shapes = [...svg.querySelectorAll("rect, circle, line, polyline, polygon, path")]
    .filter((shape) => !shape.closest("defs, marker")).map((shape) => {
      const style = getComputedStyle(shape);
      const width = style.stroke === "none" ? 0 : parseFloat(style.strokeWidth);
      const isFilled = style.fill !== "none" && Number(style.fillOpacity) > 0 && shape.tagName !== "line";
      const point = toRoot(shape);
      const own = shape.getBBox();
      const corners = [point(own.x, own.y), point(own.x + own.width, own.y), point(own.x + own.width, own.y + own.height), point(own.x, own.y + own.height)];
      const box = bounds(corners);
      for (const [side, sign] of [["left", -1], ["top", -1], ["right", 1], ["bottom", 1]]) box[side] += sign * width / 2;
      return { element: shape, style, width, isFilled, point, corners, box, name: `${shape.tagName}.${shape.getAttribute("class") ?? ""}` };
    }).filter((shape) => shape.width > 0 || shape.isFilled);

  // Outlines as short straight pieces, kept once they are asked for.
  const outline = (shape) => {
    if (shape.pieces) return shape.pieces;
    const { element, point } = shape;
    let points;
    if (element.points) {
      points = [...element.points].map((p) => point(p.x, p.y));
      if (element.tagName === "polygon") points.push(points[0]);
    } else if (element.tagName === "line") {
      points = ["1", "2"].map((end) => point(element[`x${end}`].baseVal.value, element[`y${end}`].baseVal.value));
    } else if (element.tagName === "rect" && element.rx.baseVal.value <= 6) {
      points = [...shape.corners, shape.corners[0]];
    } else {
      const length = element.getTotalLength();
      const steps = Math.max(4, Math.ceil(length / 2));
      points = Array.from({ length: steps + 1 }, (_, step) => element.getPointAtLength(length * step / steps)).map((p) => point(p.x, p.y));
    }
    shape.pieces = points.slice(1).map((end, index) => [points[index], end]);
    return shape.pieces;
  };
  // A piece as thick as its line.
  const thick = ([a, b], width) => {
    const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    const half = Math.max(width, 0.1) / 2;
    const [x, y] = [(b.y - a.y) / length * half, (a.x - b.x) / length * half];
    return [{ x: a.x + x, y: a.y + y }, { x: b.x + x, y: b.y + y }, { x: b.x - x, y: b.y - y }, { x: a.x - x, y: a.y - y }];
  };
  const isBefore = (a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const holds = (shape, point) => {
    if (!shape.isFilled || apart(shape.box, { left: point.x, right: point.x, top: point.y, bottom: point.y })) return false;
    const matrix = shape.element.getScreenCTM().inverse().multiply(toScreen);
    return shape.element.isPointInFill(new DOMPoint(point.x, point.y).matrixTransform(matrix));
  };
  for (const text of areOnlyColorsNew ? [] : texts) {
    for (const shape of shapes) {
      if (apart(text.box, shape.box)) continue;
      // Grid lines end at the rim around the letters.
      if (text.hasHalo && shape.element.matches(".grid") && isBefore(shape.element, text.element)) continue;
      const near = (piece) => !apart(text.box, bounds(piece), shape.width);
      if (outline(shape).some((piece) => near(piece) && !separated(text.corners, thick(piece, shape.width)))) {
        found.push(`${text.words} at ${place(text.box)} is struck through by ${shape.name} at ${place(shape.box)}`);
      } else if (isBefore(text.element, shape.element) && holds(shape, text.corners[0])) {
        found.push(`${text.words} at ${place(text.box)} is hidden behind ${shape.name} at ${place(shape.box)}`);
      }
    }
  }

  // MARK: Frames

  // Frames hold a box or another frame wholly, with room around it, or stand apart from it.
  const boxes = shapes.filter(({ element }) => element.matches("rect.group, g.node > rect"));
  if (!areOnlyColorsNew) boxes.forEach((a, index) => {
    if (!a.element.matches(".group") && !boxes.some((b) => b.element.matches(".group"))) return;
    for (const b of boxes.slice(index + 1)) {
      const inside = (inner, outer) =>
        inner.left >= outer.left + 3 && inner.right <= outer.right - 3 && inner.top >= outer.top + 3 && inner.bottom <= outer.bottom - 3;
      if (!apart(a.box, b.box, 3) && !inside(a.box, b.box) && !inside(b.box, a.box)) {
        found.push(`${a.name} at ${place(a.box)} and ${b.name} at ${place(b.box)} touch`);
      }
    }
  });

  // MARK: Contrast

  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  // Relative luminance (WCAG 2).
  const luminance = (color) => color.map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  for (const text of texts) {
    const middle = { x: (text.box.left + text.box.right) / 2, y: (text.box.top + text.box.bottom) / 2 };
    let ground = [255, 255, 255];
    for (const shape of shapes) {
      if (!holds(shape, middle) || !isBefore(shape.element, text.element)) continue;
      const share = Number(shape.style.fillOpacity) * Number(shape.style.opacity);
      ground = rgba(shape.style.fill).map((part, index) => part * share + ground[index] * (1 - share));
    }
    const [ink, paper] = [luminance(rgba(text.style.fill)), luminance(ground)];
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    if (ratio < 4.5) found.push(`${text.words} at ${place(text.box)} is hardly seen: contrast ${ratio.toFixed(2)}`);
  }
  return found;
}
