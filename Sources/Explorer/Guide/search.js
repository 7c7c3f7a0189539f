"use strict";

// Letters without case and accents, so that "convolucion" finds "Convolución".
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

const form = document.querySelector("form");
const field = form.querySelector("input");
const status = form.querySelector("[role=status]");
const list = form.querySelector("ul");
const mostPlaces = 40;

// What can be found: headings, paragraphs, rows, code and the words of pictures, each with its page.
const places = [...document.querySelectorAll("article")].flatMap((article) =>
  [...article.querySelectorAll("h2, h3, p, li, tr, pre, img")].map((element) => {
    const text = (element.alt ?? [...(element.cells ?? [element])].map((cell) => cell.textContent).join(" ")).trim();
    return { element, text, plain: plain(text), page: article.querySelector("h2").textContent };
  }));

// Some words around the first one that is sought.
function excerpt(text, position) {
  const start = Math.max(0, position - 40);
  const end = position + 80;
  return (start > 0 ? "…" : "") + text.slice(start, end) + (end < text.length ? "…" : "");
}

function show(element) {
  element.closest("details")?.setAttribute("open", "");
  document.querySelector(".found")?.classList.remove("found");
  element.classList.add("found");
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "center" });
}

function search() {
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  const found = words.length === 0 ? [] : places.filter((place) => words.every((word) => place.plain.includes(word)));
  list.replaceChildren(...found.slice(0, mostPlaces).map((place) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const page = document.createElement("strong");
    button.type = "button";
    page.textContent = place.page;
    button.append(page, " ", excerpt(place.text, place.plain.indexOf(words[0])));
    button.addEventListener("click", () => show(place.element));
    item.append(button);
    return item;
  }));
  status.textContent = words.length === 0 ? ""
    : found.length === 0 ? status.dataset.none : status.dataset.found.replace("{count}", String(found.length));
}

form.hidden = false;
field.addEventListener("input", search);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  list.querySelector("button")?.click();
});
