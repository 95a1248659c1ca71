"""STIX 2.1 bundles, in and out; STIX 2.0 in."""

from __future__ import annotations

from dashboard.formats.draft import Importer
from dashboard.formats.stix.read import read, recognises
from dashboard.formats.stix.write import write
from dashboard.formats.written import Exporter

__all__ = ["EXPORTER", "IMPORTER"]

IMPORTER = Importer("stix", "STIX", recognises, read)
EXPORTER = Exporter("stix", "STIX 2.1", ".json", write)
