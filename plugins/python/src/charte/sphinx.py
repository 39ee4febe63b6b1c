"""Sphinx: builds what a builder of HTML has written."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util import logging

import charte

log = logging.getLogger(__name__)


def build(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.format != "html":
        return
    config = app.config.charte_config or str(app.confdir / "charte.toml")

    def warn(message: str) -> None:
        log.warning("%s", message, type="charte")

    try:
        lines = charte.build(str(app.outdir), warn, config=config, portals=app.config.charte_portals)
    except charte.CharteError as error:
        # As Sphinx tells the errors of a site, without the report for its own developers.
        log.error("%s", error)
        app.statuscode = 1
        return
    for line in lines:
        log.info("charte: %s", line)


def setup(app: Sphinx) -> dict:
    app.add_config_value("charte_config", None, "", (str, type(None)))
    app.add_config_value("charte_portals", [], "", (list, tuple))
    # Last, since other extensions write pages here, too.
    app.connect("build-finished", build, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
