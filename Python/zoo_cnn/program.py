"""The program `zoo`, which does the work."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path


class ZooError(Exception):
    """What the program refused, in its own words.

    Attributes:
        status: the program's exit status: 64 for a wrong argument, 65 for a file that is no network, 66 for one that is not there.
    """

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def program() -> Path:
    """The program that is started: what ZOO_PROGRAM names, else the one of this environment, else the first on the PATH.

    Raises:
        FileNotFoundError: there is none.
    """
    named = os.environ.get("ZOO_PROGRAM")
    if named:
        return Path(named)
    installed = Path(sysconfig.get_path("scripts")) / "zoo"
    if installed.exists():
        return installed
    found = shutil.which("zoo")
    if found is None:
        raise FileNotFoundError("the program zoo is neither in this Python environment nor on the PATH")
    return Path(found)


def run(*arguments: str) -> str:
    """What the program prints when it is started with these arguments.

    Raises:
        ZooError: it ended with another status than 0.
    """
    done = subprocess.run(
        [str(program()), *arguments], stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise ZooError(done.stderr.strip(), done.returncode)
    return done.stdout
