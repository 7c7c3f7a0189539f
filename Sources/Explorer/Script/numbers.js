"use strict";

document.documentElement.classList.add("js");

/** All facts of the page, which the program computed and wrote into it. */
const page = JSON.parse(document.getElementById("data").textContent);

/** The language that is shown. */
let language = document.documentElement.lang;

const marks = () => page.languages[language];

/** The sentence of a key, html. left out, with {name} replaced by the value of that name. */
function text(key, values = {}) {
  const { strings } = page.languages[language];
  let sentence = strings[key] ?? strings[`html.${key}`] ?? key;
  if (typeof sentence === "object") sentence = values.count === 1 ? sentence.one : sentence.other;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** 60,965,224, with the marks of the page's language. */
function grouped(number) {
  if (number < marks().groupedFrom && number > -marks().groupedFrom) return String(number);
  return String(number).replace(/\B(?=(\d{3})+$)/g, marks().group);
}

/** Rounded to so many decimals. */
function fixed(number, decimals) {
  const scale = 10 ** decimals;
  const scaled = Math.round(number * scale);
  const whole = grouped(Math.floor(scaled / scale));
  return decimals === 0 ? whole : whole + marks().decimal + String(scaled % scale).padStart(decimals, "0");
}

/** Four significant digits: 0.01234, 123.4, −1.23e-7. */
function significant(number) {
  if (number === 0 || !Number.isFinite(number)) return String(number);
  const sign = number < 0 ? "−" : "";
  const magnitude = Math.abs(number);
  const exponent = Math.floor(Math.log10(magnitude));
  if (exponent >= -4 && exponent <= 5) return sign + fixed(magnitude, Math.max(0, 3 - exponent));
  return `${sign}${fixed(magnitude / 10 ** exponent, 2)}e${exponent}`;
}

/** Three significant digits and a unit: 1.16 MB. */
function bytes(number) {
  const units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];
  let unit = 0;
  // 999.5 would be written as 1000
  while (number >= 999.5 && unit < units.length - 1) {
    number /= 1000;
    unit += 1;
  }
  const decimals = (unit === 0 && Number.isInteger(number)) || number >= 99.95 ? 0 : number >= 9.995 ? 1 : 2;
  return `${fixed(number, decimals)} ${units[unit]}`;
}

/** One number where all axes have the same: 11, or 3×1. */
function perAxis(numbers) {
  return new Set(numbers).size === 1 ? grouped(numbers[0]) : numbers.map(grouped).join("×");
}
