"""What is told to somebody who wrote no date, and what they are told to write instead."""

# ruff: noqa: RUF001  dashes and digits that only look right are the point

from __future__ import annotations

import pickle

import pytest

from dashboard.when import When, WhenError

HINTS = [
    # What people write instead of EDTF, and what they are told to write.
    ("10 Dec 2020", "write 2020-12-10"),
    ("December 10, 2020", "write 2020-12-10"),
    ("Thursday 10 December 2020", "write 2020-12-10"),
    ("13. März 2018", "write 2018-03-13"),
    ("10 mei 2020", "write 2020-05-10"),
    ("1er avril 2018", "write 2018-04-01"),
    ("April 2018", "write 2018-04"),
    ("10 Dec 2020 16:30", "write 2020-12-10T16:30"),
    ("2018-04-13 4:30 pm", "write 2018-04-13T16:30"),
    ("10/12/2020", "write 2020-12-10 or 2020-10-12"),
    ("10.12.2020", "write 2020-12-10 or 2020-10-12"),
    ("13/12/2020", "write 2020-12-13"),
    ("12/2020", "write 2020-12"),
    ("2018-4-3", "write 2018-04-03"),
    ("2018/4/3", "write 2018-04-03"),
    ("2018.04.13", "write 2018-04-13"),
    ("20180413", "write 2018-04-13"),
    ("2018-W15", "write 2018-04-09/2018-04-15"),
    ("2018-W15-5", "write 2018-04-13"),
    ("2018-103", "write 2018-04-13"),
    ("1523628600", "write 2018-04-13T14:10:00Z"),
    ("2020-12-10 – 2020-12-12", "write 2020-12-10/2020-12-12"),
    ("2020-12-10 - 2020-12-12", "write 2020-12-10/2020-12-12"),
    ("2018-2020", "write 2018/2020"),
    ("2018–2020", "write 2018/2020"),
    ("10–13 April 2018", "write 2018-04-10/2018-04-13"),
    ("28 April – 3 May 2018", "write 2018-04-28/2018-05-03"),
    ("between 2018 and 2019", "write 2018/2019"),
    ("from c. 10 Dec 2018 to May 2019", "write 2018-12-10~/2019-05"),
    ("3 or 4 October 2018", "write [2018-10-03,2018-10-04]"),
    ("2018 / 2019", "write 2018/2019"),
    ("2018-04-10/13", "write 2018-04-10/2018-04-13"),
    ("2018-04-13T16:30/17:40", "write 2018-04-13T16:30/2018-04-13T17:40"),
    ("2018-4-3/2018-4-5", "write 2018-04-03/2018-04-05"),
    ("2018/open", "write 2018/.."),
    ("unknown/2018", "write /2018"),
    ("[2018-4-3,2018-04-05]", "write [2018-04-03,2018-04-05]"),
    ("c. 2018", "write 2018~"),
    ("circa 2018", "write 2018~"),
    ("ca april 2018", "write 2018-04~"),
    ("perhaps 2018", "write 2018?"),
    ("before 2020", "write ../2020"),
    ("since 2020", "write 2020/.."),
    ("the 2010s", "write 201X"),
    ("20th century", "write 19XX"),
    ("44 BC", "write -0043"),
    ("476", "write 0476"),
    ("-43", "write -0043"),
    ("spring 2018", "write 2018-21"),
    ("Q1 2018", "write 2018-33"),
    ("2018-xx", "write 2018-XX"),
    ("201u", "write 201X"),
    ("2018?~", "write 2018%"),
    ("2018 ~", "write 2018~"),
    ("２０１８-04-13", "write 2018-04-13"),
    ("٢٠١٨", "write 2018"),
    ("2018‑04‑13", "write 2018-04-13"),
    ("2018-04-13T4:30", "write 2018-04-13T04:30"),
    ("2018-04-13t16:30z", "write 2018-04-13T16:30Z"),
    ("2018-04-13 16:30 CEST", "write 2018-04-13T16:30+02:00"),
    ("2018-04-13T16:30 Europe/Amsterdam", "write 2018-04-13T16:30[Europe/Amsterdam]"),
    ("2018-04-13T16:30:05.123456Z", "write 2018-04-13T16:30:05.123Z"),
    ("2018-04-13Z", "write 2018-04-13"),
    # Dates that do not exist.
    ("2018/2017", "write 2017/2018 if the two were swapped"),
    ("[2018..2017]", "write 2017..2018 if the two were swapped"),
    ("2018-02-30", "write a day from 01 to 28"),
    ("2018-04-13T24:00", "write 00:00 of the next day, 2018-04-14T00:00"),
    ("2018-04-13T23:59:60", "write a leap second as :59"),
    ("2018T16:30", "write it like 2018-04-13T16:30"),
    ("2018-21-03", "write 2018-21"),
    ("-0000", "write 0000 for 1 BC, -0001 for 2 BC"),
    ("2018-04-13T16:30[Europe/Amsterdm]", "did you mean Europe/Amsterdam?"),
]


@pytest.mark.parametrize(("text", "hint"), HINTS)
def test_hints(text: str, hint: str) -> None:
    with pytest.raises(WhenError) as caught:
        When.parse(text)
    assert caught.value.hint == hint
    assert str(caught.value) == f"{caught.value.message} ({hint})"


MESSAGES = [
    ("", "the date is empty"),
    (" \t\n", "the date is empty"),
    ("2018-13", "there is no month 13 in '2018-13': months are 01 to 12"),
    ("2018-00", "there is no month 00"),
    ("2018-02-30", "there is no day 30 in 2018-02: that month has 28 days"),
    ("1900-02-29", "there is no day 29 in 1900-02: that month has 28 days"),
    ("2018-04-00", "there is no day 00 in 2018-04"),
    ("2018-04-13T25:00", "there is no hour 25"),
    ("2018-04-13T16:60", "there is no minute 60 in '2018-04-13T16:60': minutes are 00 to 59"),
    ("2018-04-13T16:30+25:00", "offsets run from -12:00 to +14:00"),
    ("201X-02-30", "no date of the calendar fits"),
    ("2018-9X", "no date of the calendar fits"),
    ("yesterday", "depends on the day it is read"),
    ("last week", "depends on the day it is read"),
    ("unknown", "does not say when"),
    ("?", "does not say when"),
    ("../..", "an interval needs at least one date"),
    ("/", "an interval needs at least one date"),
    ("12018", "years run from -9999 to 9999"),
    ("2018-04-13/P3D", "a duration or a repetition"),
    ("10/12/2020", "can be read in two ways"),
    ("18-04-13", "is not a date; accepted are 2018, 2018-04, 2018-04-13"),
    ("hello", "is not a date; accepted are 2018, 2018-04, 2018-04-13"),
    ("[]", "is not a date"),
    ("1950S0", "S and the number of trusted digits"),
    ("9" * 201, "a date of 201 characters is too long: at most 200"),
    ("a\0b", "'a\\u0000b' is not a date"),
]


@pytest.mark.parametrize(("text", "message"), MESSAGES)
def test_messages_say_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(WhenError) as caught:
        When.parse(text)
    assert message in caught.value.message


def test_a_text_that_goes_on_like_a_puzzle_is_refused_without_being_solved() -> None:
    # Each of these could be cut in more ways than there is time to try; only the end is awaited.
    for text in ("/ " * 10, "from 1 to " * 8, "c. 2018 or " * 7, "before " * 10, "1/" * 40):
        with pytest.raises(WhenError):
            When.parse(text)


def test_every_date_that_a_hint_offers_can_be_read() -> None:
    offered = [
        word
        for _, hint in HINTS
        for word in hint.removeprefix("write ").split(" or ")
        if word.strip("0123456789-:/.,[]~?%XZT+") in ("", "Europe/Amsterdam")
    ]
    assert len(offered) > 60
    for word in offered:
        assert When.parse(word).text == word


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(WhenError, match="a date is a text, not int"):
        When.parse(2018)  # type: ignore[arg-type]  # what an untyped caller may pass


def test_an_error_survives_pickling() -> None:
    for text in ("2018-02-30", "hello"):
        with pytest.raises(WhenError) as caught:
            When.parse(text)
        again = pickle.loads(pickle.dumps(caught.value))
        assert (again.message, again.hint) == (caught.value.message, caught.value.hint)
