"""Looks for text that cannot be read in pictures, in a real browser: check_pictures.py PATH...

Chromium opens every SVG file of the given files and folders, in light and in dark, in a face as narrow as Arial and in one as
wide as Verdana. A finding is a text that is cut by the picture's edge, lies on another text, is struck through by a line or by
the border of a shape, is hidden behind a shape, or has too little contrast; and a frame that touches another one or a box.
It is told with its file, its texts and their places. What may lie behind a text is a rule: a shape that holds it wholly, and
grid lines where the text has a rim in the colour of the ground. Exit code 0: nothing is found; 1: something is; 77:
Chromium, Playwright or a wide face is not here.
"""

import argparse
import json
import pathlib
import sys

import browser as chromium

# Faces with the width of their W as a share of the size: a browser that lacks a face takes another one silently.
FACES = {"Liberation Sans": 0.944, "DejaVu Sans": 0.989}
FINDINGS = (pathlib.Path(__file__).parent / "picture_findings.js").read_text()


def pictures(paths):
    """Every SVG file of the files and folders, in the order of their names."""
    for path in paths:
        yield from sorted(path.rglob("*.svg")) if path.is_dir() else [path]


def width_of_w(tab, face):
    """How wide a W is in a face, as a share of the size."""
    return tab.run(
        f"""(() => {{
          const canvas = document.createElement("canvas").getContext("2d");
          canvas.font = '1000px {json.dumps(face)}';
          return canvas.measureText("W").width / 1000;
        }})()""")


def look(tab, path, faces):
    """What is found in one picture: sentence to the settings in which it is so."""
    found = {}
    tab.open(path)
    for face in faces:
        tab.run(
            f"""(() => {{
              const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
              style.textContent = 'text{{font-family:{json.dumps(face)}!important}}';
              document.documentElement.append(style);
            }})()""")
        for scheme in ["light", "dark"]:
            tab.emulate(scheme)
            for sentence in tab.run(f"({FINDINGS})({json.dumps(scheme == 'dark')})"):
                found.setdefault(sentence, []).append(f"{face}, {scheme}")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=pathlib.Path, metavar="PATH", help="pictures, and folders of pictures")
    arguments = parser.parse_args()
    lack = chromium.lacks()
    if lack:
        print(f"{lack}: the pictures are not checked", file=sys.stderr)
        return 77
    count = bad = 0
    with chromium.Browser() as browser:
        tab = chromium.Tab(browser)
        faces = [face for face, width in FACES.items() if abs(width_of_w(tab, face) - width) < 0.005]
        if "DejaVu Sans" not in faces:
            print("no DejaVu Sans is here (fonts-dejavu-core): the pictures are not checked", file=sys.stderr)
            return 77
        for path in pictures(arguments.paths):
            count += 1
            found = look(tab, path, faces)
            bad += bool(found)
            for sentence, settings in found.items():
                print(f"{path}: {sentence} [{'; '.join(settings)}]")
    print(f"pictures: {count - bad} of {count} are as they should be, in {' and '.join(faces)}, light and dark")
    return 1 if bad or not count else 0


if __name__ == "__main__":
    sys.exit(main())
