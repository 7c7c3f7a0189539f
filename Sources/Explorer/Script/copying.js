/** A table as text, for documents and for programs. */
const tableText = {
  /** GitHub's dialect of markdown; what it would read as markup is made harmless. */
  markdown(columns, rows) {
    const escape = (cell) =>
      cell
        .replace(/[|\\`*_[\]#~]/g, "\\$&")
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;");
    const line = (cells) => `| ${cells.join(" | ")} |\n`;
    return (
      line(columns.map((column) => escape(column.title))) +
      line(columns.map((column) => (column.isNumber ? "---:" : "---"))) +
      rows.map((row) => line(row.map((cell) => escape(cell.text)))).join("")
    );
  },

  /** Comma-separated values (RFC 4180, with line feeds), numbers as digits alone. */
  csv(columns, rows) {
    const quote = (field) => (/[,"\n\r]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
    const line = (fields) => `${fields.map(quote).join(",")}\n`;
    return line(columns.map((column) => column.id)) + rows.map((row) => line(row.map((cell) => cell.raw))).join("");
  },
};

/** Puts a text on the clipboard; browsers that keep it from a file get it through a selection. */
async function copy(content) {
  try {
    await navigator.clipboard.writeText(content);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = content;
    area.className = "hidden";
    document.body.append(area);
    const focused = document.activeElement;
    area.select();
    const isDone = document.execCommand("copy");
    area.remove();
    focused?.focus();
    return isDone;
  }
}
