"""What people call the columns of a table of events, in a few languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

__all__ = [
    "FIELDS",
    "IN_COMPANY",
    "LISTS",
    "OWN",
    "PAIRS",
    "RECORD_TIME",
    "WORDS",
    "field_of",
    "plain",
    "rank_of",
]

#: By field: the names of columns, the likeliest first. English, Dutch, German, French and Spanish;
#: the commonest also in Russian, Ukrainian, Italian and Portuguese. Without marks, as
#: :func:`plain` makes them.
#: Where two columns fit one field, the name that stands first wins.
WORDS: Mapping[str, tuple[str, ...]] = {
    "date": (
        "date", "when", "start date", "date start", "begin date", "startdate", "start", "from",
        "begin", "date from", "event date", "date of event", "datetime", "date time",
        "date and time", "dates", "day of event", "occurred", "occurred on", "first seen",
        "datum", "wanneer", "begindatum", "startdatum", "datum van", "van", "datum begin",
        "datum gebeurtenis", "wann", "anfang", "beginn", "anfangsdatum", "startzeitpunkt", "von",
        "datum von", "ereignisdatum", "quand", "debut", "date de debut", "date debut",
        "date de l evenement", "du", "fecha", "cuando", "fecha de inicio", "inicio", "desde",
        "дата", "когда", "дата начала", "начало", "коли", "data inizio", "data de inicio", "data",
    ),
    "end": (
        "end", "end date", "date end", "enddate", "to", "until", "till", "date to", "last seen",
        "finish", "stop", "einddatum", "einde", "eind", "tot", "datum tot", "tot en met", "t m",
        "ende", "enddatum", "bis", "datum bis", "endzeitpunkt", "fin", "date de fin", "date fin",
        "jusqu a", "au", "fecha de fin", "fecha final", "hasta",
        "дата окончания", "конец", "кінець", "data fine", "data fim",
    ),
    "time": (
        "time", "start time", "starttime", "time of day", "hour", "tijd", "tijdstip", "starttijd",
        "begintijd", "uur", "uhrzeit", "zeit", "startzeit", "heure", "heure de debut", "hora",
        "hora de inicio",
    ),
    "end-time": (
        "end time", "endtime", "eindtijd", "endzeit", "heure de fin", "hora de fin", "hora final",
    ),
    "timezone": (
        "timezone", "time zone", "tz", "zone", "tijdzone", "zeitzone", "fuseau horaire", "fuseau",
        "zona horaria",
    ),
    "year": ("year", "start year", "jaar", "jahr", "annee", "ano"),
    "month": ("month", "start month", "maand", "monat", "mois", "mes"),
    "day": ("day", "start day", "dag", "jour", "dia"),
    "end-year": ("end year", "eindjaar", "endjahr", "annee de fin"),
    "end-month": ("end month", "eindmaand", "endmonat", "mois de fin"),
    "end-day": ("end day", "einddag", "endtag", "jour de fin"),
    "title": (
        "title", "headline", "event", "event title", "event name", "name", "what", "what happened",
        "heading", "subject", "label", "incident", "content", "titel", "kop", "gebeurtenis",
        "naam", "wat", "onderwerp", "koptekst", "ereignis", "uberschrift", "schlagzeile", "was",
        "betreff", "bezeichnung", "titre", "evenement", "intitule", "quoi", "nom", "titulo",
        "evento", "que", "suceso",
        "событие", "заголовок", "название", "подія", "назва", "titolo",
    ),
    "summary": (
        "summary", "description", "text", "details", "notes", "note", "body", "abstract",
        "desc", "comment", "comments", "remarks", "message", "event description", "samenvatting",
        "beschrijving", "omschrijving", "tekst", "toelichting", "opmerking", "opmerkingen",
        "notities", "inhoud", "zusammenfassung", "beschreibung", "inhalt", "anmerkung",
        "anmerkungen", "bemerkung", "bemerkungen", "notizen", "resume", "texte", "detail",
        "commentaire", "commentaires", "remarque", "remarques", "resumen", "descripcion", "texto",
        "notas",
        "описание", "текст", "комментарии", "опис", "descrizione", "descricao",
    ),
    "category": (
        "category", "categories", "type", "event type", "kind", "group", "class", "theme", "topic",
        "categorie", "soort", "groep", "thema", "rubriek", "kategorie", "art", "gruppe",
        "rubrik", "typ", "groupe", "genre", "rubrique", "theme principal", "categoria", "tipo",
        "grupo", "категория", "тип", "категорія",
    ),
    "actors": (
        "actors", "actor", "who", "people", "persons", "person", "involved", "parties",
        "organisation", "organization", "organisations", "organizations", "actoren", "wie",
        "betrokkenen", "personen", "persoon", "partijen", "organisatie", "organisaties", "akteure",
        "akteur", "wer", "beteiligte", "organisationen", "acteurs", "acteur", "qui", "personnes",
        "personne", "organisme", "actores", "quien", "personas", "persona", "organizacion",
        "участники", "кто", "учасники", "attori",
    ),
    "place": (
        "place", "location", "where", "city", "town", "country", "venue", "address", "plaats",
        "locatie", "waar", "stad", "land", "adres", "ort", "standort", "wo", "stadt", "adresse",
        "lieu", "endroit", "ou", "ville", "pays", "lugar", "ubicacion", "donde", "ciudad", "pais",
        "место", "где", "місце", "luogo", "local",
    ),
    "lat": ("lat", "latitude", "breedtegraad", "breite", "breitengrad", "latitud", "place lat"),
    "lon": (
        "lon", "lng", "long", "longitude", "lengtegraad", "lange", "langengrad", "longitud",
        "place lon",
    ),
    "coordinates": (
        "coordinates", "coords", "lat lon", "lat lng", "latitude longitude", "geo", "gps",
        "coordinaten", "koordinaten", "coordonnees", "coordenadas",
    ),
    "source": (
        "source", "sources", "url", "urls", "link", "links", "source url", "source link",
        "source urls", "reference", "references", "web", "website", "web address", "href", "uri",
        "bron", "bronnen", "bron url", "verwijzing", "quelle", "quellen", "verweis", "weblink",
        "lien", "liens", "lien source", "fuente", "fuentes", "enlace", "enlaces", "источник",
        "источники", "ссылка", "джерело", "посилання", "fonte", "fonti", "source source",
        "sources url", "source 1", "source 2", "source 3", "bron 1", "bron 2", "bron 3",
        "quelle 1", "quelle 2", "quelle 3", "url 1", "url 2", "url 3", "link 1", "link 2", "link 3",
    ),
    "source-title": (
        "source title", "article title", "article", "source name", "titel bron", "brontitel",
        "titel der quelle", "quellentitel", "titre de la source", "sources title",
    ),
    "publisher": (
        "publisher", "outlet", "publication", "media outlet", "newspaper", "medium", "site",
        "uitgever", "krant", "herausgeber", "zeitung", "verlag", "editeur", "journal", "medio",
        "periodico", "sources publisher",
    ),
    "published": (
        "published", "publication date", "date published", "published on", "source date",
        "publicatiedatum", "gepubliceerd", "veroffentlicht", "veroffentlichungsdatum", "publie",
        "date de publication", "fecha de publicacion", "sources published",
    ),
    "archived": (
        "archived", "archive", "archive url", "archive link", "archived url", "archived copy",
        "wayback", "gearchiveerd", "archief", "archiviert", "archiv", "archive de la page",
    ),
    "by": (
        "by", "said by", "claimed by", "speaker", "according to", "claimant", "volgens", "laut",
        "selon", "segun",
    ),
    "stance": ("stance", "standpunt", "haltung", "position"),
    "says": ("says", "claim", "statement", "quote", "bewering", "verklaring", "citaat",
             "behauptung", "aussage", "zitat", "affirmation", "declaration", "citation"),
    "tags": (
        "tags", "tag", "tag s", "keywords", "keyword", "labels", "trefwoorden", "trefwoord",
        "schlagworte", "schlagworter", "stichworte", "mots cles", "etiquettes", "etiquetas",
        "palabras clave",
    ),
    "importance": (
        "importance", "weight", "priority", "significance", "belang", "gewicht", "prioriteit",
        "wichtigkeit", "prioritat", "bedeutung", "poids", "priorite", "importancia", "prioridad",
    ),
    "known": (
        "known", "known since", "date known", "disclosed", "date disclosed", "made public",
        "public since", "bekend", "bekend sinds", "bekannt", "bekannt seit", "connu", "connu le",
        "revele le", "conocido",
    ),
    "id": ("id", "event id", "identifier", "slug", "unique id", "key", "uuid"),
    "visibility": ("visibility", "zichtbaarheid", "sichtbarkeit", "visibilite", "visibilidad"),
}  # fmt: skip

FIELDS = tuple(WORDS)

#: Fields that take several columns.
LISTS = frozenset({"actors", "tags", "source", "summary"})

#: Columns that usually tell when a row was typed, not when something happened: never taken for a
#: date unless somebody says so.
RECORD_TIME = frozenset(
    {
        "timestamp", "created", "created at", "created on", "date created", "modified",
        "modified at", "last modified", "date modified", "updated", "updated at", "last updated",
        "date added", "added", "added on", "entered", "date entered", "last edited", "edited",
        "tijdstempel", "aangemaakt", "gewijzigd", "zeitstempel", "erstellt", "erstellt am",
        "geandert", "geandert am", "horodateur", "cree le", "modifie le", "marca temporal",
    }
)  # fmt: skip

#: Headings that mean something else in company: ``Tag`` is a day beside ``Jahr`` and ``Monat``.
IN_COMPANY: Mapping[str, tuple[str, str]] = {"tag": ("year", "day")}

#: Two that go together: beside a date, ``from`` and ``to`` are people who write to each other.
PAIRS: Mapping[str, str] = {
    "to": "from", "tot": "van", "bis": "von", "au": "du", "hasta": "desde",
}  # fmt: skip

#: Names of our own, which need no guessing.
OWN = frozenset(
    {"actors", "category", "date", "end", "id", "importance", "known", "lat", "lon", "place"}
    | {"published", "publisher", "archived", "source", "sources", "summary", "tags", "timezone"}
    | {"title", "visibility", "by", "says", "stance"}
)

_RANKS = {word: (field, rank) for field, words in WORDS.items() for rank, word in enumerate(words)}
#: Remarks in a heading that say nothing about what it is.
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\*")


def plain(text: str) -> str:
    """A heading without marks, capitals and signs: ``Début (UTC)`` gives ``debut utc``."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char for char in apart if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", " ", _apart(text, kept)).strip()


def _apart(text: str, kept: str) -> str:
    """Headings in camel case are words too: ``startDate``."""
    if re.fullmatch(r"[a-z]+(?:[A-Z][a-z]+)+", text):
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower()
    return kept


#: What a field of a record inside a record is called when it says what the outer one is.
_NAMES = frozenset({"name", "title", "label", "text", "value"})
#: Outer records that only hold the fields together.
_HOLDERS = frozenset({"", "attributes", "data", "event", "fields", "properties", "record", "text"})


@lru_cache(maxsize=4_096)
def _found(heading: str) -> tuple[str, int] | None:
    if len(heading) > 80:
        return None
    outer, _, last = heading.rpartition(".")
    # The whole heading, then without remarks in brackets; of a path into a record, its last step.
    forms = [heading, _REMARK.sub(" ", heading), _without_utc(heading), last]
    if plain(last) in _NAMES and plain(outer) not in _HOLDERS:
        # The name of a place is the place; the name of an author is no title of an event.
        forms[3] = outer.rpartition(".")[2]
    return next((found for form in forms if (found := _RANKS.get(plain(form)))), None)


def _without_utc(heading: str) -> str:
    return re.sub(r"\b(?:utc|gmt)\b", " ", heading, flags=re.IGNORECASE)


def field_of(heading: str) -> str | None:
    """The field that a column of that name probably fills."""
    found = _found(heading)
    return found[0] if found else None


def rank_of(heading: str) -> int:
    """How surely it does: 0 is the likeliest name."""
    found = _found(heading)
    return found[1] if found else 10_000
