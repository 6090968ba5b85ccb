"""What the documents say is so: commands, settings, variables, links and named tests exist, and none of them is left out."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import click
import pytest
import yaml

from bot.cli import main
from bot.config import ConfigRefused, settings
from tests.docs.tables import MADE, ROOT, with_tables

PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "content/local/README.md", "tests/**/*.md", "intents/README.md")
    for path in ROOT.glob(pattern)
    if "node_modules" not in path.parts
)
HAZARDS = (ROOT / "docs/hazards.md").read_text("utf-8")
OPERATIONS = (ROOT / "docs/operations.md").read_text("utf-8")
CODE = [*ROOT.glob("bot/**/*.py"), *ROOT.glob("intents/**/*.py")]


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchor(heading: str) -> str:
    """How a heading is linked to: small letters, hyphens for spaces, other marks left out."""
    bare = re.sub(r"[`*_]|\[([^]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", bare).replace(" ", "-")


def anchors(page: Path) -> list[str]:
    return [anchor(heading) for heading in re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)]


# --- links and commands -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    lost = []
    without_code = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, heading = target.partition("#")
        path = (page.parent / file).resolve() if file else page
        if not path.exists() or (heading and heading not in anchors(path)):
            lost.append(target)
    assert not lost


def test_every_make_target_that_a_document_names_exists_and_the_readme_knows_the_first_two() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE))
        assert named <= targets, f"{name_of(page)}: {named - targets}"
    assert {"run", "test"} <= set(re.findall(r"^make ([a-z-]+)", text_of("README.md"), re.MULTILINE))


def test_every_make_target_is_explained_by_make_itself() -> None:
    made = text_of("Makefile")
    phony = set(re.findall(r"^\.PHONY: (.*)$", made, re.MULTILINE)[0].split())
    explained = set(re.findall(r"^([a-z-]+):[^\n]*## ", made, re.MULTILINE))
    assert phony == explained


def test_every_command_and_option_is_in_the_operations_page() -> None:
    assert isinstance(main, click.Group)
    for name, command in main.commands.items():
        assert f"`practiceline {name}" in OPERATIONS, name
        for option in (p for p in command.params if isinstance(p, click.Option)):
            longest = max(option.opts, key=len)
            assert longest in OPERATIONS, f"{name} {longest}"


def test_no_document_names_a_command_that_is_not_there() -> None:
    known = set(main.commands)
    later = {"services", "checkin"}
    for page in PAGES:
        named = set(re.findall(r"(?:`|bin/|^)practiceline ([a-z][a-z-]+)\b", page.read_text("utf-8"), re.MULTILINE))
        assert named <= known | later, f"{name_of(page)}: {named - known - later}"


def test_every_slash_command_is_in_the_page_for_users() -> None:
    parts = [yaml.safe_load(path.read_text("utf-8")) for path in sorted((ROOT / "content/words").glob("en*.yaml"))]
    commands = {command["name"] for part in parts for command in part.get("commands", ())}
    page = text_of("docs/using.md")
    listed = set(re.findall(r"^\| `/([a-z]+)", page, re.MULTILINE))
    assert listed == commands


# --- settings -----------------------------------------------------------------------------------------------------------


def asked_for(folder: Path) -> set[str]:
    """Every key that the settings know, with its group: a key that can't be is answered with those that can."""
    groups = sorted({key.partition(".")[0] for key in written() if "." in key})
    (folder / "content").mkdir()
    file = folder / "config.yaml"
    file.write_text("zzzzzz: 1\n" + "".join(f"{group}: {{zzzzzz: 1}}\n" for group in groups), "utf-8")
    with pytest.raises(ConfigRefused) as refused:
        settings({}, file)
    keys: set[str] = set()
    for problem in refused.value.problems:
        where = problem.what.partition(":")[0].removesuffix("zzzzzz")
        keys |= {where + key for key in problem.remedy.removeprefix("known here are ").split(", ")}
    return keys - set(groups)


def written() -> set[str]:
    """Every key of config.yaml, with its group."""
    keys: set[str] = set()
    for key, value in yaml.safe_load(text_of("config.yaml")).items():
        keys |= {f"{key}.{inner}" for inner in value} if isinstance(value, dict) else {key}
    return keys


def test_config_yaml_holds_every_setting_and_no_other(tmp_path: Path) -> None:
    assert written() == asked_for(tmp_path)


def test_every_environment_variable_is_in_the_operations_page() -> None:
    read = {name for path in CODE for name in re.findall(r"PRACTICELINE_[A-Z_]*[A-Z]", path.read_text("utf-8"))}
    read = {name.removesuffix("_FILE") for name in read}
    assert len(read) > 8
    for name in sorted(read):
        assert f"`{name}`" in OPERATIONS, name


# --- dependencies -------------------------------------------------------------------------------------------------------

PROJECT = tomllib.loads(text_of("pyproject.toml"))["project"]
IMPORTED_AS = {
    "phonenumberslite": "phonenumbers",
    "python-telegram-bot": "telegram",
    "pyyaml": "yaml",
    "pystemmer": "Stemmer",
    "markdown-it-py": "markdown_it",
}
LOADED_BY_ANOTHER = {"tzdata": "zoneinfo reads it"}


def bare(requirement: str) -> str:
    return re.split(r"[\[<>=!~ ]", requirement)[0]


def test_every_dependency_has_its_reason_and_every_reason_its_dependency() -> None:
    runtime, tests = text_of("docs/dependencies.md").split("## What tests and checks need besides")
    tests = tests.split("From npm")[0]

    def rows(page: str) -> set[str]:
        return set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE))

    assert rows(runtime) == {bare(one) for one in PROJECT["dependencies"]}
    assert rows(tests) == {bare(one) for one in PROJECT["optional-dependencies"]["dev"]}


def test_every_dependency_is_used() -> None:
    code = "\n".join(path.read_text("utf-8") for path in CODE)
    unused = []
    for name in map(bare, PROJECT["dependencies"]):
        module = IMPORTED_AS.get(name, name.replace("-", "_"))
        if name not in LOADED_BY_ANOTHER and not re.search(rf"^\s*(import|from) {module}\b", code, re.MULTILINE):
            unused.append(name)
    assert not unused


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_every_requirement_is_exact_hashed_and_names_no_index(name: str) -> None:
    text = text_of(f"requirements/{name}.txt")
    assert "://" not in text
    assert "--index" not in text
    entries = [entry for entry in re.split(r"\n(?=[a-z])", text.partition("\n")[2]) if entry.strip()]
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[a-z0-9.-]+(\[[a-z,]+\])?==[^ ;]+", entry), entry[:80]
        assert "--hash=sha256:" in entry, entry[:80]


def test_requirements_hold_what_the_project_asks_for() -> None:
    runtime, dev = text_of("requirements/runtime.txt").lower(), text_of("requirements/dev.txt").lower()
    for one in PROJECT["dependencies"]:
        assert f"\n{bare(one)}" in runtime
    for one in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]):
        assert f"\n{bare(one).lower()}" in dev


# --- made tables, hazards -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", MADE)
def test_made_tables_are_fresh(page: str) -> None:
    text = text_of(page)
    assert with_tables(text, MADE[page]()) == text, "run: python -m tests.docs.tables"


ROWS = {row[1]: row[0] for row in re.findall(r"^(\| (H\d+) \|.*)$", HAZARDS, re.MULTILINE)}
NOT_BUILT = "not built yet"


def test_every_hazard_is_there_and_none_was_taken_out() -> None:
    assert list(ROWS) == [f"H{number}" for number in range(1, len(ROWS) + 1)]
    assert len(ROWS) >= 31


@pytest.mark.parametrize("hazard", ROWS)
def test_a_hazard_names_a_test_or_says_that_nothing_is_built(hazard: str) -> None:
    row = ROWS[hazard]
    assert re.search(r"`tests/[^`]+`", row) or NOT_BUILT in row


@pytest.mark.parametrize("place", sorted(set(re.findall(r"`(tests/[^`]+)`", HAZARDS + text_of("docs/threat-model.md")))))
def test_every_test_that_a_hazard_names_exists(place: str) -> None:
    file, _, name = place.partition("::")
    path = ROOT / file
    assert path.exists(), file
    if name:
        tree = ast.parse(path.read_text("utf-8"))
        assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}, place


def test_a_hazard_that_is_mentioned_is_in_the_table() -> None:
    for page in PAGES:
        assert set(re.findall(r"\bH\d+\b", page.read_text("utf-8"))) <= set(ROWS), name_of(page)


def test_documents_speak_of_the_project_alone() -> None:
    strange = re.compile(r"(?<![\w.])/(?:work|root|farm)/|/home/[a-z]+/|\bTODO\b|\bFIXME\b")
    for page in PAGES:
        assert not strange.findall(page.read_text("utf-8")), name_of(page)
