"""Timesketch's CSV and JSONL, in and out."""

from __future__ import annotations

from dashboard.formats.draft import Importer
from dashboard.formats.timesketch.read import read, recognises
from dashboard.formats.timesketch.write import write_csv, write_jsonl
from dashboard.formats.written import Exporter

__all__ = ["EXPORTER", "EXPORTER_JSONL", "IMPORTER"]

IMPORTER = Importer("timesketch", "Timesketch", recognises, read)
EXPORTER = Exporter("timesketch", "Timesketch CSV", ".csv", write_csv)
EXPORTER_JSONL = Exporter("timesketch-jsonl", "Timesketch JSONL", ".jsonl", write_jsonl)
