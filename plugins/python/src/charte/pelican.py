"""Pelican: builds what it has written."""

import logging

from pelican import Pelican, signals

import charte

log = logging.getLogger(__name__)


def build(pelican: Pelican) -> None:
    options = {"config": pelican.settings.get("CHARTE_CONFIG"), "portals": pelican.settings.get("CHARTE_PORTALS", [])}
    for line in charte.build(pelican.output_path, log.warning, **options):
        log.info("charte: %s", line)


def register() -> None:
    signals.finalized.connect(build)
