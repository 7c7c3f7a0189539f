"""Chromium without a window, driven by Playwright: the browser that is here, none of those that Playwright would download."""

import pathlib
import shutil

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    sync_playwright = None

NAMES = ["chromium", "chromium-browser", "google-chrome"]


def lacks():
    """What is not here of what is needed, or None."""
    if not any(map(shutil.which, NAMES)):
        return "no Chromium is here"
    return None if sync_playwright else "Playwright is not here (make browser)"


class Browser:
    """One browser process, which ends with the block that it is made in."""

    def __enter__(self):
        self.playwright = sync_playwright().start()
        self.process = self.playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, NAMES))),
            # Without a sandbox of its own it starts as root, too; what is opened is our own.
            chromium_sandbox=False, args=["--disable-gpu", "--disable-dev-shm-usage"])
        return self

    def __exit__(self, *_):
        self.process.close()
        self.playwright.stop()


class Tab:
    """One page with storage of its own, and what it did: requests, messages on its console, errors, dialogs."""

    def __init__(self, browser, width=1400, height=1000, scheme="light", media=None):
        self.context = browser.process.new_context(
            viewport={"width": width, "height": height}, is_mobile=width < 600,
            permissions=["clipboard-read", "clipboard-write"])
        self.page = self.context.new_page()
        self.keyboard, self.mouse = self.page.keyboard, self.page.mouse
        self.emulate(scheme, media)
        self._complaints = []
        self.page.on("request", self._requested)
        self.page.on("console", lambda message: self._complaints.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self._complaints.append(f"exception: {error}"))
        self.page.on("dialog", self._asked)

    def close(self):
        self.context.close()

    def resize(self, width, height):
        self.page.set_viewport_size({"width": width, "height": height})

    def emulate(self, scheme="light", media=None):
        self.page.emulate_media(media=media or "screen", color_scheme=scheme)

    def open(self, path):
        """Opens a file and waits until it is loaded."""
        self._complaints = []
        self.go(pathlib.Path(path).absolute().as_uri())

    def go(self, address):
        """Opens an address anew, also where only what follows its # is another."""
        self.page.goto("about:blank")
        self.page.goto(address, wait_until="load")

    def run(self, expression):
        """The value of a JavaScript expression; a promise is waited for."""
        return self.page.evaluate(expression)

    def click(self, selector):
        """Presses the pointer on the first element of a selector, once it is seen, at rest and not covered."""
        self.page.locator(selector).first.click(timeout=10_000)

    def press(self, key, times=1):
        """Presses a key: ArrowDown, Home, Tab, Enter …"""
        for _ in range(times):
            self.keyboard.press(key)

    def type(self, text):
        """Puts text in where the focus is."""
        self.keyboard.insert_text(text)

    def accessibility(self):
        """What a screen reader is told: the nodes of the page with role and name."""
        session = self.context.new_cdp_session(self.page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        session.detach()
        return [
            (node["role"]["value"], node.get("name", {}).get("value")) for node in nodes if not node.get("ignored")]

    def screenshot(self, path, full=True):
        self.page.screenshot(path=path, full_page=full)

    def complaints(self):
        """Requests beside the page itself, errors, warnings and violations of its policy since it was opened."""
        self.run("0")
        return self._complaints

    def _requested(self, request):
        # An address that holds its data is no request.
        if not request.is_navigation_request() and not request.url.startswith("data:"):
            self._complaints.append(f"request: {request.url}")

    def _asked(self, dialog):
        self._complaints.append(f"dialog: {dialog.message}")
        dialog.accept()
