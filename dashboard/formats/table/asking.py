"""How a user is asked which column is meant: in words that can be typed as they stand."""

from __future__ import annotations

from dashboard.formats.table.words import LISTS

__all__ = ["ask", "clash"]


def ask(field: str, column: str) -> str:
    """The option that says so, for a shell: ``--map 'date:dmy=Datum'``.

    Args:
        field: The field, perhaps with how its dates are read.
        column: The column as the user may call it.
    """
    # A heading may go over lines, and French ones are full of apostrophes.
    said = " ".join(f"{field}={column}".split()).replace("'", "'\\''")
    return f"--map '{said}'"


def clash(field: str, first: str, second: str) -> tuple[str, str]:
    """What is wrong with two columns for one field, and what to write instead."""
    message = f"two columns are given for '{field}': '{first}' and '{second}'"
    if field in LISTS:
        return message, f"give them together: {ask(field, f'{first},{second}')}"
    return message, "keep one of them"
