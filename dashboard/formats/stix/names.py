"""How a STIX object is called in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.formats.defang import defang, defang_host, headline

__all__ = ["name_of", "texts", "unnamed"]

#: Observables whose value is a host: its dots are bracketed, so that nothing makes a link of it.
_HOSTS = frozenset({"domain-name", "email-addr", "ipv4-addr", "ipv6-addr"})

#: Fields that name an object, the best first.
_NAMES = (
    "name",
    "value",
    "subject",
    "key",
    "path",
    "command_line",
    "user_id",
    "account_login",
    "abstract",
    "product",
    "pattern",
    "description",
)

#: References to the objects that another one is about.
_REFS = ("object_refs", "sighting_of_ref", "sample_ref", "src_ref", "dst_ref", "analysis_sco_refs")

#: Names in a list of names.
_FEW = 3


def texts(value: object) -> list[str]:
    """A list of texts, also from a single one; whatever else stands in it is left out."""
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if isinstance(entry, str) and entry.strip()]


def unnamed(ref: str) -> str:
    """What to call an object that is not in the file: its id begins with its type."""
    return f"an unnamed {ref.partition('--')[0].replace('-', ' ')}"


def name_of(
    entry: Mapping[str, Any], objects: Mapping[str, Mapping[str, Any]], depth: int = 0
) -> str:
    """The name of an object, made of what it is about where it has none; defanged, on one line."""
    if entry.get("type") == "relationship" and depth < _FEW:
        source, target = (
            name_of(objects[ref], objects, depth + 1) if ref in objects else unnamed(ref)
            for ref in (str(entry.get(field)) for field in ("source_ref", "target_ref"))
        )
        verb = str(entry.get("relationship_type", "related-to")).replace("-", " ")
        return headline(f"{source} {verb} {target}")
    for field in _NAMES:
        value = entry.get(field)
        if isinstance(value, str) and value.strip():
            hosts = entry.get("type") in _HOSTS and field == "value"
            return headline(defang_host(value) if hosts else defang(value), 120)
    if depth < _FEW:
        about: list[Mapping[str, Any]] = [
            objects[ref] for field in _REFS for ref in texts(entry.get(field)) if ref in objects
        ]
        # In STIX 2.0 observations hold their objects instead of naming them.
        inner = entry.get("objects")
        if isinstance(inner, dict):
            about += [one for one in inner.values() if isinstance(one, dict)]
        if about:
            # No more names than are shown: objects may refer to each other by the thousand.
            names = [name_of(one, objects, depth + 1) for one in about[:_FEW]]
            more = f" and {len(about) - _FEW} more" if len(about) > _FEW else ""
            return headline(f"{', '.join(names)}{more}", 160)
    hashes = entry.get("hashes")
    if isinstance(hashes, dict) and hashes:
        return headline(str(next(iter(hashes.values()))), 80)
    return str(entry.get("type", "object")).replace("-", " ")
