"""What STIX says about time, as tables (STIX 2.1, OASIS Standard, 10 June 2021).

``created`` and ``modified`` are in no table: they are the time of the record, and no event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.model import RelationKind, Stance

__all__ = [
    "ACTORS",
    "EXTENSION",
    "FIDELITY",
    "KINDS",
    "OPINIONS",
    "PARTS",
    "RELATIONS",
    "RELATIONSHIPS",
    "STANCES",
    "TAGS",
    "Kind",
]

#: What our own objects carry where STIX has no field (STIX 2.1, section 7.3).
EXTENSION = "extension-definition--07d2db73-81b3-478f-a338-a62819d8b450"


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of object that says when something was.

    Attributes:
        start: The field of its start.
        end: The field of its end; empty where it has none.
        category: The category of its events.
        title: How its events are called, with ``{name}`` for the object.
        moments: What is said behind the title when only the start, only the end, or both are given.
        caveat: What readers should know about such a date.
    """

    start: str
    end: str
    category: str
    title: str = "{name}"
    moments: tuple[str, str, str] = ("", "", "")
    caveat: str = ""


_SEEN = (": first seen", ": last seen", ": first to last seen")


def _seen(category: str, noun: str) -> Kind:
    return Kind("first_seen", "last_seen", category, f"{noun} {{name}}", _SEEN)


#: By type. Sections 4 to 6 of the standard; ``event``, ``impact`` and ``task`` are of the Incident
#: Core Extension (OASIS, 2023).
KINDS: Mapping[str, Kind] = {
    "campaign": _seen("Campaigns", "Campaign"),
    "email-message": Kind("date", "", "E-mail", "E-mail: {name}"),
    "event": Kind("start_time", "end_time", "Events"),
    "impact": Kind("start_time", "end_time", "Impacts", "Impact: {name}"),
    "incident": Kind("first_seen", "last_seen", "Incidents"),
    "indicator": Kind(
        "valid_from",
        "valid_until",
        "Validity of indicators",
        "Indicator {name}",
        (": valid from", ": valid until", ": valid"),
        "This is how long the indicator is meant to be used, not when something happened.",
    ),
    "infrastructure": _seen("Infrastructure", "Infrastructure"),
    "intrusion-set": _seen("Intrusion sets", "Intrusion set"),
    "malware": _seen("Malware", "Malware"),
    "malware-analysis": Kind(
        "analysis_started", "analysis_ended", "Malware analyses", "Malware analysis: {name}"
    ),
    "network-traffic": Kind("start", "end", "Network traffic", "Network traffic: {name}"),
    "observed-data": Kind("first_observed", "last_observed", "Observations", "Observed: {name}"),
    "process": Kind("created_time", "", "Processes", "Process started: {name}"),
    "relationship": Kind("start_time", "stop_time", "Relationships"),
    "report": Kind("published", "", "Reports", "Report published: {name}"),
    "sighting": Kind("first_seen", "last_seen", "Sightings", "Sighting of {name}"),
    "task": Kind("start_time", "end_time", "Tasks", "Task: {name}"),
    "threat-actor": _seen("Threat actors", "Threat actor"),
}

#: Objects who act.
ACTORS = frozenset({"identity", "threat-actor"})

#: Fields whose words are tags.
TAGS = (
    "labels",
    "event_types",
    "incident_types",
    "indicator_types",
    "infrastructure_types",
    "malware_types",
    "report_types",
    "threat_actor_types",
)

#: Characters of a timestamp that count at a fidelity, and what is set behind them.
FIDELITY: Mapping[str, tuple[int, str]] = {
    "year": (4, ""),
    "month": (7, ""),
    "day": (10, ""),
    "hour": (13, "Z"),
    "minute": (16, "Z"),
    "second": (19, "Z"),
}

#: How our relations are called in STIX. ``no-known-link`` is none of them: a line between two
#: objects would say in a picture what the words deny. It becomes a note about both.
RELATIONSHIPS: Mapping[RelationKind, str] = {
    kind: kind.value for kind in RelationKind if kind is not RelationKind.NO_KNOWN_LINK
}

#: Relationships of STIX that say what one of our relations says.
RELATIONS: Mapping[str, RelationKind] = {
    **{name: kind for kind, name in RELATIONSHIPS.items()},
    "led-to": RelationKind.LEADS_TO,
}

#: Stances that are an opinion of STIX. A doubt is not a ``neutral`` one and a retraction is no
#: opinion at all: both become notes.
OPINIONS: Mapping[Stance, str] = {
    Stance.ASSERTS: "agree",
    Stance.CONFIRMS: "agree",
    Stance.DENIES: "disagree",
}

#: The other way.
STANCES: Mapping[str, Stance] = {
    "strongly-agree": Stance.CONFIRMS,
    "agree": Stance.CONFIRMS,
    "disagree": Stance.DENIES,
    "strongly-disagree": Stance.DENIES,
}

#: Fields that belong to the record or are read in a place of their own.
PARTS = frozenset(
    {
        "created",
        "created_by_ref",
        "description",
        "extensions",
        "external_references",
        "id",
        "lang",
        "modified",
        "name",
        "object_marking_refs",
        "revoked",
        "spec_version",
        "type",
        *TAGS,
    }
)
