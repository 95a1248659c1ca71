"""MISP events as JSON, in."""

from __future__ import annotations

from dashboard.formats.draft import Importer
from dashboard.formats.misp.read import read, recognises

__all__ = ["IMPORTER"]

IMPORTER = Importer("misp", "MISP", recognises, read)
