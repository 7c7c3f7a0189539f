"""Checks the HTML pages in a real browser: check_page.py ZOO [--screenshots FOLDER]

Chromium opens pages that ZOO writes, a script clicks, types, sorts, filters, copies and changes the size of the input, and
what is shown is compared with what `zoo analyze` and `zoo explain` print. No request, no message on the console, no
violation of the page's policy may occur. Exit code 0: all as it should be; 1: not; 77: Chromium or Playwright is not here.
"""

import argparse
import csv
import io
import json
import pathlib
import subprocess
import sys
import tempfile

import browser as chromium

HOSTILE = r"""
title: '</script><script>alert(1)</script><img src=x onerror=alert(2)> & "quotes" `ticks` {input}'
paper: "<svg onload=alert(3)> $& $1 \\u003c/script>"
reference: '--><style>*{display:none}</style><!--'
input: [3, 12, 12]
layers:
- {conv: 4, kernel: 3, name: '</script><script>alert(4)</script>'}
- {relu: , name: '"onmouseover="alert(5)'}
- {maxpool: 2, name: '<img/src=x/onerror=alert(6)>'}
- {conv: 2, kernel: 1, name: "'];alert(7);//,|"}
- {global_avgpool: , name: '=cmd|`*_[x](javascript:alert(8))'}
- {fc: 3, name: '日本語_{macs}_$&'}
"""
SIGNAL = "title: Signal\ninput: [1, 100]\nlayers: [{conv: 4, kernel: 9, stride: 2, name: a}, {maxpool: 2, name: b}]\n"

# Colours of every text that is seen against what lies behind it (WCAG 2, relative luminance).
CONTRAST = """(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (color) => color.slice(0, 3).map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const shape = at.matches("g.node") ? getComputedStyle(at.querySelector("rect")).fill : null;
      const color = rgba(shape ?? getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
    }
    return rgba(getComputedStyle(document.body).backgroundColor);
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || element.disabled || !element.checkVisibility() || element.closest(".skip, .hidden, caption, noscript, title, script")) continue;
    const style = getComputedStyle(element);
    const [a, b] = [rgba(element.matches("svg text") ? style.fill : style.color), behind(element)].map(luminance);
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) poor.push(`${element.tagName} ${element.textContent.trim().slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return [...new Set(poor)];
})()"""


class Check:
    """Runs the program and the browser, and notes what is not as it should be."""

    def __init__(self, zoo, browser, folder, screenshots):
        self.zoo, self.folder, self.screenshots = zoo, pathlib.Path(folder), screenshots
        self.problems, self.count = [], 0
        self.browser = browser

    def expect(self, found, expected, what):
        self.count += 1
        if found != expected:
            self.problems.append(f"{what}\n    expected: {str(expected)[:300]}\n    came out: {str(found)[:300]}")

    def run(self, *arguments):
        return subprocess.run([self.zoo, *arguments], check=True, capture_output=True, text=True).stdout

    def analyze(self, model, *options):
        return json.loads(self.run("analyze", model, "--format", "json", *options))[0]

    def page(self, *models, name=None, language="en", table=True, **tab):
        """Writes a page and opens it; nothing but the page may be loaded."""
        path = self.folder / f"{name or '-'.join(models)}-{language}.html"
        if not path.exists():
            self.run("report", *models, "--format", "html", "--language", language, "--output", str(path))
        page = chromium.Tab(self.browser, **tab)
        page.open(path)
        self.expect(page.complaints(), [], f"{path.name}: loads nothing and says nothing")
        if table:
            page.run("document.querySelectorAll('.tabs [data-view=table]').forEach((tab) => tab.click())")
        page.run("new Promise((done) => setTimeout(done, 200))")
        return page

    def screenshot(self, page, name, full=False):
        if self.screenshots:
            page.screenshot(str(pathlib.Path(self.screenshots) / f"{name}.png"), full)


# What is not seen is filled in soon after; here it is at once.
ROWS = """((typeof panes === "undefined" ? [] : panes).forEach((pane) => { pane.fillTable(); pane.table.settle(); }), [...document.querySelectorAll("SCOPE tbody tr:not(.gap)")].filter((row) => !row.hidden).map((row) =>
  [...row.cells].map((cell) => cell.dataset.raw ?? cell.textContent.trim())))"""


def rows(page, scope=".model"):
    """The rows that are shown, as programs read them."""
    return page.run(ROWS.replace("SCOPE", scope))


def expected_row(layer):
    """A row of the table from the program's JSON."""
    def one(numbers):
        return "" if not numbers else str(numbers[0]) if len(set(numbers)) == 1 else "×".join(map(str, numbers))

    field = layer["receptive_field"]
    return {
        "layer": layer["name"], "kind": layer["kind"].replace("_", " "), "output": "×".join(map(str, layer["output"])),
        "stride": one(layer.get("stride")), "parameters": str(layer.get("parameters", {}).get("total", 0)),
        "macs": str(layer["macs"]), "field": "image" if field["whole_input"] else one(field["size"]),
        "jump": "" if field["whole_input"] else one(field["stride"]) if field["stride"] else "?", "activations": str(layer["activation_bytes"]),
    }  # fmt: skip


def compare_rows(check, page, analysis, what, scope=".model"):
    ids = page.run(f"[...document.querySelectorAll('{scope} thead th')].map((head) => head.dataset.column)")
    shown = [dict(zip(ids, row)) for row in rows(page, scope)]
    expected = [expected_row(layer) for layer in analysis["layers"]]
    check.expect(len(shown), len(expected), f"{what}: number of rows")
    for row, layer in zip(shown, expected):
        check.expect({key: row[key] for key in layer}, layer, f"{what}: {layer['layer']}")


def grouped(number):
    return f"{number:,}"


def total(page, name, scope=".model"):
    return page.run(f"document.querySelector('{scope} [data-total={name}]').textContent")


def picked(page, scope=".model"):
    """The layer that the table, the diagram and the details show as picked."""
    return page.run(f"""(() => {{
      const root = document.querySelector("{scope}");
      const row = root.querySelector("tbody tr.picked button[aria-pressed=true]")?.textContent ?? null;
      const node = root.querySelector(".node.picked[aria-pressed=true]")?.getAttribute("aria-label").split(", ")[0] ?? null;
      return [row, node, root.querySelector(".details h3").textContent];
    }})()""")


def arithmetic(page):
    """What the page says of the picked layer."""
    return page.run("[...document.querySelectorAll('.details dl dd')].map((line) => line.textContent)")


def explained(check, model, layer, *options):
    """The same of zoo explain, without what the page does not say: all operations, and the time."""
    lines, label = [], ""
    for line in check.run("explain", model, layer, *options).splitlines()[1:]:
        label = line[2:20].strip() or label
        if label not in ("FLOPs", "at least"):
            lines.append(line[20:])
    return lines


def check_layers(check):
    """Table, diagram and details of AlexNet against the JSON and the explanations."""
    page = check.page("alexnet")
    analysis = check.analyze("alexnet")
    compare_rows(check, page, analysis, "alexnet")
    check.expect(total(page, "macs"), grouped(analysis["totals"]["macs"]), "total MACs")
    sizes = page.run("[...document.querySelectorAll('.drawing [data-last]')].map((size) => [Number(size.dataset.last), size.textContent])")
    for index, size in sizes[1:]:
        check.expect(size, "×".join(map(str, analysis["layers"][index - 1]["output"])), f"diagram: size of layer {index}")
    # Each convolution and fully connected layer is one box with the activation behind it.
    check.expect(page.run("document.querySelectorAll('.node[data-layer]').length"), 13, "nodes")

    page.click("tbody tr:nth-child(5)")
    check.expect(picked(page), ["conv2"] * 3, "a click on a row picks it everywhere")
    check.expect(arithmetic(page), explained(check, "alexnet", "conv2"), "the arithmetic is that of zoo explain")
    field = analysis["layers"][4]["receptive_field"]
    unit = analysis["layers"][4]["output"][1] // 2
    first = unit * field["stride"][0] - field["padding"][0]
    size = field["size"][0]
    check.expect(
        page.run("document.querySelector('.field .edge').getAttribute('d')"),
        f"M{first} {first}h{size}v{size}h-{size}z", "the field of the middle unit is framed")
    caption = page.run("document.querySelector('.field figcaption').textContent")
    check.expect(f"{first} … {first + size - 1}" in caption, True, f"the caption says which pixels: {caption}")
    page.run("""(() => { const input = document.querySelector('.field input'); input.value = 0;
      input.dispatchEvent(new Event('input')); })()""")
    first_row = -field["padding"][0]
    check.expect(
        page.run("document.querySelector('.field .edge').getAttribute('d').split('h')[0]"),
        f"M{first} {first_row}", "another unit")
    check.expect("padding" in page.run("document.querySelector('.field figcaption').textContent"), True, "its padding is said")

    page.click('.node[data-layer="12"] .face')
    check.expect(picked(page), ["conv5"] * 3, "a click on a node picks it everywhere")
    page.click('.node[data-layer="15"] .face')
    check.expect(picked(page), ["fc6"] * 3, "another")
    check.expect(page.run("document.querySelector('.field .edge').getAttribute('d')"), "M0 0h227v227h-227z", "fc6 sees all")
    check.expect(page.complaints(), [], "alexnet: no complaints")
    return page


def check_keyboard(check):
    """Everything is reached and worked with the keyboard, and where it is can be seen."""
    page = check.page("alexnet")
    page.press("Tab")
    check.expect(page.run("document.activeElement.className"), "skip", "the first stop skips to the layers")
    check.expect(page.run("document.activeElement.getBoundingClientRect().top >= 0"), True, "which is seen then")
    page.press("Enter")
    page.press("Tab")
    stops = []
    for _ in range(60):
        stops.append(page.run("document.activeElement.closest('.drawing, .controls, .field')?.getAttribute('class') || document.activeElement.closest('tbody, thead')?.tagName || document.activeElement.tagName"))
        check.expect(
            page.run("""(() => { const at = document.activeElement; const style = getComputedStyle(at.matches('.node') ? at.querySelector('rect') : at);
              return at === document.body || style.outlineStyle !== 'none' || parseFloat(style.strokeWidth) >= 4; })()"""),
            True, f"focus is seen at {stops[-1]}")
        page.press("Tab")
    for place in ["TBODY", "THEAD", "drawing", "controls"]:
        check.expect(place in stops, True, f"Tab reaches {place}: {stops}")
    check.expect(stops.count("TBODY"), 1, "the table's rows are one stop")
    check.expect(stops.count("drawing"), 1, "the diagram is one stop")
    page.run("document.querySelector('tbody button').focus()")
    page.press("ArrowDown", 2)
    check.expect(picked(page), ["norm1"] * 3, "arrow keys go down the table")
    page.press("ArrowUp")
    check.expect(picked(page), ["relu1", "conv1", "relu1"], "and up, and the diagram shows the box of an activation")
    page.press("End")
    check.expect(picked(page), ["prob", "fc8", "prob"], "End goes to the last")
    page.press("Home")
    check.expect(picked(page), ["conv1"] * 3, "Home goes to the first")
    page.run("document.querySelector('.node[tabindex=\"0\"]').focus()")
    page.press("ArrowDown", 2)
    check.expect(picked(page), ["pool1"] * 3, "arrow keys go through the diagram")
    check.expect(page.run("document.activeElement.dataset.layer"), "3", "and take the focus along")


# Texts of the diagram that leave their box, and boxes that leave the diagram.
CUT = """(() => {
  const outside = (inner, outer) => inner.left < outer.left - 1 || inner.right > outer.right + 1
    || inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1;
  const drawing = document.querySelector(".drawing").getBoundingClientRect();
  const cut = [];
  for (const node of document.querySelectorAll(".node")) {
    const face = node.querySelector(".face").getBoundingClientRect();
    if (outside(face, drawing)) cut.push(`box of ${node.getAttribute("aria-label")}`);
    for (const text of node.querySelectorAll("text")) {
      if (outside(text.getBoundingClientRect(), face)) cut.push(text.textContent);
    }
  }
  return cut;
})()"""
# Boxes that lie on each other.
OVERLAPS = """(() => {
  const boxes = [...document.querySelectorAll(".node .face")].map((face) => face.getBoundingClientRect());
  let count = 0;
  boxes.forEach((a, index) => {
    for (const b of boxes.slice(index + 1)) {
      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) count += 1;
    }
  });
  return count;
})()"""
SCALE = "Number(document.querySelector('.scene').getAttribute('transform').match(/scale\\(([\\d.]+)/)[1])"
WIDER = """[...document.querySelectorAll("header, .controls, .side, .details, .about, .choices, .layers")]
  .filter((part) => part.checkVisibility() && part.scrollWidth > part.clientWidth + 1).map((part) => part.className || part.tagName)"""


def check_layout(check):
    """The whole network is seen at first and nothing is cut, on a small window and on a phone; modules open and close."""
    for model in ["lenet5", "googlenet", "resnet50", "densenet121", "efficientnet-b7"]:
        for scheme in ["light", "dark"]:
            page = check.page(model, table=False, width=1280, height=800, scheme=scheme)
            check.expect(page.run(CUT), [], f"{model}: nothing is cut at 1280×800")
            check.expect(page.run(OVERLAPS), 0, f"{model}: no box lies on another")
            check.expect(page.run(SCALE) >= 0.7, True, f"{model}: it can be read: {page.run(SCALE)}")
            check.expect(page.run(WIDER), [], f"{model}: nothing is wider than its place")
            check.expect(page.run("document.querySelector('.map').hasAttribute('hidden')"), True, "no map of what is all seen")
            check.screenshot(page, f"{model}-1280-{scheme}")
            page.click(".tabs [data-view=table]")
            page.run("new Promise((done) => setTimeout(done, 200))")
            check.expect(page.run(WIDER), [], f"{model}: the table has all its columns")
            check.screenshot(page, f"{model}-1280-table-{scheme}")
        page = check.page(model, table=False, width=390, height=844)
        check.expect(page.run(WIDER), [], f"{model}: no wider than a phone")
        check.screenshot(page, f"{model}-390-layer")
        page.click(".tabs [data-view=diagram]")
        page.run("new Promise((done) => setTimeout(done, 200))")
        check.expect(page.run(CUT), [], f"{model}: nothing is cut at 390")
        check.expect(page.run("document.scrollingElement.scrollWidth"), 390, f"{model}: no wider than a phone")
        check.screenshot(page, f"{model}-390-diagram")
        page.click(".tabs [data-view=table]")
        check.expect(page.run("document.querySelector('.layers').checkVisibility()"), True, f"{model}: the table on a phone")
        check.screenshot(page, f"{model}-390-table")


def check_modules(check):
    """Frames, what joins a layer, lines that stay outside of boxes, the wheel and the map."""
    page = check.page("googlenet", table=False, width=1280, height=800)
    names = "[...document.querySelectorAll('.node .name')].map((name) => name.textContent)"
    check.expect("inception_3a" in page.run(names), True, "modules are closed")
    page.click("[data-node=m0] .opener")
    check.expect(page.run("document.querySelectorAll('.scene .frame').length"), 1, "one opens")
    check.expect([name for name in page.run(names) if name in ("1x1", "3x3_reduce", "3x3", "5x5", "pool_proj", "output")],
                 ["1x1", "3x3_reduce", "3x3", "5x5", "pool_proj", "output"], "and shows its layers by their short names")
    check.expect(page.run(OVERLAPS), 0, "no box lies on another")
    page.click(".scene .head .hit")
    check.expect(page.run("document.querySelectorAll('.scene .frame').length"), 0, "its title closes it")
    page.click("[data-node=f1] .opener")
    check.expect("relu_7x7" in " ".join(page.run(names)), True, "an activation is shown beside its layer where that is opened")
    page.click("[data-do=open]")
    page.run("new Promise((done) => setTimeout(done, 100))")
    check.expect(page.run("document.querySelectorAll('.scene .frame').length"), 9, "all nine open")
    check.expect(page.run(OVERLAPS), 0, "no box lies on another")
    before = page.run(SCALE)
    page.mouse.move(300, 400)
    page.mouse.wheel(0, -300)
    page.run("new Promise((done) => setTimeout(done, 100))")
    check.expect(page.run(SCALE) > before, True, "the wheel magnifies")
    check.expect(page.run("document.querySelector('.map').hasAttribute('hidden')"), False, "the map shows where one is")
    check.screenshot(page, "googlenet-open")
    place = page.run("document.querySelector('.scene').getAttribute('transform')")
    page.mouse.move(300, 420)
    page.mouse.down()
    page.mouse.move(360, 420)
    page.mouse.up()
    check.expect(page.run("document.querySelector('.scene').getAttribute('transform')") != place, True, "a drag moves it")
    page.click("[data-do=close]")
    check.expect(page.run("document.querySelectorAll('.scene .frame').length"), 0, "all close")
    check.expect(page.run(CUT), [], "and all is seen")
    # A residual block: the line around its layers touches none of them.
    page = check.page("resnet50", table=False, width=1280, height=800)
    page.run("(() => { const at = [...panes[0].diagram.outline.nodes.values()].find((node) => node.name === 'layer1.1'); "
             "panes[0].diagram.toggle(at.id); panes[0].diagram.fit(); })()")
    struck = page.run("""(() => {
      const boxes = panes[0].diagram.plan.boxes;
      let count = 0;
      for (const path of document.querySelectorAll(".lines path")) {
        const length = path.getTotalLength();
        for (let at = 4; at < length - 8; at += 3) {
          const { x, y } = path.getPointAtLength(at);
          for (const box of boxes) {
            if (x > box.left + 2 && x < box.left + box.width - 2 && y > box.top + 2 && y < box.top + box.height - 2) count += 1;
          }
        }
      }
      return count;
    })()""")
    check.expect(struck, 0, "no line goes through a box")
    check.screenshot(page, "resnet50-block")
    check.expect(page.complaints(), [], "modules: no complaints")


def check_table(check, page):
    """Sorting, filtering and copying."""
    analysis = check.analyze("alexnet")
    names = [layer["name"] for layer in analysis["layers"]]
    parameters = {layer["name"]: layer.get("parameters", {}).get("total", 0) for layer in analysis["layers"]}

    def shown():
        return [row[0] for row in rows(page)]

    head = "thead th[data-column=parameters]"
    page.click(f"{head} button")
    known = [name for name in shown() if parameters[name]]
    check.expect(known, sorted(known, key=parameters.get), "parameters ascend")
    check.expect(page.run(f"document.querySelector('{head}').ariaSort"), "ascending", "and the heading says so")
    page.click(f"{head} button")
    check.expect(shown()[0], "fc6", "then they descend")
    page.click(f"{head} button")
    check.expect(shown(), names, "then the network's order is back")
    page.click("thead th[data-column=layer] button")
    check.expect(shown()[:3], ["conv1", "conv2", "conv3"], "names ascend")
    page.click("thead th[data-column=layer] button")
    page.click("thead th[data-column=layer] button")

    page.click(".kinds [data-kind=conv]")
    check.expect(shown(), ["conv1", "conv2", "conv3", "conv4", "conv5"], "convolutions alone")
    page.click(".kinds [data-kind=fc]")
    check.expect(shown(), ["conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8"], "and fully connected ones")
    check.expect(page.run("document.querySelector('[role=status]').textContent"), "8 of 23 layers are shown.", "said")
    page.click("[data-copy=csv]")
    copied = clipboard(page)
    records = list(csv.DictReader(io.StringIO(copied)))
    check.expect([record["layer"] for record in records], shown(), "what is shown is copied")
    page.click(".kinds button")
    check.expect(shown(), names, "all again")

    columns = ",".join(records[0])
    expected = [
        line.split(",", 1)[1]
        for line in check.run("analyze", "alexnet", "--format", "csv", "--columns", columns).splitlines()]
    page.click("[data-copy=csv]")
    check.expect(clipboard(page).splitlines(), expected, "the CSV is that of zoo analyze")
    expected = check.run("analyze", "alexnet", "--format", "markdown", "--columns", columns).splitlines()
    start = next(index for index, line in enumerate(expected) if line.startswith("| layer"))
    page.click("[data-copy=markdown]")
    check.expect(
        clipboard(page).splitlines(), expected[start : start + len(names) + 2], "the markdown is that of zoo analyze")
    page.run("Object.defineProperty(navigator, 'clipboard', { value: undefined }), true")
    page.run("window.kept = null, document.addEventListener('copy', () => { window.kept = String(document.activeElement.value); })")
    page.click("[data-copy=csv]")
    page.run("new Promise((done) => setTimeout(done, 50))")
    check.expect((page.run("window.kept") or "").splitlines()[:1], [columns], "without a clipboard a selection is copied")
    check.expect(page.complaints(), [], "table: no complaints")


def clipboard(page):
    page.run("new Promise((done) => setTimeout(done, 50))")
    return page.run("navigator.clipboard.readText()")


def settings(page, **values):
    """Types into a control of the page's settings, or chooses."""
    for name, value in values.items():
        page.run(f"""(() => {{
          const control = document.querySelector(".controls .{name}");
          control.value = {json.dumps(str(value))};
          control.dispatchEvent(new Event("change"));
        }})()""")


def check_sizes(check, model, sizes, what):
    """The slider and the numbers beside it, against the analyses at those sizes; a layer's arithmetic follows."""
    page = check.page(model, name=what)
    page.run("document.querySelector('.size input[type=range]').focus()")
    for wanted in sizes:
        page.run(f"(() => {{ const slider = document.querySelector('.size input[type=range]'); slider.value = {wanted - 1}; slider.dispatchEvent(new Event('input')); }})()")
        page.press("ArrowRight")
        analysis = check.analyze(model, "--input", str(wanted))
        compare_rows(check, page, analysis, f"{what} at {wanted}")
        totals = analysis["totals"]
        check.expect(total(page, "macs"), grouped(totals["macs"]), f"{what} at {wanted}: MACs")
        check.expect(page.run("document.querySelector('.extent').value"), str(wanted), "size")
        check.expect(total(page, "peak").split(" at ")[-1], totals["peak_layer"], f"{what} at {wanted}: peak")
    row = min(3, len(analysis["layers"]) - 1)
    page.click(f"tbody tr:nth-child({row + 1})")
    name = analysis["layers"][row]["name"]
    check.expect(arithmetic(page), explained(check, model, name, "--input", str(wanted)), f"{what}: the arithmetic follows")
    page.click(".own")
    compare_rows(check, page, check.analyze(model), f"{what} back at its own size")
    check.expect(page.complaints(), [], f"{what}: no complaints")
    return page


def check_settings(check):
    """Batch, type of number and convention; auxiliary classifiers; an input that does not fit."""
    page = check.page("googlenet")
    for convention in ["thop", "onnx-tool", "burden", "torchinfo"]:
        settings(page, batch=3, type="float16", convention=convention)
        analysis = check.analyze("googlenet", "--batch", "3", "--type", "float16", "--convention", convention)
        compare_rows(check, page, analysis, f"googlenet, {convention}")
        ids = page.run("[...document.querySelectorAll('thead th')].map((head) => head.dataset.column)")
        column = [row[ids.index("operations")] for row in rows(page)]
        told = [str(layer["operations"]) if layer.get("operations") is not None else "" for layer in analysis["layers"]]
        # What the page cannot follow it says to be unknown.
        wrong = [pair for pair in zip(column, told) if pair[0] not in ("", pair[1])]
        check.expect(wrong, [], f"{convention}: operations")
        check.expect(sum(a != b for a, b in zip(column, told)) <= 2, True, f"{convention}: few are unknown")
    page.run("document.querySelector('.training').click()")
    analysis = check.analyze("googlenet", "--mode", "training", "--batch", "3", "--type", "float16", "--convention", "torchinfo")
    compare_rows(check, page, analysis, "googlenet in training")
    page.run("new Promise((done) => setTimeout(done, 300))")
    check.expect(page.run("document.querySelectorAll('.node.auxiliary').length"), 2, "auxiliary classifiers are drawn")
    check.screenshot(page, "googlenet-auxiliaries")
    page = check.page("lenet5", table=False, width=1280, height=800)
    settings(page, extent=40)
    page.run("document.querySelectorAll('.extent')[1].value = 40, document.querySelectorAll('.extent')[1].dispatchEvent(new Event('change'))")
    said = page.run("[...document.querySelectorAll('.problem p')].map((line) => line.textContent)")
    told = subprocess.run([check.zoo, "analyze", "lenet5", "--input", "40"], capture_output=True, text=True).stderr.splitlines()
    check.expect(said[1:], [line.strip() for line in told[1:]], "what does not fit is said as the program says it")
    page.run("new Promise((done) => setTimeout(done, 300))")
    check.expect(page.run("document.querySelector('.node.failed .name').textContent"), "F6", "and shown")
    check.screenshot(page, "lenet5-40")
    check.expect(page.complaints(), [], "settings: no complaints")


def edit(page, argument, value):
    names = ["kernel", "stride", "padding", "dilation", "groups", "channels"]
    page.run(f"""(() => {{
      const input = document.querySelectorAll(".edit input")[{names.index(argument)}];
      input.value = {json.dumps(str(value))};
      input.dispatchEvent(new Event("change"));
    }})()""")


def check_editing(check):
    """Changes of layers against the program's --set, undone and done again; a link leads back to them."""
    page = check.page("alexnet")
    page.click("tbody tr:nth-child(5)")
    edit(page, "channels", 128)
    page.click("tbody tr:nth-child(1)")
    edit(page, "kernel", 9)
    options = ["--set", "conv1.kernel=9", "--set", "conv2.channels=128"]
    compare_rows(check, page, check.analyze("alexnet", *options), "alexnet changed")
    check.expect(page.run("document.querySelector('.changes code').textContent"),
                 "--set 'conv1.kernel=9' --set 'conv2.channels=128'", "the options that do the same")
    before, after = check.analyze("alexnet")["totals"], check.analyze("alexnet", *options)["totals"]
    cells = page.run("[...document.querySelectorAll('.changes tr')].map((row) => [...row.cells].map((cell) => cell.textContent))")
    check.expect([cells[1][1], cells[1][2].split()[0]], [grouped(before["parameters"]), grouped(after["parameters"])], "before and after")
    check.screenshot(page, "alexnet-changed")
    link = page.run("location.href")
    page.click("[data-do=undo]")
    compare_rows(check, page, check.analyze("alexnet", "--set", "conv2.channels=128"), "alexnet, one change undone")
    page.click("[data-do=redo]")
    compare_rows(check, page, check.analyze("alexnet", *options), "alexnet, done again")
    edit(page, "kernel", 300)
    said = page.run("document.querySelector('.problem').textContent")
    check.expect(said, "conv1 does not fit: a window of 300 is larger than its input of 227", "what does not fit")
    page.go(link)
    page.run("new Promise((done) => setTimeout(done, 500))")
    check.expect(page.run("document.querySelector('.changes code').textContent"),
                 "--set 'conv1.kernel=9' --set 'conv2.channels=128'", "a link has the changes")
    page.go(link.split("#")[0] + "#layer=conv3&input=217&batch=2&changes=%7B%22conv1%22:%7B%22k%22:%22%3Cb%3E%22%7D%7D")
    page.run("new Promise((done) => setTimeout(done, 500))")
    check.expect(page.run("[panes[0].network.settings.extent[0], panes[0].network.settings.batch, panes[0].picked, panes[0].network.hasChanges]"),
                 [217, 2, 8, False], "a link to a layer and a size; nonsense in it is left out")
    check.expect(page.complaints(), [], "editing: no complaints")


def check_finding(check):
    """Search, languages, light and dark, pictures to save, the lesson's window, and the field traced back."""
    page = check.page("googlenet", table=False, width=1280, height=800)
    page.run("document.activeElement.blur()")
    page.press("/")
    check.expect(page.run("document.activeElement.type"), "search", "/ goes to the search")
    page.type("4c/3x3 conv")
    check.expect(page.run("document.querySelectorAll('#found li').length") > 0, True, "something is found")
    page.press("Enter")
    page.run("new Promise((done) => setTimeout(done, 200))")
    check.expect("inception_4c/3x3" in page.run("document.querySelector('.details h3').textContent"), True, "and picked")
    check.expect(page.run("location.hash").startswith("#layer=inception_4c/3x3"), True, "the address says so")
    check.expect(page.run("document.querySelector('.node.picked') !== null"), True, "its module is opened")
    page.run("document.querySelector('select.language').value = 'es', document.querySelector('select.language').dispatchEvent(new Event('change'))")
    check.expect(page.run("[document.documentElement.lang, document.querySelector('.tabs [data-view=layer]').textContent, document.querySelector('.details dt').textContent]"),
                 ["es", "Capa", "tamaño de salida"], "the page speaks another language")
    spanish = page.run("[...document.querySelectorAll('.details dl dd')].map((line) => line.textContent)")
    check.expect("posiciones" in " ".join(spanish), True, "the arithmetic too")
    check.screenshot(page, "googlenet-es")
    page.run("document.querySelector('[data-do=theme]').click()")
    page.run("new Promise((done) => setTimeout(done, 300))")
    check.expect(page.run("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)", True, "dark by a switch")
    check.expect(page.run(CONTRAST), [], "dark: contrast")
    picture = page.run("panes[0].diagram.picture().content")
    check.expect(picture.startswith("<svg") and "class=" not in picture and "inception_4c" in picture, True, "a picture of its own")
    size = page.run("""(async () => {
      let blob = null;
      const made = new Promise((done) => { URL.createObjectURL = (part) => { done(part.size); return "about:blank#"; }; });
      HTMLAnchorElement.prototype.click = () => {};
      document.querySelector("[data-do=png]").click();
      return made;
    })()""")
    check.expect(size > 10_000, True, f"a PNG of {size} bytes")
    page = check.page("lenet5", table=False, width=1280, height=800)
    page.run("panes[0].pick(panes[0].network.layers.findIndex((layer) => layer.name === 'C1'))")
    for step in range(4):
        sum_ = page.run("document.querySelector('.sliding .sum').textContent")
        value = eval(sum_.split(": ")[1].split(" = ")[0].replace("−", "-").replace("·", "*"))
        check.expect(str(value).replace("-", "−"), sum_.split(" = ")[1], f"the sum of unit {step}: {sum_}")
        page.run("document.querySelector('.sliding [data-do=next]').click()")
    page.run("document.querySelector('.trace summary').click()")
    page.run("panes[0].pick(panes[0].network.layers.findIndex((layer) => layer.name === 'S4'))")
    lines = page.run("[...document.querySelectorAll('.trace li')].map((line) => line.textContent)")
    layer = next(layer for layer in check.analyze("lenet5")["layers"] if layer["name"] == "S4")
    side = layer["receptive_field"]["size"][0]
    check.expect(lines[-1].endswith(f"({side}×{side})"), True, f"the trace ends with the field: {lines}")
    page.run("document.querySelector('.sliding').scrollIntoView()")
    check.screenshot(page, "lenet5-window")
    check.expect(page.complaints(), [], "finding: no complaints")


def check_two(check):
    """Two models: a layer and its counterpart."""
    page = check.page("alexnet", "alexnet-torchvision", width=1700)
    page.run("document.querySelectorAll('.model').forEach((root, index) => { root.id = 'model-' + index; })")
    for index, model in enumerate(["alexnet", "alexnet-torchvision"]):
        compare_rows(check, page, check.analyze(model), model, f"#model-{index}")
    page.click("#model-0 tbody tr:not(.gap) >> nth=4")
    check.expect(picked(page, "#model-0"), ["conv2"] * 3, "picked in the first")
    check.expect(picked(page, "#model-1"), ["features.3"] * 3, "and its counterpart in the second")
    page.click("#model-0 tbody tr:not(.gap) >> nth=2")
    check.expect(picked(page, "#model-1"), [None, None, "norm1 has no counterpart here"], "normalization has none")
    boxes = page.run("[...document.querySelectorAll('.model')].map((root) => Math.round(root.getBoundingClientRect().top))")
    check.expect(boxes[0], boxes[1], "they stand side by side")
    marks = page.run("[...document.querySelectorAll('#model-0 tbody tr:not(.gap)')].map((row) => row.classList.contains('alone') ? '+' : row.classList.contains('differs') ? '≠' : '')")
    check.expect([marks[0], marks[2], marks[15]], ["≠", "+", ""], "what differs is marked in the table")
    check.expect(page.run("document.querySelector('#model-0 .node.alone .name').textContent"), "norm1", "and in the diagram")
    lines = page.run("""(() => {
      const places = panes.map((pane) => [...pane.table.body.rows].map((row) => pane.table.rows.indexOf(row)));
      return panes[0].network.layers.flatMap((layer, row) =>
        layer.twin === undefined ? [] : [places[0].indexOf(row) - places[1].indexOf(layer.twin)]);
    })()""")
    check.expect([len(lines) > 10, set(lines)], [True, {0}], "a layer and its counterpart are in the same line")
    tops = page.run("""panes[0].network.layers.flatMap((layer, row) => layer.twin === undefined ? [] :
      [[panes[0].table.rows[row], panes[1].table.rows[layer.twin]].map((line) => Math.round(line.getBoundingClientRect().top))])""")
    check.expect([top for top, _ in tops], [top for _, top in tops], "and at the same height")
    # What is shown of the second model is in the address, too.
    page.run("panes[1].set({ batch: 4 })")
    page.click("#model-1 tbody tr:not(.gap) >> nth=0")
    link = page.run("location.href")
    check.expect("2.batch=4" in link and "&batch" not in link, True, f"the address of two: {link}")
    page.go(link)
    check.expect(page.run("panes.map((pane) => pane.network.settings.batch)"), [1, 4], "and leads back to it")
    page.run("document.querySelectorAll('.model').forEach((root, index) => { root.id = 'model-' + index; })")
    page.run("document.querySelectorAll('.tabs [data-view=table]').forEach((tab) => tab.click())")
    page.run("(() => { const box = document.querySelector('#model-0 .layers'); box.dispatchEvent(new Event('pointerenter')); box.scrollTop = 300; })()")
    page.run("new Promise((done) => setTimeout(done, 200))")
    check.expect(page.run("document.querySelector('#model-1 .layers').scrollTop > 50"), True, "they are scrolled together")
    page.run("panes[0].diagram.move(30, 0)")
    check.expect(page.run("panes[1].diagram.isFitted"), False, "and moved together")
    check.screenshot(page, "two")
    check.expect(page.complaints(), [], "two: no complaints")


def check_run(check):
    """What a network makes of a picture: its classes as zoo predict has them, a layer's maps and kernels."""
    check.run("examples", "-o", str(check.folder / "examples"))
    picture = str(check.folder / "examples" / "drawn" / "7.png")
    check.run("report", "lenet5-modern", "--format", "html", "--image", picture, "--output", str(check.folder / "run-en.html"))
    page = check.page("lenet5-modern", name="run", table=False)
    predicted = json.loads(check.run("predict", "lenet5-modern", picture, "--format", "json"))
    best = [str(one["label"]) for one in predicted["pictures"][0]["classes"]]
    check.expect(page.run("[...document.querySelectorAll('.about .run li span')].map((name) => name.textContent)"), best, "its classes")
    check.expect(page.run("[...document.querySelectorAll('.about .run img')].map((image) => [image.naturalWidth, image.naturalHeight])"),
                 [[32, 32], [32, 32]], "the picture and the gradient, a point for each pixel")
    page.run("panes[0].pick(0)")
    page.run("new Promise((done) => setTimeout(done, 200))")
    # Six maps of 28×28 in two rows, six kernels of 5×5, each with a line of one point behind it.
    check.expect(page.run("[...document.querySelectorAll('.details .run img')].map((image) => [image.naturalWidth, image.naturalHeight])"),
                 [[87, 58], [18, 12], [32, 32]], "maps, kernels and the effective field of C1")
    field = page.run("document.querySelector('.details .run .effective figcaption').textContent")
    weights = str(pathlib.Path(__file__).parent.parent / "zoo/weights/lenet5-modern.safetensors")
    effective = json.loads(check.run(
        "receptive-field", "lenet5-modern", "--layer", "C1", "--weights", weights, "--effective", "--images", picture, "--format", "json",
        "-o", str(check.folder / "field.png")))
    sides = next(one["sides"] for one in effective["definitions"] if one["name"] == "absolute")[2:]
    check.expect(f"a square of {sides[0]}×{sides[0]} pixels, 99 % in {sides[1]}×{sides[1]}. The theory has 5×5." in field,
                 True, f"the effective field as zoo receptive-field has it, {sides}: {field}")
    pointed = """(() => {
      const image = document.querySelector(".details .run img");
      const box = image.getBoundingClientRect();
      image.dispatchEvent(new PointerEvent("pointermove", { clientX: box.left + box.width / 2, clientY: box.top + box.height * 0.75 }));
      return document.querySelector(".details .run .at").textContent;
    })()"""
    check.expect(page.run(pointed), "map 4", "the map below the pointer")
    check.screenshot(page, "run")
    check.expect(page.complaints(), [], "run: no complaints")


def check_hostile(check):
    """Names and titles that would be markup or script."""
    path = check.folder / "hostile.yaml"
    path.write_text(HOSTILE)
    for language in ["en", "es"]:
        page = check.page(str(path), name="hostile", language=language)
        analysis = check.analyze(str(path))
        check.expect([row[0] for row in rows(page)], [layer["name"] for layer in analysis["layers"]], "names as they are")
        check.expect(page.run("document.querySelector('h1').textContent"), analysis["model"]["title"], "title as it is")
        check.expect(page.run("document.querySelectorAll('img, script:not([id]):not(:last-of-type)').length"), 0, "no elements")
        check.expect(page.run("document.scripts.length"), 2, "no scripts beside the page's")
        for index, layer in enumerate(analysis["layers"]):
            page.click(f"tbody tr:nth-child({index + 1})")
            check.expect(picked(page)[2], layer["name"], "picked as it is")
        check.expect(page.complaints(), [], "hostile: no complaints")
        refused = page.run("""new Promise((done) => {
          document.addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective));
          const script = document.createElement('script');
          script.textContent = 'window.ran = true';
          document.body.append(script);
          setTimeout(() => done(window.ran ? 'ran' : 'nothing'), 500);
        })""")
        check.expect(refused, "script-src-elem", "the policy refuses another script")


def check_access(check):
    """Landmarks, names, language, headings, contrast; light and dark; a phone's width; print."""
    for model, scheme, language in [("googlenet", "light", "en"), ("googlenet", "dark", "en"), ("inception", "dark", "es")]:
        page = check.page(model, language=language, scheme=scheme)
        check.expect(page.run("document.documentElement.lang"), language, "language")
        check.expect(
            page.run("['main', 'header', 'h1'].map((name) => document.querySelectorAll('body ' + name).length)"), [1, 1, 1],
            "one main, one header, one title")
        check.expect(
            page.run("(() => { const ids = [...document.querySelectorAll('[id]')].map((part) => part.id); return ids.length - new Set(ids).size; })()"),
            0, "no identifier twice")
        nodes = page.accessibility()
        nameless = [
            role for role, name in nodes if not name and role in
            ("button", "slider", "spinbutton", "link", "image", "region", "table", "columnheader", "heading", "group")
        ]  # fmt: skip
        check.expect(nameless, [], "everything has a name")
        regions = {role for role, _ in nodes}
        check.expect({"main", "banner", "region", "table", "slider", "status"} <= regions, True, f"landmarks: {regions}")
        check.expect(page.run("document.querySelector('[aria-live=polite] h3') !== null"), True, "details are announced")
        check.expect(page.run(CONTRAST), [], f"{scheme}: contrast")
        page.click("tbody tr:nth-child(9)")
        check.expect(page.run(CONTRAST), [], f"{scheme}: contrast with a layer picked")
        check.screenshot(page, f"{model}-{scheme}")
        page.emulate(scheme, "print")
        check.expect(page.run("document.querySelector('.controls').checkVisibility()"), False, "print: no controls")
        check.expect(page.run("getComputedStyle(document.querySelector('.layers')).overflowX"), "visible", "print: no boxes")
        check.expect(page.complaints(), [], f"{scheme}: no complaints")
    for models in [["googlenet"], ["alexnet", "vgg16"]]:
        page = check.page(*models, width=360, height=740)
        check.expect(page.run("document.scrollingElement.scrollWidth"), 360, f"{models}: no wider than a phone")
        check.screenshot(page, f"phone-{len(models)}")
        check.expect(page.run(CONTRAST), [], "phone: contrast")


def check_guide(check):
    """The guide in one file: its search, its links, what a reader without a pointer needs, and paper."""
    for language, words in [("en", "RECEPTIVE field"), ("es", "convolucion nucleo")]:
        path = check.folder / f"guide-{language}.html"
        check.run("report", "--guide", "--format", "html", "--language", language, "--output", str(path))
        page = chromium.Tab(check.browser)
        page.open(path)
        check.expect(page.run("document.documentElement.lang"), language, "guide: language")
        check.expect(page.run("[...document.images].filter((image) => !image.naturalWidth || !image.alt).length"), 0,
                     "guide: every picture is shown and has words")
        check.expect(page.run("[...document.querySelectorAll('a[href^=\"#\"]')].filter((link) => "
                              "!document.getElementById(link.hash.slice(1))).length"), 0, "guide: links lead somewhere")
        check.expect(page.run("(() => { const ids = [...document.querySelectorAll('[id]')].map((part) => part.id); "
                              "return ids.length - new Set(ids).size; })()"), 0, "guide: no identifier twice")
        page.run("document.querySelector('input').focus()")
        page.type(words)
        found = page.run("[...document.querySelectorAll('form li')].map((item) => item.textContent)")
        check.expect(0 < len(found) <= 40, True, f"guide: {words} is found: {found}")
        check.expect(page.run("document.querySelector('[role=status]').textContent").split()[0].isdigit(), True,
                     "guide: how often is said")
        page.press("Enter")
        check.expect(page.run("document.activeElement.classList.contains('found')"), True, "guide: Enter goes there")
        text = page.run("document.activeElement.textContent.normalize('NFD').replace(/\\p{M}/gu, '').toLowerCase()")
        check.expect([word for word in words.lower().split() if word not in text], [], "guide: all words are there")
        page.run("document.querySelector('input').focus(), document.querySelector('input').select()")
        page.type("zzzz")
        check.expect(page.run("document.querySelectorAll('form li').length"), 0, "guide: nothing is found")
        check.expect(page.run("document.querySelector('[role=status]').textContent.length > 0"), True, "guide: and said")
        for scheme in ["light", "dark"]:
            page.emulate(scheme)
            check.expect(page.run(CONTRAST), [], f"guide: {scheme}: contrast")
            check.screenshot(page, f"guide-{language}-{scheme}")
        page.emulate("light", "print")
        check.expect(page.run("document.querySelector('form').checkVisibility()"), False, "guide: print: no search")
        page.emulate()
        page.resize(360, 740)
        check.expect(page.run("document.scrollingElement.scrollWidth"), 360, "guide: no wider than a phone")
        check.expect(page.complaints(), [], "guide: loads nothing and says nothing")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("zoo", help="the program")
    parser.add_argument("--screenshots", metavar="FOLDER", help="keeps pictures of the pages")
    arguments = parser.parse_args()
    lack = chromium.lacks()
    if lack:
        print(f"{lack}: the page is not checked", file=sys.stderr)
        return 77
    if arguments.screenshots:
        pathlib.Path(arguments.screenshots).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="zoo-page-") as folder, chromium.Browser() as browser:
        check = Check(str(pathlib.Path(arguments.zoo).absolute()), browser, folder, arguments.screenshots)
        page = check_layers(check)
        check_layout(check)
        check_modules(check)
        check_keyboard(check)
        check_table(check, page)
        check.screenshot(page, "alexnet")
        check_settings(check)
        check_editing(check)
        check_finding(check)
        check_sizes(check, "googlenet", [64, 320, 448], "googlenet")
        check_sizes(check, "vgg16", [256], "vgg16")
        signal = check.folder / "signal.yaml"
        signal.write_text(SIGNAL)
        check_sizes(check, str(signal), [64, 128], "signal")
        check_two(check)
        check_run(check)
        check_hostile(check)
        check_access(check)
        check_guide(check)
    for problem in check.problems:
        print(problem, file=sys.stderr)
    print(f"page: {check.count - len(check.problems)} of {check.count} checks passed")
    return 1 if check.problems else 0


if __name__ == "__main__":
    sys.exit(main())
