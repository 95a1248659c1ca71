"""How the dates of a column are read: decided once for all its cells.

Whether ``03/04/2018`` is a day in April or in March is decided by the user, by a number beyond 12
in any cell of the column, or by dots, which are only used where the day comes first. Where nothing
decides it, that is an error: half of a table would be read wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboard.formats.table.asking import ask
from dashboard.formats.table.counted import COUNTED
from dashboard.formats.table.dates import DAY_IN_NUMBERS

__all__ = ["OPTIONS", "Choice", "choose_order"]

#: What may follow a field of dates in ``--map``, with what it says.
OPTIONS: Mapping[str, str] = {
    "dmy": "the day comes first",
    "mdy": "the month comes first",
    "day": "times are left out",
    "excel": "days since 1900 as spreadsheets count them",
    "unix": "seconds or milliseconds since 1970 (UTC)",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """How the dates of a column are read, or why that cannot be told.

    Attributes:
        order: ``dmy``, ``mdy``, or None where no cell needs it.
        why: What decided it; empty where the user said so or no cell needs it.
        message: What stops the column from being read.
        hint: What to say to have it read.
        ambiguous: Whether that is because day and month cannot be told apart.
    """

    order: str | None = None
    why: str = ""
    message: str = ""
    hint: str = ""
    ambiguous: bool = False


def choose_order(field_name: str, column: str, texts: Iterable[str], option: str | None) -> Choice:
    """Decide how the dates of a column are read.

    Args:
        field_name: The field that it fills, for hints.
        column: How people call the column.
        texts: Its cells.
        option: What the user said.
    """
    if option in COUNTED or option in ("dmy", "mdy"):
        return Choice(option if option in ("dmy", "mdy") else None)
    first: dict[str, str] = {}
    open_case = ""
    numbers = {5: 0, 10: 0, 13: 0}
    distinct = set(texts)
    for text in distinct:
        for found in DAY_IN_NUMBERS.finditer(text[:200]):
            a, b = int(found["a"]), int(found["b"])
            if "." in found["sign"] or a > 12 >= b:
                first["dmy"] = min(first.get("dmy", text), text)
            elif b > 12 >= a:
                first["mdy"] = min(first.get("mdy", text), text)
            elif a != b:
                open_case = min(open_case or text, text)
        if text.isascii() and text.isdigit() and len(text) in numbers:
            numbers[len(text)] += 1
    name = f"'{column}'"
    if len(first) > 1:
        return Choice(
            message=f"the column {name} holds dates with the day first ({first['dmy']}) and with "
            f"the month first ({first['mdy']})",
            hint=f"mend one kind, or say how to read it: {ask(f'{field_name}:dmy', column)}",
        )
    if first:
        order, example = next(iter(first.items()))
        word = "day" if order == "dmy" else "month"
        return Choice(order, f"the {word} comes first in {name}, as in {example}")
    if open_case:
        return Choice(
            message=f"day and month cannot be told apart in the column {name} ({open_case})",
            hint=f"say which comes first: {ask(f'{field_name}:dmy', column)} for the day, "
            f"{ask(f'{field_name}:mdy', column)} for the month",
            ambiguous=True,
        )
    counts = {10: "unix", 13: "unix", 5: "excel"}
    for length, word in counts.items():
        if numbers[length] > len(distinct) // 2:
            return Choice(
                message=f"the column {name} holds numbers, not dates",
                hint=f"if they are {OPTIONS[word]}, say so: {ask(f'{field_name}:{word}', column)}",
            )
    return Choice()
