"""Size and speed of the HTML pages: page.py

What is aimed at: ResNet-50's page is at most 400 kB and painted within 300 ms, and on DenseNet-201's page a layer is picked, the
input's size changed and a module opened within 50 ms each, in Chromium. Times are medians of several runs, in milliseconds.
"""

import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "Scripts"))
import browser as chromium  # noqa: E402

ZOO = ROOT / ".build/release/zoo"
# What a hand does, until all is laid out.
ACTIONS = {
    "pick a layer": "panes[0].pick((N * 97) % panes[0].network.layers.length)",
    "another size": "panes[0].set({ extent: [224 + 32 * N, 224 + 32 * N] })",
    "another kernel": "panes[0].change('features.conv0', 'k', [3 + 2 * (N % 4)])",
    # A task of its own, after the picture of what was changed.
    "fill the table": "panes[0].isTableOld = true, panes[0].fillTable()",
    "open a module": "panes[0].diagram.toggle([...panes[0].diagram.outline.nodes.values()].find((node) => node.name === 'features.denseblock1').id)",
    "magnify": "panes[0].diagram.zoom(1.02)",
}


def main():
    lack = chromium.lacks()
    if lack:
        print(f"{lack}: the pages are not measured")
        return
    with tempfile.TemporaryDirectory() as folder, chromium.Browser() as browser:
        for model in ["lenet5", "googlenet", "resnet50", "densenet201", "efficientnet-b7"]:
            path = pathlib.Path(folder) / f"{model}.html"
            subprocess.run([ZOO, "report", model, "--format", "html", "--output", path], check=True, capture_output=True)
            paints = []
            for run in range(5):
                tab = chromium.Tab(browser, width=1280, height=800)
                tab.open(path)
                tab.run("new Promise((done) => setTimeout(done, 300))")
                paints.append(tab.run("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"))
                if run < 4:
                    tab.close()
            print(f"{model:16} {path.stat().st_size / 1000:7.0f} kB, painted after {statistics.median(paints):4.0f} ms")
            if model != "densenet201":
                continue
            for view in ["layer", "table"]:
                tab.run(f"panes[0].look('{view}')")
                print(f"  with the {view} shown")
                for name, action in ACTIONS.items():
                    times = [
                        tab.run(f"(() => {{ const start = performance.now(); {action.replace('N', str(step))}; "
                                "document.body.getBoundingClientRect(); return performance.now() - start; })()")
                        for step in range(8)
                    ]  # fmt: skip
                    print(f"    {name:14} {statistics.median(times):5.1f} ms, at most {max(times):.1f}")


if __name__ == "__main__":
    main()
