"""What the rows of a big table share: categories, places, actors, tags; and who may see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.bulk import sql
from dashboard.bulk.columns import NOWHERE, Lists, Names
from dashboard.bulk.maker import RowMaker
from dashboard.bulk.names import NONE
from dashboard.bulk.tables import Table
from dashboard.bulk.ways import places_of, ways
from dashboard.formats.table.sheet import Row

__all__ = ["Shared", "Terms"]


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """What events share, in their order: places in the lists of names."""

    category: NDArray[Any]
    place: NDArray[Any]
    importance: NDArray[Any]
    actors: Lists
    tags: Lists


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """What rows share: for each way of filling cells a value, and for each row which way."""

    category: tuple[list[str | None], NDArray[np.int64]]
    place: tuple[list[str | None], NDArray[np.int64]]
    importance: tuple[list[int], NDArray[np.int64]]
    actors: tuple[list[list[str]], NDArray[np.int64]]
    tags: tuple[list[list[str]], NDArray[np.int64]]
    internal: NDArray[np.bool_]
    claimed: NDArray[np.bool_]

    @classmethod
    def of(cls, table: Table, maker: RowMaker) -> Terms:
        """Read the columns of a table."""

        def found(fields: Sequence[str], make: Callable[[Row], Any]) -> tuple[list[Any], Any]:
            return ways(table, places_of(table, fields), make, maker.counted)

        tags, at = found(["tags"], maker.tags)
        marked = np.array([maker.marked(one) for one in tags], bool)[at]
        hidden, visibility = found(["visibility"], maker.internal)
        actors, claimed = _actors(table, maker)
        return cls(
            category=found(["category"], maker.category),
            place=_places(table, maker),
            importance=found(["importance"], maker.importance),
            actors=actors,
            tags=(tags, at),
            internal=np.array(hidden, bool)[visibility] | marked,
            claimed=claimed,
        )

    def named(self, order: NDArray[np.int64], maker: RowMaker) -> tuple[Names, Shared]:
        """The names in use, and the places in them of the events in their order."""
        categories = {key: one["label"] for key, one in maker.draft.categories.items()}
        actors = {key: one["name"] for key, one in maker.draft.actors.items()}
        kinds, at = self.category
        used = {kinds[code] or NONE for code in np.unique(at[order]).tolist()}
        category = tuple(
            (key, label) for key, label in {**categories, NONE: "Other"}.items() if key in used
        )
        number = {key: place for place, (key, _) in enumerate(category)}
        codes = np.array([number.get(key or NONE, 0) for key in kinds], np.uint16)
        places, where = self.place
        spots, spot = _by_number([[one] if one else [] for one in places], where[order], {})
        names_of_place = np.array([spot.get(one or "", NOWHERE) for one in places])
        people, person = _by_number(self.actors[0], self.actors[1][order], actors)
        words, word = _by_number(self.tags[0], self.tags[1][order], {})
        shared = Shared(
            category=codes[at[order]],
            place=names_of_place.astype(np.uint32)[where[order]],
            importance=np.array(self.importance[0], np.uint8)[self.importance[1][order]],
            actors=_lists(self.actors[0], self.actors[1][order], person),
            tags=_lists(self.tags[0], self.tags[1][order], word),
        )
        return Names(category, people, spots, words), shared


_NUMBER = "[-+]?[0-9]{1,3}([.,][0-9]{1,20})?"


def _places(table: Table, maker: RowMaker) -> tuple[list[str | None], NDArray[np.int64]]:
    """The places of rows: by name alone where the coordinates beside it are no matter of doubt."""
    named, beside = places_of(table, ["place"]), places_of(table, ["lat", "lon", "coordinates"])
    if not (named and beside):
        return ways(table, [*named, *beside], maker.place, maker.counted)
    lat, lon, pair = (
        f"trim({sql.cell(at[0])})" if (at := places_of(table, [name])) else "''"
        for name in ("lat", "lon", "coordinates")
    )
    degrees = (
        f"abs(try_cast(replace({lat}, ',', '.') AS DOUBLE)) <= 90 AND "
        f"abs(try_cast(replace({lon}, ',', '.') AS DOUBLE)) <= 180"
    )
    found = sql.gathered(
        table.database,
        f"SELECT n FROM raw WHERE {sql.cell(named[0])} <> '' AND {pair} = '' AND "
        f"NOT regexp_full_match(lower({sql.cell(named[0])}), {sql.text(sql.NOTHING)}) AND "
        f"({lat} = '' AND {lon} = '' OR regexp_full_match({lat}, {sql.text(_NUMBER)}) AND "
        f"regexp_full_match({lon}, {sql.text(_NUMBER)}) AND {degrees})",
    )
    plain = np.zeros(table.count, bool)
    plain[np.ma.getdata(found["n"])] = True
    names, codes = ways(table, named, maker.place, maker.counted, wanted=plain)
    others, which = ways(table, [*named, *beside], maker.place, maker.counted, wanted=~plain)
    return [*names, *others], np.where(plain, codes, which + len(names))


def _actors(
    table: Table, maker: RowMaker
) -> tuple[tuple[list[list[str]], NDArray[np.int64]], NDArray[np.bool_]]:
    """Who took part in each row or spoke in it, and in which rows somebody speaks."""
    actors, codes = ways(table, places_of(table, ["actors"]), maker.actors, maker.counted)
    claimed = np.zeros(table.count, bool)
    by, says = places_of(table, ["by"]), places_of(table, ["says"])
    if not says:
        return (actors, codes), claimed
    # What is said is different in every row; who says it is not.
    found = sql.gathered(
        table.database,
        f"SELECT n FROM raw WHERE NOT regexp_full_match(lower({sql.cell(says[0])}), "
        f"{sql.text('(' + sql.NOTHING + ')?')})",
    )
    spoken = np.zeros(table.count, bool)
    spoken[np.ma.getdata(found["n"])] = True
    speakers, which = ways(table, by, maker.speaker, maker.counted, wanted=spoken)
    claimed[which >= 0] = np.array([bool(one) for one in speakers], bool)[which[which >= 0]]
    both, pairs = np.unique(
        np.stack([codes, np.where(claimed, which, -1)]), axis=1, return_inverse=True
    )
    joined = [
        list(dict.fromkeys([*actors[one], *(speakers[other] if other >= 0 else [])]))
        for one, other in both.T.tolist()
    ]
    return (joined, pairs.reshape(-1)), claimed


def _by_number(
    values: Sequence[Sequence[str]], codes: NDArray[np.int64], labels: Mapping[str, str]
) -> tuple[tuple[tuple[str, str], ...], dict[str, int]]:
    """Ids with their labels, those of the most events first; and the place of each."""
    numbers: dict[str, int] = {}
    for code, times in enumerate(np.bincount(codes, minlength=len(values)).tolist()):
        for key in values[code] if times else ():
            numbers[key] = numbers.get(key, 0) + times
    named = {key: labels.get(key, key) for key in numbers}
    ordered = sorted(named, key=lambda key: (-numbers[key], named[key].casefold(), key))
    return tuple((key, named[key]) for key in ordered), {k: at for at, k in enumerate(ordered)}


def _lists(
    values: Sequence[Sequence[str]], codes: NDArray[np.int64], places: Mapping[str, int]
) -> Lists:
    """A list of places for each event, of the lists of the ways of filling cells."""
    flat = np.array([places.get(key, 0) for one in values for key in one], np.uint32)
    length = np.array([len(one) for one in values], np.int64)
    begins = np.cumsum(length) - length
    lengths = length[codes]
    ends = np.cumsum(lengths)
    within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)
    return Lists(
        ends.astype(np.uint32), flat[np.repeat(begins[codes], lengths) + within].astype(np.uint32)
    )
