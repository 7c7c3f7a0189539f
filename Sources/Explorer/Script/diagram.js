/** The diagram: a node for each layer, which can be picked with the pointer and the arrow keys. */
class Diagram {
  constructor(root, onPick) {
    this.box = root.querySelector(".diagram");
    this.nodes = [...root.querySelectorAll(".diagram [data-layer]")];
    this.sizes = [...root.querySelectorAll(".diagram [data-size]")];
    for (const node of this.nodes) {
      const index = Number(node.dataset.layer);
      node.addEventListener("click", () => onPick(index));
      node.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Enter: 0, " ": 0 }[event.key];
        const next = this.node(index + step);
        if (!next) return;
        event.preventDefault();
        onPick(index + step);
        next.focus({ preventScroll: true });
      });
    }
  }

  node(index) {
    return this.nodes.find((node) => Number(node.dataset.layer) === index);
  }

  mark(index) {
    for (const node of this.nodes) {
      const isPicked = Number(node.dataset.layer) === index;
      node.classList.toggle("picked", isPicked);
      node.setAttribute("aria-pressed", isPicked);
      node.setAttribute("tabindex", isPicked ? 0 : -1);
    }
    if (index < 0) this.nodes[0]?.setAttribute("tabindex", 0);
    const node = this.node(index);
    if (!node) return;
    revealDown(node, this.box);
    revealAcross(node, this.box);
  }

  /** Writes the sizes of the outputs. */
  resize(shape) {
    for (const size of this.sizes) size.textContent = shape(Number(size.dataset.size));
  }
}

/** Scrolls a box, and nothing around it, until a part of it is seen. */
function revealDown(part, box) {
  const [inner, outer] = [part.getBoundingClientRect(), box.getBoundingClientRect()];
  const margin = 48;
  if (inner.top < outer.top + margin) box.scrollTop -= outer.top + margin - inner.top;
  if (inner.bottom > outer.bottom - margin) box.scrollTop += inner.bottom - outer.bottom + margin;
}

function revealAcross(part, box) {
  const [inner, outer] = [part.getBoundingClientRect(), box.getBoundingClientRect()];
  box.scrollLeft += (inner.left + inner.right - outer.left - outer.right) / 2;
}
