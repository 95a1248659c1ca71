"""The codes of MISP in words (MISP core format, Internet-Draft draft-dulaunoy-misp-core-format)."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["ACTOR_GALAXIES", "ANALYSIS", "DISTRIBUTION", "HOSTS", "SIGHTINGS", "TEXTS", "THREAT"]

THREAT: Mapping[str, str] = {"1": "high", "2": "medium", "3": "low"}
"""``threat_level_id``; 4 is undefined."""

ANALYSIS: Mapping[str, str] = {"0": "begun", "1": "ongoing", "2": "completed"}
"""``analysis``: how far it got."""

DISTRIBUTION: Mapping[str, str] = {
    "0": "the own organisation",
    "1": "one community",
    "2": "connected communities",
    "4": "a sharing group",
}
"""``distribution``, as far as it is restricted; 3 is everybody, 5 that of the event."""

SIGHTINGS: Mapping[str, str] = {
    "0": "Sighting of",
    "1": "Reported as false positive:",
    "2": "Expired:",
}
"""The ``type`` of a sighting, as the beginning of a title."""

HOSTS = frozenset(
    {
        "domain",
        "domain|ip",
        "email",
        "email-dst",
        "email-src",
        "eppn",
        "hostname",
        "hostname|port",
        "ip-dst",
        "ip-dst|port",
        "ip-src",
        "ip-src|port",
        "uri",
    }
)
"""Types of attributes whose dots are bracketed, so that nothing makes a link of them."""

TEXTS = frozenset({"comment", "text", "other"})
"""Types of attributes that are words of an analyst."""

ACTOR_GALAXIES = (
    "threat-actor",
    "intrusion-set",
    "microsoft-activity-group",
    "360net-threat-actor",
)
"""Galaxies whose clusters are actors: their type is or ends with one of these."""
