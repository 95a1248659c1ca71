"""The pipeline runs in one direction, and importing Dateline costs next to nothing.

Two tables say who may import whom. Whoever adds a module or a library adds it there, and so decides
where it belongs.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from importlib.util import resolve_name
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "dashboard"

#: The layers, lowest first. A layer holds groups; a group is one module, one package, or a few
#: modules that belong together. A module may import from lower layers and from its own group, and
#: nothing from beside or above it.
LAYERS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("_build_hook",), ("problems",), ("resources",)),
    (
        ("output",),
        ("when", "_clock", "_edtf", "_extent", "_datelanguages", "_datewords", "_datehints"),
    ),
    (("model", "_checks"),),
    (
        ("carried",),
        ("citation",),
        ("embed", "iframe"),
        ("prose",),
        ("provenance", "disclosure", "chronology", "numbers"),
        ("words",),
    ),
    (("formats",), ("layout",), ("review",), ("theme",)),
    (("bulk",), ("figure",), ("schema",)),
    (("app",),),
    (("extract",), ("freeze", "freeze_blocks", "freeze_folder"), ("picture",), ("report",)),
    (("component",), ("notebook",), ("outputs",)),
    # The public interface: names that lead, lazily, to all of the above.
    (("__init__",),),
    (("cli",),),
    (("__main__",),),
)

#: Group of a module by the first part of its name, and the layer of a group.
GROUP = {name: group[0] for layer in LAYERS for group in layer for name in group}
LEVEL = {group[0]: level for level, layer in enumerate(LAYERS) for group in layer}


@dataclass(frozen=True, slots=True)
class Library:
    """Something installed.

    Attributes:
        distribution: What ``pyproject.toml`` calls it, or what brings it along.
        users: The groups that may import it.
    """

    distribution: str
    users: frozenset[str]


def _library(distribution: str, *users: str) -> Library:
    return Library(distribution, frozenset(users))


#: Libraries by the name they are imported under. Drawing and serving stay out of everything below
#: the figure, so that checking a file never waits for them.
LIBRARIES = {
    "bs4": _library("beautifulsoup4", "formats"),
    "choreographer": _library("choreographer", "picture"),
    "click": _library("click", "cli"),
    "dash": _library("dash", "app", "component"),
    "dateutil": _library("python-dateutil", "formats", "when"),
    "docx": _library("python-docx", "report"),
    "duckdb": _library("duckdb", "bulk"),
    "flask": _library("dash", "app"),
    "hatchling": _library("hatchling", "_build_hook"),
    "icalendar": _library("icalendar", "formats"),
    "kaleido": _library("kaleido", "picture"),
    "markdown_it": _library("markdown-it-py", "prose"),
    "markdownify": _library("markdownify", "formats"),
    "numpy": _library("numpy", "app", "bulk", "freeze"),
    "openpyxl": _library("openpyxl", "formats"),
    "plotly": _library(
        "plotly", "_build_hook", "app", "figure", "freeze", "picture", "resources", "theme"
    ),
    "pydantic": _library("pydantic", "formats", "model", "schema"),
    "pydantic_core": _library("pydantic", "formats", "when"),
    "rich": _library("rich", "cli"),
    "waitress": _library("waitress", "app"),
    "werkzeug": _library("dash", "app"),
    "yaml": _library("PyYAML", "formats"),
}

#: What must not be loaded before a command asks for it.
HEAVY = ("dash", "duckdb", "flask", "numpy", "plotly", "waitress")


@dataclass(frozen=True, slots=True)
class Import:
    """One import.

    Attributes:
        name: Full name of the module that is imported, or imported from.
        line: Where the import stands.
        member: The name imported from it, if any.
    """

    name: str
    line: int
    member: str = ""


def module_name(path: Path) -> str:
    """Name inside the package: ``layout.pack``; a package is called like its folder."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imports_of(source: str, package: str) -> Iterator[Import]:
    """All imports in a source, the lazy ones inside functions too.

    Args:
        source: Python.
        package: Full name of the package the source is in, for relative imports.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), package)
            for alias in node.names:
                # `from dashboard import theme` imports a module, `from dashboard import load` a
                # name of the public interface.
                inside = f"{base}.{alias.name}".removeprefix("dashboard.")
                if inside in MODULES:
                    yield Import(f"{base}.{alias.name}", node.lineno)
                else:
                    yield Import(base, node.lineno, alias.name)


def package_of(module: str) -> str:
    """Full name of the package that a module's relative imports start from."""
    if module == "__init__":
        return "dashboard"
    is_package = MODULES[module].name == "__init__.py"
    return f"dashboard.{module}" if is_package else f"dashboard.{module}".rpartition(".")[0]


def own_name(imported: str) -> str | None:
    """Name inside the package of an imported module, None when it is of another package."""
    if imported == "dashboard":
        return "__init__"
    return imported.removeprefix("dashboard.") if imported.startswith("dashboard.") else None


def group_of(module: str) -> str:
    return GROUP[module.partition(".")[0]]


def objection(group: str, imported: str) -> str | None:
    """Why a group may not import something, or None when it may."""
    own = own_name(imported)
    if own is not None:
        target = group_of(own)
        if target == group or LEVEL[target] < LEVEL[group]:
            return None
        return f"'{group}' must not import '{imported}', which is not below it (see LAYERS)"
    top = imported.partition(".")[0]
    if top in sys.stdlib_module_names:
        return None
    if top not in LIBRARIES:
        return f"'{top}' is not in the table LIBRARIES; add it with the modules that may use it"
    if group not in LIBRARIES[top].users:
        return f"'{group}' must not import '{top}' (see LIBRARIES)"
    return None


ALL_IMPORTS = {
    module: tuple(imports_of(path.read_text(encoding="utf-8"), package_of(module)))
    for module, path in MODULES.items()
}


@pytest.mark.parametrize("module", MODULES)
def test_module_has_a_place(module: str) -> None:
    top = module.partition(".")[0]
    assert top in GROUP, (
        f"dashboard/{top} is new: say in the table LAYERS of {Path(__file__).name} where it belongs"
    )


@pytest.mark.parametrize("module", MODULES)
def test_arrows_run_forward(module: str) -> None:
    group = group_of(module)
    objections = [
        f"{MODULES[module].relative_to(ROOT)}:{one.line}: {reason}"
        for one in ALL_IMPORTS[module]
        if (reason := objection(group, one.name))
    ]
    assert not objections, "\n".join(objections)


def test_no_circles() -> None:
    graph = {
        module: {own for one in found if (own := own_name(one.name)) and own != module}
        for module, found in ALL_IMPORTS.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail("modules import in a circle: " + " ← ".join(circle.args[1]), pytrace=False)


@pytest.mark.parametrize(
    ("group", "source", "forbidden"),
    [
        ("layout", "import plotly.graph_objects as go", "'plotly'"),
        ("layout", "from dashboard.model import Event", None),
        ("layout", "from dashboard.layout.scene import Scene", None),
        ("layout", "def later():\n    from dashboard import figure", "'dashboard.figure'"),
        ("formats", "from dashboard import layout", "'dashboard.layout'"),
        ("formats", "from ..layout import labels", "'dashboard.layout"),
        ("model", "from dashboard import load", "'dashboard'"),
        ("model", "import requests", "'requests'"),
        ("figure", "import dash", "'dash'"),
        ("when", "from dashboard._clock import DAY", None),
        ("freeze", "from dashboard.app import create_app", None),
    ],
)
def test_the_rules_bite(group: str, source: str, forbidden: str | None) -> None:
    package = f"dashboard.{group}"
    found = [objection(group, one.name) for one in imports_of(source, package)]
    if forbidden is None:
        assert found == [None]
    else:
        assert found[0] is not None
        assert forbidden in found[0]


@pytest.mark.parametrize("name", LIBRARIES)
def test_library_is_declared(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = chain(
        project["build-system"]["requires"],
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
    )
    wanted = LIBRARIES[name].distribution
    assert any(entry.startswith(wanted) for entry in declared), f"{wanted} is not declared"


# --- What an import costs -------------------------------------------------------------------------


def python(code: str, *arguments: str, folder: Path = ROOT) -> str:
    """Run code in a fresh interpreter, in a folder to import from, and give what it printed."""
    done = subprocess.run(
        # -B: compiled files are not written, so that writing them is not taken for work.
        [sys.executable, "-B", "-c", code, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("module", ["dashboard", "dashboard.cli", "dashboard.formats"])
def test_import_leaves_the_heavy_ones_alone(module: str) -> None:
    loaded = set(python(f"import sys, {module}; print(*sys.modules)").split())
    assert module in loaded
    assert loaded.isdisjoint(HEAVY), f"{module} loads {sorted(loaded.intersection(HEAVY))}"


#: Imports the first list (module:member), then watches what importing the second one does.
SPY = """
import importlib, sys
libraries, modules = (argument.split() for argument in sys.argv[1:])
for library in libraries:
    name, _, member = library.partition(":")
    # Asking for the member loads what the library itself loads lazily.
    if not hasattr(importlib.import_module(name), member or "__name__"):
        importlib.import_module(f"{name}.{member}")
if "pydantic" in sys.modules:
    # Making its first model, pydantic looks once for plugins in all that is installed.
    sys.modules["pydantic"].create_model("First")

def spy(event, arguments):
    if watching and event == "open":
        if not str(arguments[0]).endswith((".py", ".pyc", ".so", ".pyd")):
            print(importing, "opens", arguments[0])
    elif watching and event in ("socket.connect", "subprocess.Popen", "_thread.start_new_thread"):
        print(importing, "does", event)

watching = True
sys.addaudithook(spy)
for importing in modules:
    importlib.import_module(importing)
watching = False
"""


def spied(modules: list[str], libraries: list[str], folder: Path = ROOT) -> str:
    return python(SPY, " ".join(libraries), " ".join(modules), folder=folder)


def test_import_does_no_work() -> None:
    """No file is read, no program or thread started: values are made when somebody asks."""
    modules = [module for module in MODULES if module not in {"_build_hook", "__main__"}]
    libraries = {
        f"{one.name}:{one.member}"
        for module in modules
        for one in ALL_IMPORTS[module]
        # The extras are not installed everywhere.
        if own_name(one.name) is None
        and not one.name.startswith(("choreographer", "docx", "kaleido", "openpyxl"))
    }
    names = ["dashboard" if module == "__init__" else f"dashboard.{module}" for module in modules]
    assert spied(names, sorted(libraries)) == ""


def test_the_spy_sees_a_file_being_read(tmp_path: Path) -> None:
    (tmp_path / "reader.py").write_text("open('table.txt').close()\n", encoding="utf-8")
    (tmp_path / "table.txt").touch()
    assert spied(["reader"], [], tmp_path) == "reader opens table.txt\n"
