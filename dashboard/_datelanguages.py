"""Names and phrases for dates in the languages that :mod:`dashboard._datewords` speaks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """Names and patterns of one language. Patterns take ``{}`` once or twice, in this order."""

    months: tuple[str, ...]
    seasons: tuple[str, str, str, str]
    """Spring, summer, autumn, winter."""
    northern: str
    southern: str
    quarter: str
    third: str
    half: str
    ordinals: tuple[str, str, str, str]
    bc: str
    ad: str
    decade: str
    century: str
    millennium: str
    nth: str
    """Ordinal number of a century; English builds it by rule."""
    a_day_in: str
    a_month_in: str
    a_year_in: str
    or_: str
    between: str
    earlier: str
    later: str
    about: tuple[str, str]
    """Before a unit longer than a day, and before a day; the same for the pairs below."""
    perhaps: str
    until: tuple[str, str]
    since: tuple[str, str]
    start_unknown: tuple[str, str]
    end_unknown: tuple[str, str]
    hour: str
    day: str = "{}"
    first_day: str = "{}"


def _months(names: str) -> tuple[str, ...]:
    return tuple(names.split())


_JUSQU = "jusqu\N{RIGHT SINGLE QUOTATION MARK}"

LANGUAGES: dict[str, Language] = {
    "en": Language(
        months=_months(
            "January February March April May June July August September October November December"
        ),
        seasons=("spring", "summer", "autumn", "winter"),
        northern="{} (northern hemisphere)",
        southern="{} (southern hemisphere)",
        quarter="{} quarter of {}",
        third="{} third of {}",
        half="{} half of {}",
        ordinals=("first", "second", "third", "fourth"),
        bc="{} BC",
        ad="{} AD",
        decade="the {}s",
        century="{} century",
        millennium="{} millennium",
        nth="",
        a_day_in="a day in {}",
        a_month_in="a month in {}",
        a_year_in="a year in {}",
        or_="or",
        between="between {} and {}",
        earlier="{} or earlier",
        later="{} or later",
        about=("about {}", "about {}"),
        perhaps="perhaps {}",
        until=("until {}", "until {}"),
        since=("since {}", "since {}"),
        start_unknown=("until {}, start unknown", "until {}, start unknown"),
        end_unknown=("from {}, end unknown", "from {}, end unknown"),
        hour="{}h",
    ),
    "nl": Language(
        months=_months(
            "januari februari maart april mei juni "
            "juli augustus september oktober november december"
        ),
        seasons=("lente", "zomer", "herfst", "winter"),
        northern="{} (noordelijk halfrond)",
        southern="{} (zuidelijk halfrond)",
        quarter="{} kwartaal van {}",
        third="{} derde deel van {}",
        half="{} helft van {}",
        ordinals=("eerste", "tweede", "derde", "vierde"),
        bc="{} v.Chr.",
        ad="{} n.Chr.",
        decade="de jaren {}",
        century="{} eeuw",
        millennium="{} millennium",
        nth="{}e",
        a_day_in="een dag in {}",
        a_month_in="een maand in {}",
        a_year_in="een jaar in {}",
        or_="of",
        between="tussen {} en {}",
        earlier="{} of eerder",
        later="{} of later",
        about=("omstreeks {}", "omstreeks {}"),
        perhaps="mogelijk {}",
        until=("tot en met {}", "tot en met {}"),
        since=("sinds {}", "sinds {}"),
        start_unknown=("tot en met {}, begin onbekend", "tot en met {}, begin onbekend"),
        end_unknown=("vanaf {}, einde onbekend", "vanaf {}, einde onbekend"),
        hour="{} uur",
    ),
    "de": Language(
        months=_months(
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
        ),
        seasons=("Frühling", "Sommer", "Herbst", "Winter"),
        northern="{} (Nordhalbkugel)",
        southern="{} (Südhalbkugel)",
        quarter="{} Quartal {}",
        third="{} Jahresdrittel {}",
        half="{} Jahreshälfte {}",
        ordinals=("1.", "2.", "3.", "4."),
        bc="{} v. Chr.",
        ad="{} n. Chr.",
        decade="{}er-Jahre",
        century="{} Jahrhundert",
        millennium="{} Jahrtausend",
        nth="{}.",
        a_day_in="an einem Tag: {}",
        a_month_in="in einem Monat: {}",
        a_year_in="in einem Jahr: {}",
        or_="oder",
        between="zwischen {} und {}",
        earlier="{} oder früher",
        later="{} oder später",
        about=("um {}", "um den {}"),
        perhaps="vielleicht {}",
        until=("bis {}", "bis zum {}"),
        since=("seit {}", "seit dem {}"),
        start_unknown=("bis {}, Beginn unbekannt", "bis zum {}, Beginn unbekannt"),
        end_unknown=("ab {}, Ende unbekannt", "ab dem {}, Ende unbekannt"),
        hour="{} Uhr",
        day="{}.",
        first_day="{}.",
    ),
    "fr": Language(
        months=_months(
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
        ),
        seasons=("printemps", "été", "automne", "hiver"),
        northern="{} (hémisphère nord)",
        southern="{} (hémisphère sud)",
        quarter="{} trimestre {}",
        third="{} quadrimestre {}",
        half="{} semestre {}",
        ordinals=("1er", "2e", "3e", "4e"),
        bc="{} av. J.-C.",
        ad="{} apr. J.-C.",
        decade="les années {}",
        century="{} siècle",
        millennium="{} millénaire",
        nth="{}e",
        a_day_in="un jour : {}",
        a_month_in="un mois : {}",
        a_year_in="une année : {}",
        or_="ou",
        between="entre {} et {}",
        earlier="{} ou plus tôt",
        later="{} ou plus tard",
        about=("vers {}", "vers le {}"),
        perhaps="peut-être {}",
        until=(f"{_JUSQU}en {{}}", f"{_JUSQU}au {{}}"),
        since=("depuis {}", "depuis le {}"),
        start_unknown=(f"{_JUSQU}en {{}}, début inconnu", f"{_JUSQU}au {{}}, début inconnu"),
        end_unknown=("à partir de {}, fin inconnue", "à partir du {}, fin inconnue"),
        hour="{} h",
        first_day="{}er",
    ),
}
