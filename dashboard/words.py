"""The words of pages and reports: one table for each list of terms."""

from __future__ import annotations

from dashboard.model import Evidence, RelationKind, Stance

__all__ = [
    "EVIDENCE",
    "EVIDENCE_HELP",
    "LANGUAGES",
    "MUTUAL",
    "RELATIONS",
    "STANCES",
    "counted",
    "language",
    "sentence_case",
]

EVIDENCE: dict[Evidence, str] = {
    Evidence.CORROBORATED: "Corroborated",
    Evidence.SINGLE_SOURCE: "Single source",
    Evidence.DISPUTED: "Disputed",
    Evidence.UNSOURCED: "Unsourced",
}

EVIDENCE_HELP: dict[Evidence, str] = {
    Evidence.CORROBORATED: "two or more independent origins",
    Evidence.SINGLE_SOURCE: "one origin, however often repeated",
    Evidence.DISPUTED: "an actor denies or doubts it",
    Evidence.UNSOURCED: "no source is given",
}

#: In the order in which the panel lists them.
STANCES: dict[Stance, str] = {
    Stance.ASSERTS: "Asserted",
    Stance.CONFIRMS: "Confirmed",
    Stance.DOUBTS: "Doubted",
    Stance.DENIES: "Denied",
    Stance.RETRACTS: "Retracted",
}

#: What a relation says in the event that holds it, and in the event it leads to.
RELATIONS: dict[RelationKind, tuple[str, str]] = {
    RelationKind.RESPONSE_TO: ("Response to", "Answered by"),
    RelationKind.DISCLOSES: ("Discloses", "Disclosed by"),
    RelationKind.PART_OF: ("Part of", "Includes"),
    RelationKind.LEADS_TO: ("Leads to", "Follows from"),
    RelationKind.CONTRADICTS: ("Contradicts", "Contradicted by"),
    RelationKind.REFINES: ("Refines", "Refined by"),
    RelationKind.NO_KNOWN_LINK: ("No known link with", "No known link with"),
}

#: The kinds that say the same in both directions.
MUTUAL = frozenset({RelationKind.NO_KNOWN_LINK, RelationKind.CONTRADICTS})

LANGUAGES: dict[str, str] = {
    "ar": "Arabic",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hu": "Hungarian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sv": "Swedish",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}


def language(tag: str) -> str:
    """The English name of a language (BCP 47 tag), or the tag itself where it is not known."""
    return LANGUAGES.get(tag.split("-")[0].lower(), tag)


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: ``1 source``, ``3 sources``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sentence_case(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]
