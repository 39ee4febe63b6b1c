"""MkDocs: builds what `mkdocs build` has written; beside `mkdocs serve` shows its pages with everything added."""

from __future__ import annotations

import os
import subprocess

from mkdocs.config import base
from mkdocs.config import config_options as options
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger

import charte

log = get_plugin_logger("charte")


class CharteConfig(base.Config):
    config = options.Optional(options.Type(str))
    portals = options.ListOfItems(options.Type(str), default=[])


class ChartePlugin(BasePlugin[CharteConfig]):
    _serves = False
    _follower: subprocess.Popen | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self._serves = command == "serve"

    # Last, since other plugins write pages here, too.
    @event_priority(-100)
    def on_post_build(self, *, config: base.Config) -> None:
        # What is served is in a temporary folder: its pages go through the follower.
        if self._serves:
            return
        try:
            lines = charte.build(config.site_dir, log.warning, **self._options(config))
        except charte.CharteError as error:
            raise PluginError(str(error)) from error
        for line in lines:
            log.info(line)

    def on_serve(self, server, /, *, config: base.Config, builder) -> None:
        try:
            self._follower = charte.follow(server.url, **self._options(config))
        except charte.CharteError as error:
            raise PluginError(str(error)) from error

    def on_shutdown(self) -> None:
        if self._follower:
            self._follower.terminate()

    def _options(self, config: base.Config) -> dict:
        folder = os.path.dirname(config.config_file_path or "") or None
        return {"config": self.config.config, "portals": self.config.portals, "cwd": folder}
