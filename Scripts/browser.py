"""Chromium without a window, driven over its debugging pipe with Python's own library."""

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ["chromium", "chromium-browser", "google-chrome"]


def find():
    """The path of a browser, or None."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Browser:
    """One browser process with a profile of its own, which goes with it.

    Messages are JSON, each ended by a zero byte: what goes in is read at descriptor 3, what comes out is written at 4.
    """

    def __init__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="zoo-browser-", ignore_cleanup_errors=True)
        commands, answers = os.pipe(), os.pipe()
        # High numbers, so that putting one in its place cannot close the other.
        ours = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (commands[0], answers[1])]

        def place():
            os.dup2(ours[0], 3)
            os.dup2(ours[1], 4)

        self.process = subprocess.Popen(
            [
                find(), "--headless=new", "--remote-debugging-pipe", f"--user-data-dir={self.profile.name}",
                "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
                "--disable-background-networking", "--disable-component-update", "--hide-scrollbars", "about:blank",
            ],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            close_fds=False, preexec_fn=place,
        )
        for end in (commands[0], answers[1], *ours):
            os.close(end)
        self.input, self.output = commands[1], answers[0]
        self.pending = b""
        self.number = 0
        self.events = []

    def close(self):
        try:
            self.call("Browser.close")
            self.process.wait(10)
        except (OSError, RuntimeError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        os.close(self.input)
        os.close(self.output)
        self.profile.cleanup()

    def call(self, method, session=None, **parameters):
        """Sends a command and returns its result; events that come meanwhile are kept."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.input, data):]
        while True:
            answer = self._receive(30)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def _receive(self, seconds):
        end = time.monotonic() + seconds
        while b"\0" not in self.pending:
            if not select.select([self.output], [], [], max(0, end - time.monotonic()))[0]:
                raise RuntimeError("the browser does not answer")
            data = os.read(self.output, 1 << 20)
            if not data:
                raise RuntimeError("the browser is gone")
            self.pending += data
        message, _, self.pending = self.pending.partition(b"\0")
        return json.loads(message)


class Tab:
    """One page, and what it did: requests, messages on its console, dialogs."""

    def __init__(self, browser, width=1400, height=1000, scheme="light", media=""):
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network", "Accessibility", "DOM"]:
            self.call(f"{domain}.enable")
        self.resize(width, height)
        self.emulate(scheme, media)

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def resize(self, width, height):
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)

    def emulate(self, scheme="light", media=""):
        self.call(
            "Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, path):
        """Opens a file and waits until it is loaded."""
        self.browser.events.clear()
        self.call("Page.navigate", url="file://" + os.path.abspath(path))
        for _ in range(1000):
            if self.run("document.readyState === 'complete' && location.protocol === 'file:'"):
                return
            time.sleep(0.01)
        raise RuntimeError(f"{path} does not load")

    def run(self, expression):
        """The value of a JavaScript expression; a promise is waited for."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True, userGesture=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"].get("description", expression))
        return result["result"].get("value")

    def click(self, selector):
        """Presses the pointer in the middle of the first element of a selector."""
        place = self.run(
            f"""(() => {{
              const part = document.querySelector({json.dumps(selector)});
              part.scrollIntoView({{ block: "center", inline: "nearest" }});
              const box = part.getBoundingClientRect();
              return [box.x + box.width / 2, box.y + box.height / 2];
            }})()""")
        for kind in ["mousePressed", "mouseReleased"]:
            self.call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    def press(self, key, times=1):
        """Presses a key: ArrowDown, Home, Tab, Enter …"""
        codes = {"Tab": 9, "Enter": 13, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39,
                 "ArrowDown": 40}
        for _ in range(times):
            text = {"text": "\r"} if key == "Enter" else {}
            self.call("Input.dispatchKeyEvent", type="keyDown", key=key, code=key,
                      windowsVirtualKeyCode=codes[key], **text)
            self.call("Input.dispatchKeyEvent", type="keyUp", key=key, code=key, windowsVirtualKeyCode=codes[key])

    def screenshot(self, path, full=True):
        # A page behind another one need not be drawn.
        self.call("Page.bringToFront")
        picture = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=full)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(picture))

    def complaints(self):
        """Requests beside the page itself, errors, warnings and violations of its policy since it was opened."""
        self.run("0")
        found = []
        for event in self.browser.events:
            if event.get("sessionId") != self.session:
                continue
            facts = event["params"]
            match event["method"]:
                case "Network.requestWillBeSent" if facts["type"] != "Document":
                    # An address that holds its data is no request.
                    if not facts["request"]["url"].startswith("data:"):
                        found.append(f"request: {facts['request']['url']}")
                case "Log.entryAdded":
                    found.append(f"log: {facts['entry']['text']}")
                case "Runtime.consoleAPICalled":
                    found.append(f"console: {facts['args']}")
                case "Runtime.exceptionThrown":
                    found.append(f"exception: {facts['exceptionDetails']}")
                case "Page.javascriptDialogOpening":
                    found.append(f"dialog: {facts['message']}")
                    self.call("Page.handleJavaScriptDialog", accept=True)
        return found
