"""The shape of the house: who imports whom, how long a file may be, and where the world outside may be touched."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(path.relative_to(ROOT).as_posix() for room in ("bot", "intents") for path in (ROOT / room).rglob("*.py"))
LONGEST = 400

# Where each kind of touch is at home. A folder ends in a slash.
OPENS = (
    "bot/config",  # config.yaml and NAME_FILE secrets
    "bot/cli",
    "bot/keys.py",  # the key beside the database
    "bot/library/read.py",  # content
    "bot/library/make.py",  # the cache of checked content
    "bot/library/publish.py",  # what the child process checked and fitted
    "bot/store/",  # the database file, its lock and its copies
    "bot/web/assets.py",  # our own stylesheet and script
    "intents/__main__.py",
    "intents/benchmark.py",  # files of labelled questions
    "intents/code.py",  # fits
    "intents/fit.py",
    "intents/model.py",
    "intents/urgency.py",
)
PRINTS = ("bot/cli", "bot/channels/terminal", "bot/library/make.py", "intents/__main__.py")
NOW = ("bot/clock.py",)

_OPENING = {"open", "read_text", "write_text", "read_bytes", "write_bytes", "fdopen"}
_CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}


def calls(path: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))) if isinstance(node, ast.Call))


def opens(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id == "open"
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in _OPENING:
        return False
    # `store.open()` and `session.open()` open no file.
    return call.func.attr != "open" or (isinstance(call.func.value, ast.Name) and call.func.value.id in {"os", "io", "path"})


def prints(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id in {"print", "input"}
    return ast.unparse(call.func) in {"sys.stdout.write", "sys.stdin.read", "sys.stdin.readline"}


def tells_the_time(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    owner = call.func.value
    name = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
    return (name, call.func.attr) in _CLOCKS


def test_rooms_import_only_what_the_design_allows() -> None:
    lint = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert lint.returncode == 0, lint.stdout + lint.stderr


@pytest.mark.parametrize(
    ("touches", "home"),
    [
        pytest.param(opens, OPENS, id="opening files"),
        pytest.param(prints, PRINTS, id="printing"),
        pytest.param(tells_the_time, NOW, id="the time"),
    ],
)
def test_the_outside_is_touched_in_its_place(touches, home: tuple[str, ...]) -> None:
    strays = [
        f"{path}:{call.lineno}: {ast.unparse(call.func)}"
        for path in FILES
        if not path.startswith(home)
        for call in calls(path)
        if touches(call)
    ]
    assert not strays


def test_no_file_is_longer_than_a_sitting() -> None:
    long = {path: lines for path in FILES if (lines := len((ROOT / path).read_text("utf-8").splitlines())) > LONGEST}
    assert not long


def test_no_module_is_a_drawer_for_anything() -> None:
    vague = ("util", "helper", "manager", "misc", "common")
    assert not [path for path in FILES if any(word in Path(path).stem.lower() for word in vague)]


def test_base_is_a_name_for_channels_only() -> None:
    assert [path for path in FILES if Path(path).stem == "base"] == ["bot/channels/base.py"]


@pytest.mark.parametrize("path", FILES)
def test_every_file_says_what_it_promises(path: str) -> None:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    assert not tree.body or ast.get_docstring(tree) or "migrations" in path, f"{path} begins without a docstring"
