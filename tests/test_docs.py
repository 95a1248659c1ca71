"""The documents say what is there: every field, option, key and code, and their examples run.

Blocks of code are told apart by the words behind their fence::

    yaml         a whole file; it loads without a problem
    yaml event   one or more entries of ``events:``; the same, below a title
    python       runs, after the blocks before it, in a folder with the shipped case
    sh           every line is a command that would be understood
    json         can be read
    html, text   not looked into
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import BaseModel

from dashboard import When, load, load_with_problems, loads, model
from dashboard.app.keys import KEYS
from dashboard.app.media import LARGEST as LARGEST_PICTURE
from dashboard.cli import ENVIRONMENT, command
from dashboard.cli.exits import MEANING
from dashboard.formats import FORMATS
from dashboard.formats.collect import MOST
from dashboard.formats.fields import BARE, spec_of
from dashboard.formats.text_file import LARGEST
from dashboard.formats.yaml_nodes import MOST_DEPTH, MOST_NODES
from dashboard.layout.lanes import LANES
from dashboard.resources import example_case
from tests import picture
from tests.test_embed import SANDBOX

ROOT = Path(__file__).resolve().parent.parent

#: The zone in which the reference shows its dates.
ZONE = "Europe/Amsterdam"

#: What stands above a block of events to make a file of it.
ABOVE_EVENTS = "title: A title\nevents:\n"


class Document:
    """A Markdown file, taken apart.

    Attributes:
        path: The file.
        text: Its text.
        tokens: Its blocks.
    """

    def __init__(self, name: str) -> None:
        self.path = ROOT / name
        self.text = self.path.read_text(encoding="utf-8")
        self.tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(self.text)

    def __str__(self) -> str:
        return self.path.name

    @property
    def inline(self) -> Iterator[Token]:
        """Everything inside paragraphs, cells and headings."""
        for token in self.tokens:
            yield from token.children or ()

    @property
    def code(self) -> set[str]:
        """All that is set as code, in the text or as a word of a block."""
        words = {token.content for token in self.inline if token.type == "code_inline"}
        for block in self.tokens:
            if block.type == "fence":
                words |= set(block.content.split())
        return words

    @property
    def headings(self) -> list[str]:
        """The words of all headings."""
        pairs = zip(self.tokens, self.tokens[1:], strict=False)
        return [text.content for token, text in pairs if token.type == "heading_open"]

    def blocks(self, *info: str) -> list[Token]:
        """The blocks of code with these words behind the fence."""
        return [t for t in self.tokens if t.type == "fence" and t.info.split() == list(info)]

    def rows(self, heading: str) -> list[list[Token]]:
        """The rows of all tables below a heading and above the next one, without their heads."""
        rows: list[list[Token]] = []
        current = kind = ""
        for token in self.tokens:
            if token.type in ("heading_open", "tr_open", "thead_open", "tbody_open"):
                kind = token.type
                if kind == "tr_open" and current == heading:
                    rows.append([])
            elif token.type == "inline":
                if kind == "heading_open":
                    current, kind = token.content, ""
                elif kind == "tr_open" and current == heading:
                    rows[-1].append(token)
            elif token.type in ("tr_close", "table_close"):
                kind = ""
        return [row for row in rows if _codes(row[0])]


def _codes(cell: Token) -> list[str]:
    return [token.content for token in cell.children or () if token.type == "code_inline"]


def _plain(cell: Token) -> str:
    return "".join(token.content for token in cell.children or ())


README, REFERENCE, CHANGELOG = map(Document, ("README.md", "docs/reference.md", "CHANGELOG.md"))
DOCUMENTS = (README, REFERENCE, CHANGELOG)
MODELS: dict[str, type[BaseModel]] = {
    name: value
    for name in model.__all__
    if isinstance(value := getattr(model, name), type) and issubclass(value, BaseModel)
}
ENUMS: dict[str, type[StrEnum]] = {
    name: value
    for name in model.__all__
    if isinstance(value := getattr(model, name), type) and issubclass(value, StrEnum)
}


def blocks(*info: str) -> list[object]:
    """Blocks of all documents as parameters, named after their document and line."""
    return [
        pytest.param(block.content, id=f"{document}:{(block.map or [0])[0] + 1}")
        for document in DOCUMENTS
        for block in document.blocks(*info)
    ]


# --- The file -------------------------------------------------------------------------------------


def test_there_are_models_and_enums_to_look_for() -> None:
    assert {"Timeline", "Event", "Source", "Claim", "Relation"} <= MODELS.keys()
    assert {"Stance", "RelationKind", "Evidence", "Visibility"} == ENUMS.keys()


@pytest.mark.parametrize("name", MODELS)
def test_the_table_of_a_part_has_exactly_its_fields(name: str) -> None:
    rows = REFERENCE.rows(name)
    # Words of a list have a table of their own below.
    values = {value for enum in ENUMS.values() for value in enum}
    found = [_codes(row[0])[0] for row in rows if _codes(row[0])[0] not in values]
    assert sorted(found) == sorted(spec_of(MODELS[name]).names)


@pytest.mark.parametrize("name", MODELS)
def test_fields_that_are_needed_are_bold_and_no_others(name: str) -> None:
    bold = [
        _codes(row[0])[0]
        for row in REFERENCE.rows(name)
        if any(token.type == "strong_open" for token in row[0].children or ())
    ]
    assert sorted(bold) == sorted(spec_of(MODELS[name]).required)


@pytest.mark.parametrize("name", ENUMS)
def test_all_words_of_a_list_are_explained(name: str) -> None:
    assert set(ENUMS[name]) <= README.code | REFERENCE.code


@pytest.mark.parametrize(
    ("name", "enum"),
    [("Claim", model.Stance), ("Relation", model.RelationKind)],
    ids=["stances", "relations"],
)
def test_a_list_of_words_has_a_table(name: str, enum: type[StrEnum]) -> None:
    fields = set(spec_of(MODELS[name]).names)
    words = {_codes(row[0])[0] for row in REFERENCE.rows(name)} - fields
    assert words == set(enum)


def test_every_verdict_on_evidence_has_its_rule() -> None:
    assert {_codes(row[0])[0] for row in README.rows("Evidence")} == set(model.Evidence)


def test_bare_texts_are_explained() -> None:
    line = next(line for line in REFERENCE.text.splitlines() if "bare text" in line)
    # A picture cannot be one: it needs its description, too.
    assert set(re.findall(r"`(\w+)`", line)) == {
        field for part, field in BARE.items() if spec_of(part).required in ((), (field,))
    }


def test_known_endings_are_named() -> None:
    assert FORMATS.keys() <= REFERENCE.code


def test_limits_are_those_of_the_code() -> None:
    table = " ".join(
        line for line in REFERENCE.text.split("| Limit |")[1].splitlines() if line.startswith("|")
    )
    lengths = {
        mark.max_length
        for part in MODELS.values()
        for field in spec_of(part).fields.values()
        for mark in field.marks
        if hasattr(mark, "max_length")
    }
    expected = [
        f"{LARGEST // 1_000_000} MB",
        f"{LARGEST_PICTURE // 1_000_000} MB",
        f"| {MOST_DEPTH} |",
        *(f"| {number:,} |" for number in (MOST_NODES, MOST)),
        *(f"| {length:,} characters |" for length in lengths),
    ]
    assert [text for text in expected if text not in table] == []


@pytest.mark.parametrize("text", blocks("yaml"))
def test_files_load_without_a_problem(text: str, tmp_path: Path) -> None:
    path = tmp_path / "events.yaml"
    path.write_text(text, encoding="utf-8")
    loaded = load_with_problems(path)
    assert [str(problem) for problem in loaded.problems] == []
    assert loaded.timeline is not None
    assert loaded.timeline.events


@pytest.mark.parametrize("text", blocks("yaml", "event"))
def test_events_load_without_a_problem(text: str, tmp_path: Path) -> None:
    test_files_load_without_a_problem(ABOVE_EVENTS + text, tmp_path)


def test_the_smallest_file_comes_first_and_is_small() -> None:
    first = README.blocks("yaml")[0].content
    (event,) = loads(first).events
    assert event.title == "Two diplomats expelled"
    assert len(first.splitlines()) == 5


# --- Dates ----------------------------------------------------------------------------------------

DATES = [(_codes(row[0])[0], _plain(row[1])) for row in REFERENCE.rows("Dates")]


def test_dates_of_every_precision_and_kind_are_shown() -> None:
    assert ZONE in REFERENCE.text
    when = [When.parse(text, ZONE) for text, _ in DATES]
    assert {w.precision for w in when} >= {"century", "decade", "year", "season", "month", "day"}
    assert all(
        any(getattr(w, flag) for w in when)
        for flag in ("approximate", "uncertain", "is_interval", "is_set", "open_start", "open_end")
    )


@pytest.mark.parametrize(("text", "words"), DATES, ids=[text for text, _ in DATES])
def test_a_date_is_shown_as_the_reference_says(text: str, words: str) -> None:
    assert When.parse(text, ZONE).display() == words


# --- Commands -------------------------------------------------------------------------------------


def test_every_command_has_a_row_with_all_its_options() -> None:
    rows = {
        _codes(row[0])[0].split()[1]: row for row in README.rows("Commands") if _is_command(row)
    }
    assert rows.keys() == command.commands.keys()
    for name, row in rows.items():
        parameters = [p for p in command.commands[name].params if isinstance(p, click.Option)]
        options = {o for p in parameters for o in (*p.opts, *p.secondary_opts)}
        shown = {code for code in _codes(row[2]) if code.startswith("-")} - {"-"}
        assert shown == options, name


def _is_command(row: Sequence[Token]) -> bool:
    return _codes(row[0])[0].startswith("dateline ")


def test_options_of_all_commands_are_named() -> None:
    own = {option for parameter in command.params for option in parameter.opts}
    helps = set(command.context_settings["help_option_names"])
    assert helps <= README.code
    assert all(any(option in code.split() for code in README.code) for option in own)


def test_defaults_are_those_of_the_code() -> None:
    serve = {parameter.name: parameter.default for parameter in command.commands["serve"].params}
    assert f"({serve['host']}, port {serve['port']})" in README.text


def test_codes_and_variables_are_those_of_the_code() -> None:
    rows = {_codes(row[0])[0]: row for row in README.rows("Commands") if not _is_command(row)}
    assert {int(code): _plain(row[1]) for code, row in rows.items()} == {
        int(code): meaning for code, meaning in MEANING.items()
    }
    assert ENVIRONMENT.keys() <= README.code


def test_the_words_of_run_are_explained() -> None:
    assert [word for word in _words_of_run() if f"./run {word}" not in README.code] == []


def _words_of_run() -> list[str]:
    script = (ROOT / "run").read_text(encoding="utf-8")
    cases = script[script.index('case "${1:-}" in') :]
    return re.findall(r"^([a-z]+)\)$", cases, re.MULTILINE)


@pytest.mark.parametrize("text", blocks("sh"))
def test_commands_would_be_understood(text: str) -> None:
    lines = [words for line in text.splitlines() if (words := shlex.split(line, comments=True))]
    assert lines
    for words in lines:
        if words == ["pip", "install", "."]:
            continue
        if words[0] == "./run" and (words[1:] == [] or words[1] in _words_of_run()):
            continue
        assert words[0] in ("./run", "dateline"), words
        name, *arguments = words[1 : words.index(">") if ">" in words else None]
        # Raises where a command does not know an option or an argument.
        command.commands[name].make_context(name, arguments).close()


# --- The page -------------------------------------------------------------------------------------


def test_keys_are_those_of_the_page() -> None:
    rows = [row for row in README.rows("The page") if len(row) == 2]
    found = [(_codes(row[0]), _plain(row[1])) for row in rows]
    assert found == [(key.shown.split(), key.help) for key in KEYS]


def test_parts_of_the_address_are_those_of_the_page() -> None:
    scripts = [path.read_text(encoding="utf-8") for path in (ROOT / "assets").glob("*.js")]
    (table,) = re.findall(r"var STATE = \{\n(.*?)\n  \};", "\n".join(scripts), re.DOTALL)
    parts = re.findall(r"^ {4}(\w+):", table, re.MULTILINE)
    rows = [row for row in README.rows("The page") if len(row) == 3]
    assert [_codes(row[0])[0] for row in rows] == parts
    assert all(_codes(row[1])[0].startswith(f"{_codes(row[0])[0]}=") for row in rows)


def test_examples_of_the_address_lead_into_the_shipped_case() -> None:
    timeline = load(example_case())
    events = set(re.findall(r"event=([\w-]+)", README.text))
    categories = set(re.findall(r"category=([\w,-]+)", README.text))
    assert events
    assert categories
    assert events <= timeline.by_id.keys()
    assert {key for chosen in categories for key in chosen.split(",")} <= timeline.categories.keys()


# --- Code -----------------------------------------------------------------------------------------


def test_python_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(example_case(), tmp_path / "events.yaml")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    promised = []
    for block in README.blocks("python"):
        line = (block.map or [0])[0] + 1
        # Empty lines before it give errors the line in the document.
        exec(compile("\n" * line + block.content, str(README.path), "exec"), names)
        promised += re.findall(r"print\(.*\)  # (.+)", block.content)
    said = capsys.readouterr().out
    assert "10 December 2020 | " in said
    assert promised
    assert [line for line in promised if line not in said] == []
    assert (tmp_path / "case.html").stat().st_size > 100_000
    assert (tmp_path / "figure.html").is_file()


def test_the_frame_is_the_one_that_the_browser_tests_try() -> None:
    (block,) = README.blocks("html")
    assert SANDBOX in block.content


def test_lanes_of_a_figure_are_named() -> None:
    assert LANES.keys() <= README.code


@pytest.mark.parametrize("text", blocks("json"))
def test_json_can_be_read(text: str) -> None:
    assert json.loads(text)


def test_every_block_is_of_a_kind_that_is_looked_at() -> None:
    known = {"yaml", "yaml event", "python", "sh", "json", "html", "text"}
    infos = {token.info for doc in DOCUMENTS for token in doc.tokens if token.type == "fence"}
    assert infos <= known
    assert {"yaml", "python", "sh"} <= infos


# --- Links, pictures, versions --------------------------------------------------------------------


def _targets(document: Document) -> set[str]:
    links = {
        str(token.attrs[name])
        for token in document.inline
        for name in ("href", "src")
        if name in token.attrs
    }
    html = "".join(token.content for token in document.tokens if token.type == "html_block")
    return links | set(re.findall(r'(?:src|srcset|href)="([^"]+)"', html))


def _anchors(document: Document) -> set[str]:
    """What GitHub calls the headings of a document."""
    kept = (re.sub(r"[^\w\- ]", "", heading).strip().lower() for heading in document.headings)
    return {heading.replace(" ", "-") for heading in kept}


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_links_into_the_repository_lead_somewhere(document: Document) -> None:
    local = {target for target in _targets(document) if not re.match(r"https?://", target)}
    others = {path: Document(f"docs/{path.name}") for path in (ROOT / "docs").glob("*.md")}
    by_path = {**others, **{other.path: other for other in DOCUMENTS}}
    for target in local:
        name, _, anchor = target.partition("#")
        path = (document.path.parent / unquote(name)).resolve() if name else document.path
        assert path.is_relative_to(ROOT), target
        assert path.exists(), target
        if anchor:
            assert anchor in _anchors(by_path[path]), target


def test_the_readme_opens_with_the_pictures() -> None:
    opening = README.text.split("\n## ")[0]
    for scheme in picture.SCHEMES:
        assert picture.path_of(scheme).relative_to(ROOT).as_posix() in opening
    assert re.search(r'alt="[^"]{40,}"', opening)


@pytest.mark.parametrize("scheme", picture.SCHEMES)
def test_a_picture_has_its_size(scheme: picture.Scheme) -> None:
    data = picture.path_of(scheme).read_bytes()
    assert picture.size_of(data) == picture.SIZE
    assert len(data) <= picture.LARGEST


def test_the_event_of_the_pictures_is_in_the_case() -> None:
    assert picture.EVENT in load(example_case()).by_id


def test_paths_in_the_layout_of_the_repository_exist() -> None:
    (block,) = README.blocks("text")
    paths = [line.split()[0] for line in block.content.splitlines()]
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_changelog_has_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    newest = next(heading for heading in CHANGELOG.headings if heading.startswith("["))
    found = re.fullmatch(r"\[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)", newest)
    assert found
    assert found[1] == project["version"]
    assert date.fromisoformat(found[2])
