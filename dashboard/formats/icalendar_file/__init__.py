"""iCalendar (RFC 5545), the files of calendar programs: ``.ics``, in and out."""

from __future__ import annotations

from dashboard.formats.draft import Importer
from dashboard.formats.icalendar_file.reading import read_calendar, recognises
from dashboard.formats.icalendar_file.writing import write_calendar
from dashboard.formats.written import Exporter

__all__ = ["EXPORTER", "IMPORTER"]

IMPORTER = Importer("ics", "iCalendar", recognises, read_calendar)
EXPORTER = Exporter("ics", "iCalendar, for calendar programs", ".ics", write_calendar)
