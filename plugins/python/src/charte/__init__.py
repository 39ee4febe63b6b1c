"""Finds the charte binary and runs it. The plugins beside this module tell it when their host has written its pages, and show its
findings where that host shows its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Callable, Iterable


class CharteError(Exception):
    """The errors that stopped a build. `findings` has them as charte reports them."""

    def __init__(self, message: str, findings: Iterable[dict] = ()):
        super().__init__(message)
        self.findings = list(findings)


def binary() -> str:
    """The path of the binary: CHARTE_BIN, else the one that was installed with this package, else the one on PATH."""
    name = "charte.exe" if os.name == "nt" else "charte"
    user = sysconfig.get_path("scripts", f"{os.name}_user")
    beside = [Path(folder, name) for folder in (sysconfig.get_path("scripts"), user)]
    found = os.environ.get("CHARTE_BIN") or next((str(path) for path in beside if path.is_file()), None) or shutil.which("charte")
    if not found:
        raise CharteError(
            "the charte binary was not found: this package came without one for your platform, and PATH has no charte. "
            "Install charte with `cargo install charte`, or set CHARTE_BIN to its path."
        )
    return found


def text(finding: dict) -> str:
    """A finding in words: where, what, and how to mend it."""
    place, path, mend = finding["place"], finding["path"], finding["help"]
    where = f"{place['file']}:{place['line']}:{place['column']}: " if place else f"{path}: " if path else ""
    excerpt = f"\n    {place['excerpt'].strip()}" if place and place["excerpt"] else ""
    return f"{where}{finding['level']}[{finding['code']}]: {finding['message']}{excerpt}" + (f"\n  help: {mend}" if mend else "")


def _words(command: str, config: str | None, portals: Iterable[str]) -> list[str]:
    words = [binary(), command] + (["--config", config] if config else [])
    return words + [word for portal in portals for word in ("--portal", portal)]


def build(
    site: str,
    warn: Callable[[str], object],
    *,
    config: str | None = None,
    portals: Iterable[str] = (),
    cwd: str | None = None,
) -> list[str]:
    """Builds the site that a host has written to a folder, and gives a line on each portal. Warnings go to `warn`.

    Raises CharteError with all errors in one; nothing was written then.
    """
    command = [*_words("build", config, portals), "--format", "json"]
    done = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        raise CharteError(done.stderr.strip().removeprefix("error: ") or "charte ended without a report") from None
    for finding in report["findings"]:
        if finding["level"] == "warning":
            warn(text(finding))
    errors = [finding for finding in report["findings"] if finding["level"] == "error"]
    if errors:
        raise CharteError("\n".join(["charte wrote nothing:", *map(text, errors)]), errors)
    inputs = [Path(cwd or ".", portal["input"]).resolve() for portal in report["portals"]]
    folder = Path(site).resolve()
    if not any(folder == path or path in folder.parents for path in inputs):
        named = ", ".join(map(str, inputs))
        raise CharteError(
            f"the pages in {folder} are not built: no portal of the declaration has that folder as its `input` ({named})"
        )
    return [
        f"{portal['portal']}: {portal['pages']} page{'s' * (portal['pages'] != 1)} in {portal['output']}, "
        f"asks {', '.join(portal['asked']) or 'nothing'}"
        for portal in report["portals"]
    ]


def follow(address: str, *, config: str | None = None, portals: Iterable[str] = (), cwd: str | None = None) -> subprocess.Popen:
    """Shows the pages of a development server with everything added, until the returned process is terminated."""
    # Its input is a pipe of this process: however this process ends, the pipe does, and so does charte.
    words = [*_words("watch", config, portals), "--end-with-input", "--proxy", address]
    return subprocess.Popen(words, cwd=cwd, stdin=subprocess.PIPE)
