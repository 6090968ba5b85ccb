"""The commands beside a running bot: a code for an admin, what was corrected, as files, and what the doctor says of it."""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.delivery import REAL
from bot.library.load import load
from bot.library.read import Folder
from tests.delivery.cast import stage
from tests.delivery.taking import answer, fixes, press
from tests.library.small import SMALL, small_edition


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own, with the small content."""
    shutil.copytree(SMALL, tmp_path / "content")
    (tmp_path / "config.yaml").write_text("content: [content]\ndatabase: {url: sqlite:///a.sqlite}\n", "utf-8")
    monkeypatch.setenv("PRACTICELINE_CONFIG", str(tmp_path / "config.yaml"))
    monkeypatch.setenv("PRACTICELINE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("PRACTICELINE_DATABASE_URL", raising=False)
    return tmp_path


async def practiceline(*args: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, main, list(args))


async def test_a_code_is_made_while_the_bot_runs_and_what_was_corrected_is_listed_and_written_as_files(home: Path) -> None:
    async with stage(f"sqlite:///{home / 'a.sqlite'}", talk=REAL, edition=small_edition) as s:
        made = await practiceline("admin-code", "--role", "safeguarding-lead")
        assert made.exit_code == 0, made.output
        found = re.search(r"/admin ([0-9a-f]{32})", made.output)
        assert found is not None
        assert "as safeguarding-lead" in await answer(s, found[0])
        await fixes(s, "020 7946 0999")
        await press(s, "wdy", "physical-abuse")
        listed = await practiceline("corrections", "--patch", str(home / "tonight"))
    assert "fix gb-childline#1 number: '0800 1111' -> '020 7946 0999' (rang)" in listed.output
    assert "withdraw physical-abuse" in listed.output
    content = load([Folder(SMALL), Folder(home / "tonight")]).content
    assert content is not None
    assert content.directory.services["gb-childline"].contacts[0].shown == "020 7946 0999"
    assert "physical-abuse" in content.library.hidden


async def test_without_a_database_there_is_no_code_and_the_remedy_is_said(home: Path) -> None:
    made = await practiceline("admin-code")
    assert made.exit_code == 2
    assert "start the bot once" in made.output


async def test_the_doctor_tells_where_the_files_were_changed_after_a_correction(home: Path) -> None:
    async with stage(f"sqlite:///{home / 'a.sqlite'}", talk=REAL, edition=small_edition) as s:
        code = (await practiceline("admin-code")).output.split()[1]
        await answer(s, f"/admin {code}")
        await fixes(s, "020 7946 0999")
    assert "note     corrections: 1 are laid over the files" in (await practiceline("doctor")).output
    file = home / "content/services/gb.yaml"
    file.write_text(file.read_text("utf-8").replace("0800 1111", "0800 2222").replace("+448001111", "+448002222"), "utf-8")
    told = (await practiceline("doctor")).output
    assert "PROBLEM  corrections: gb-childline#1 is now '0800 2222' in the files" in told


async def test_the_doctor_lists_services_that_are_not_shown_or_old(home: Path) -> None:
    assert "service gb-childline" not in (await practiceline("doctor")).output
    file = home / "content/services/gb.yaml"
    written = file.read_text("utf-8")
    assert "  gb-childline:\n" in written
    file.write_text(written.replace("  gb-childline:\n", "  gb-childline:\n    compiled_on: 2024-01-15\n"), "utf-8")
    told = (await practiceline("doctor")).output
    assert "note     service gb-childline: not shown (too-old); last looked at on 2024-01-15" in told
