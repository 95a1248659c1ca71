"""The script ``run``: cheap parts only, with stand-ins for Python that say what they were asked."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SH = shutil.which("sh") or "/bin/sh"

#: What the script may use besides the Python it looks for.
TOOLS = ("cat", "chmod", "cksum", "cp", "dirname", "env", "id", "mkdir", "mktemp", "rm", "sh")

#: A Python that is new enough, makes virtual environments out of itself, and installs a command
#: ``dateline`` that repeats what it was given. It logs every call but the harmless questions.
PYTHON = """#!/bin/sh
case "$*" in
-c*) exit 0 ;;
'-m pip --version') exit 0 ;;
esac
echo "python $*" >>"$LOG"
case "$*" in
'-m venv --clear '*)
    mkdir -p "$4/bin"
    cp "$0" "$4/bin/python"
    ;;
'-m pip install '*)
    [ -z "${PIP_FAILS:-}" ] || { echo 'no matching distribution' >&2; exit 1; }
    printf '#!/bin/sh\\necho "dateline $*"\\n' >"${0%python}dateline"
    chmod +x "${0%python}dateline"
    ;;
'-m ruff '*) [ -z "${RUFF_FAILS:-}" ] ;;
'-m playwright '*) [ -z "${PLAYWRIGHT_FAILS:-}" ] ;;
esac
"""


class Clone:
    """A clone with nothing installed, in a folder with a blank in its name, and its own PATH."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a clone"
        self.elsewhere = folder / "elsewhere"
        self.path = folder / "bin"
        self.log = folder / "log"
        for made in (self.root / "dashboard", self.elsewhere, self.path):
            made.mkdir(parents=True)
        self.log.touch()
        for name in ("run", "pyproject.toml", "dashboard/_build_hook.py"):
            shutil.copy(ROOT / name, self.root / name)
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found, f"no {tool} on this machine"
            (self.path / tool).symlink_to(found)

    def add(self, name: str, script: str) -> None:
        """Put a program on the PATH."""
        program = self.path / name
        # What is there may be a link to the real one, which must not be written through.
        program.unlink(missing_ok=True)
        program.write_text(script, encoding="utf-8")
        program.chmod(0o755)

    def run(
        self, *arguments: str, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SH, str(self.root / "run"), *arguments],
            cwd=self.elsewhere,
            env={"PATH": str(self.path), "LOG": str(self.log), **(env or {})},
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self) -> list[str]:
        """What Python was asked to do since the last time, by the words that matter."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        self.log.write_text("", encoding="utf-8")
        return [" ".join(line.split()[2:4]) for line in lines]


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


@pytest.fixture
def ready(clone: Clone) -> Clone:
    """A clone on a machine with a Python, run once."""
    clone.add("python3", PYTHON)
    assert clone.run("--version").returncode == 0
    assert clone.calls() == ["venv --clear", "pip install"]
    return clone


@pytest.mark.parametrize("script", ["run", ".ci/run"])
def test_can_be_run(script: str) -> None:
    path = ROOT / script
    assert path.stat().st_mode & 0o111 == 0o111
    shell = path.read_text(encoding="utf-8").splitlines()[0].split("/")[-1].split()[-1]
    subprocess.run([shell, "-n", str(path)], check=True)


def test_first_run_installs_and_says_so(clone: Clone) -> None:
    clone.add("python3", PYTHON)
    done = clone.run("check", "my case.yaml")
    assert done.returncode == 0
    assert done.stdout == "dateline check my case.yaml\n"
    assert "Installing Dateline into .venv" in done.stderr


def test_second_run_is_silent_and_installs_nothing(ready: Clone) -> None:
    (ready.root / "dashboard" / "_bundle").mkdir()
    done = ready.run("check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "dateline check\n", "")
    assert ready.calls() == []


def test_without_a_word_it_shows_the_shipped_case(ready: Clone) -> None:
    assert ready.run().stdout == f"dateline serve --open {ready.root / 'events.yaml'}\n"


@pytest.mark.parametrize("changed", ["pyproject.toml", "dashboard/_build_hook.py"])
def test_installs_again_when_it_must(ready: Clone, changed: str) -> None:
    with (ready.root / changed).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    assert ready.run("check").returncode == 0
    assert ready.calls() == ["pip install"]


def test_mends_a_broken_environment(ready: Clone) -> None:
    (ready.root / ".venv" / "bin" / "python").unlink()
    done = ready.run("check")
    assert "Making .venv anew" in done.stderr
    assert done.stdout == "dateline check\n"
    assert ready.calls() == ["venv --clear", "pip install"]


def test_a_failed_installation_shows_why_and_is_tried_again(clone: Clone) -> None:
    clone.add("python3", PYTHON)
    failed = clone.run("check", env={"PIP_FAILS": "1"})
    assert failed.returncode == 1
    assert "no matching distribution" in failed.stderr
    assert "pip could not install Dateline" in failed.stderr
    assert clone.run("check").stdout == "dateline check\n"


@pytest.mark.parametrize("python", ["/bin/false", "/no/such/python"])
def test_a_wrong_python_is_named(clone: Clone, python: str) -> None:
    done = clone.run("check", env={"PYTHON": python})
    assert done.returncode == 1
    assert done.stderr == f"run: PYTHON={python} is not a Python 3.11 or newer\n"


@pytest.mark.parametrize(
    ("script", "found"),
    [
        (None, "finds no python3"),
        ('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\n', "finds Python 3.9.2"),
    ],
)
def test_no_python_says_what_to_do(clone: Clone, script: str | None, found: str) -> None:
    if script:
        clone.add("python3", script)
    done = clone.run("check")
    assert done.returncode == 1
    assert found in done.stderr
    assert "PYTHON=/path/to/" in done.stderr
    assert not (clone.root / ".venv").exists()


def test_a_python_without_venv_says_what_to_install(clone: Clone) -> None:
    clone.add(
        "python3",
        """#!/bin/sh
case "$*" in
*ensurepip*) exit 1 ;;
*-venv*) echo python3.11-venv ;;
esac
""",
    )
    done = clone.run("check")
    assert done.returncode == 1
    assert "apt install python3.11-venv" in done.stderr


def test_a_wrong_browser_is_named(ready: Clone) -> None:
    done = ready.run("test", env={"BROWSER_PATH": "/no/such/browser"})
    assert done.returncode == 1
    assert "BROWSER_PATH=/no/such/browser cannot be run" in done.stderr


def test_fetches_a_browser_when_there_is_none(ready: Clone) -> None:
    ready.add("id", "#!/bin/sh\necho 0\n")
    ready.add(
        "apt-get",
        """#!/bin/sh
echo "python -m apt-get $*" >>"$LOG"
case "$*" in *' install '*|install*) printf '#!/bin/sh\\n' >"${0%apt-get}chromium" ;; esac
chmod +x "${0%apt-get}chromium" 2>/dev/null || true
""",
    )
    done = ready.run("test", "-k", "when")
    assert done.returncode == 0, done.stderr
    assert ready.calls() == ["pip install", "apt-get update", "apt-get install", "pytest -k"]
    assert "Installing chromium fonts-liberation with apt-get" in done.stderr
    # From now on it is there.
    ready.run("test", "-k", "when")
    assert ready.calls() == ["pytest -k"]


def test_without_a_browser_says_how_to_get_one(ready: Clone) -> None:
    ready.add("id", "#!/bin/sh\necho 1000\n")
    ready.add("apt-get", "#!/bin/sh\nexit 1\n")
    done = ready.run("test", "-k", "when", env={"PLAYWRIGHT_FAILS": "1"})
    assert done.returncode == 1
    assert "BROWSER_PATH=/path/to/chrome ./run test" in done.stderr
    assert "pytest -k" not in ready.calls()


def test_a_failing_linter_stops_before_the_tests_and_not_before_the_other_linters(
    ready: Clone,
) -> None:
    ready.add("chromium", "#!/bin/sh\n")
    done = ready.run("test", env={"RUFF_FAILS": "1"})
    assert done.returncode == 1
    assert ready.calls() == ["pip install", "ruff check", "ruff format", "mypy"]
    assert "— ruff check failed" in done.stderr


def test_steps_are_named_and_arguments_go_to_pytest(ready: Clone) -> None:
    ready.add("chromium", "#!/bin/sh\n")
    ready.run("test")
    ready.calls()
    done = ready.run("test")
    assert done.returncode == 0
    assert ready.calls() == ["ruff check", "ruff format", "mypy", "pytest --numprocesses"]
    steps = ["ruff check", "ruff format --check", "mypy", "pytest"]
    assert done.stderr.splitlines()[-4:] == [f"— {step}" for step in steps]
    ready.run("test", "-k", "when")
    assert ready.calls() == ["pytest -k"]
