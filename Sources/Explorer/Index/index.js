"use strict";

/** A scatter of the networks by two quantities, logarithmic where they span more than two powers of ten; each point is a link. */
const networks = JSON.parse(document.getElementById("data").textContent);
const picture = document.querySelector(".scatter svg");
const axes = ["across", "up"].map((name) => document.querySelector(`select.${name}`));
const [width, height, margin] = [900, 520, { left: 70, right: 20, top: 16, bottom: 46 }];

function svg(name, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** 4.1 G. */
function short(number) {
  const units = ["", " k", " M", " G", " T"];
  let unit = 0;
  while (number >= 1000 && unit < units.length - 1) {
    number /= 1000;
    unit += 1;
  }
  return `${Number(number.toPrecision(3))}${units[unit]}`;
}

/** Where a value lies between 0 and 1, and round values to write. */
function scale(values) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const isLogarithmic = least > 0 && most / least > 30;
  const [write, read] = isLogarithmic ? [Math.log10, (value) => 10 ** value] : [(value) => value, (value) => value];
  const room = (write(most) - write(least)) * 0.05 || 1;
  const [low, high] = [write(least) - room, write(most) + room];
  const ticks = [];
  if (isLogarithmic) {
    for (let power = Math.ceil(low); power <= high; power += 1) ticks.push(10 ** power);
    if (ticks.length < 3) for (const digit of [2, 5]) for (let power = Math.floor(low); power <= high; power += 1) ticks.push(digit * 10 ** power);
  } else {
    const step = 10 ** Math.floor(Math.log10(high - low));
    const spacing = (high - low) / step > 5 ? step : step / 2;
    for (let value = Math.ceil(low / spacing) * spacing; value <= high; value += spacing) ticks.push(value);
  }
  return { place: (value) => (write(value) - low) / (high - low), ticks: ticks.filter((tick) => write(tick) >= low && write(tick) <= high), read };
}

function draw() {
  const [across, up] = axes.map((axis) => axis.value);
  const shown = networks.filter((network) => network[across] !== null && network[up] !== null);
  const [x, y] = [across, up].map((name) => scale(shown.map((network) => network[name])));
  const left = (value) => margin.left + x.place(value) * (width - margin.left - margin.right);
  const top = (value) => height - margin.bottom - y.place(value) * (height - margin.top - margin.bottom);
  const parts = [];
  for (const tick of x.ticks) {
    parts.push(svg("path", { class: "grid", d: `M${left(tick)} ${margin.top}V${height - margin.bottom}` }));
    parts.push(svg("text", { x: left(tick), y: height - margin.bottom + 18, "text-anchor": "middle" }, short(tick)));
  }
  for (const tick of y.ticks) {
    parts.push(svg("path", { class: "grid", d: `M${margin.left} ${top(tick)}H${width - margin.right}` }));
    parts.push(svg("text", { x: margin.left - 8, y: top(tick) + 4, "text-anchor": "end" }, short(tick)));
  }
  const title = (axis) => axis.selectedOptions[0].textContent;
  parts.push(svg("text", { class: "title", x: width - margin.right, y: height - 8, "text-anchor": "end" }, title(axes[0])));
  parts.push(svg("text", { class: "title", x: margin.left, y: 12 }, title(axes[1])));
  for (const network of shown) {
    const sentence = `${network.title}: ${short(network[across])}, ${short(network[up])}`;
    parts.push(svg("a", { href: `${encodeURIComponent(network.name)}.html`, "aria-label": sentence },
      svg("title", {}, sentence), svg("circle", { cx: left(network[across]), cy: top(network[up]), r: 6 })));
  }
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  picture.replaceChildren(...parts);
}

for (const axis of axes) axis.addEventListener("change", draw);
draw();
