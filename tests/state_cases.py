"""Timelines that are no usual ones, as the text of their files: each must look designed."""

from __future__ import annotations

__all__ = ["STATES"]

_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def _file(title: str, *events: str, head: str = "") -> str:
    listed = "events:\n" + "\n".join(f"  - {event}" for event in events) if events else "events: []"
    return f"title: {title}\n{head}{listed}\n"


def _event(date: str, title: str, more: str = "") -> str:
    return f"{{date: '{date}', title: '{title}'{', ' + more if more else ''}}}"


def _categories(number: int) -> str:
    lines = "".join(f"  c{n}: Category number {n}\n" for n in range(number))
    return f"categories:\n{lines}"


STATES: dict[str, str] = {
    "no-events": _file("A timeline that has only just begun"),
    "one-event": _file("One event", _event("2020-12-10", "The only thing that happened")),
    "one-day": _file(
        "All on one day",
        *(_event("2020-12-10", f"Report number {n} of the day") for n in range(12)),
    ),
    "one-minute": _file(
        "A thousand in one minute",
        *(
            _event(
                f"2021-03-04T10:15:{n % 60:02d}Z",
                f"Packet {n}",
                f"category: c{n % 3}, sources: [log]",
            )
            for n in range(1000)
        ),
        head="timezone: UTC\nsources: {log: {url: 'https://example.org/log'}}\n" + _categories(3),
    ),
    "nine-thousand-years": _file(
        "Nine thousand years",
        _event("-6999", "First fields along the river"),
        _event("-2560~", "A pyramid is built"),
        _event("-0043-03-15", "A ruler is killed"),
        _event("0800-12-25", "An emperor is crowned"),
        _event("1969-07-20T20:17Z", "People walk on the moon"),
        _event("2026", "This year"),
    ),
    "no-categories": _file(
        "Neither categories nor actors",
        *(_event(f"20{n:02d}-0{n % 9 + 1}", f"Something of the year 20{n:02d}") for n in range(8)),
    ),
    "titles": _file(
        "T",
        _event("2020-01-01", "A"),
        _event("2020-02-01", "?"),
        _event("2020-03-01", "Long " + "and longer " * 24 + "title"),
        _event("2020-04-01", "Untitled"),
        _event("2020-04-02", "Untitled", "id: untitled-two"),
    ),
    "long-words": _file(
        _WORD * 2,
        _event("2020-01-01", _WORD * 2, f"category: long, place: '{_WORD}', actors: [who]"),
        _event("2020-05-01", "https://example.org/" + "a" * 160),
        head=f"categories: {{long: {_WORD}}}\nactors: {{who: {{name: {_WORD}}}}}\n",
    ),
    "scripts": _file(
        "الجدول الزمني للأحداث",
        _event("2020-01-01", "وقعت الحادثة الأولى في القاهرة", "category: ar"),
        _event("2020-02-01", "האירוע השני בירושלים, 12 בפברואר", "category: he"),
        _event("2020-03-01", "第三个事件发生在北京随后又在上海继续进行", "category: zh"),
        _event("2020-04-01", "四番目の出来事は東京で起こりました", "category: zh"),
        _event("2020-05-01", "다섯 번째 사건이 서울에서 일어났다", "category: zh"),
        _event("2020-06-01", "Mixed: العربية and 中文 (and English)", "category: ar"),
        _event("2020-07-01", "ข้อความภาษาไทยที่ไม่มีการเว้นวรรคระหว่างคำ", "category: zh"),
        head="language: ar\ncategories: {ar: عربي, he: עברית, zh: 亞洲}\n",
    ),
    "emoji": _file(
        "🛰️ Signals 🧪",
        _event("2020-01-01", "🚀 Launch 🚀🚀", "category: s"),
        _event("2020-02-01", "👩‍🔬👨‍👩‍👧‍👦 A family of joined signs", "category: s"),
        _event("2020-03-01", "🇳🇱🇷🇺 Flags", "category: s"),
        head='categories: {s: "🧭 Compass"}\n',
    ),
    "sixty-categories": _file(
        "Sixty categories",
        *(_event(f"20{n % 25:02d}-06", f"Event {n}", f"category: c{n}") for n in range(60)),
        head=_categories(60),
    ),
}
