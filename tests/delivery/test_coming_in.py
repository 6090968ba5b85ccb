"""From an empty installation to a team, through delivery on a real store: the first invitation is made at the command line."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.delivery import REAL
from bot.keys import keys_of
from bot.talk.messages import Joined
from bot.talk.tokens import Signer
from tests.delivery import cast
from tests.delivery.cast import Stage, stage, words_of
from tests.talk.staffed import MONDAY, edition

CODE = re.compile(r"/join ([a-z2-7]{26})")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own, whose key the stage has too."""
    (tmp_path / "content").mkdir()
    (tmp_path / "config.yaml").write_text("content: [content]\ndatabase: {url: sqlite:///a.sqlite}\n", "utf-8")
    monkeypatch.setenv("PRACTICELINE_CONFIG", str(tmp_path / "config.yaml"))
    monkeypatch.setenv("PRACTICELINE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("PRACTICELINE_SECRET_KEY", "a key for tests, long enough to be taken")
    monkeypatch.delenv("PRACTICELINE_DATABASE_URL", raising=False)
    from bot.config import settings

    monkeypatch.setattr(cast, "SIGNER", Signer(keys_of(settings(), MONDAY.date())))
    return tmp_path


async def practiceline(*args: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, main, list(args))


class Chats:
    """People who tap through a stage, each in a Telegram chat of their own name."""

    def __init__(self, s: Stage) -> None:
        self.stage = s

    def last(self, who: str) -> str:
        return words_of(next(one for one in reversed(self.stage.channel.sent) if one.chat == who).drawn)

    async def says(self, who: str, text: str) -> str:
        await self.stage.says(text, who)
        await self.stage.settled_but_waiting()
        await self.stage.settled()
        return self.last(who)

    async def presses(self, who: str, label: str) -> str:
        for sent in reversed([one for one in self.stage.channel.sent if one.chat == who]):
            for button in (b for row in sent.drawn.buttons for b in row):
                if button.text.startswith(label):
                    await self.stage.presses(button.data, "m1", who)
                    await self.stage.settled()
                    return self.last(who)
        raise AssertionError(f"no button {label} for {who}: {self.last(who)}")


async def test_the_first_manager_gets_in_by_the_command_line_and_everybody_else_by_them(home: Path) -> None:
    async with stage(f"sqlite:///{home / 'a.sqlite'}", talk=REAL, edition=edition) as s:
        chats = Chats(s)
        made = await practiceline("invite", "--role", "manager", "--team", "North", "--country", "JO")
        assert made.exit_code == 0, made.output
        code = CODE.search(made.output)
        assert code is not None
        assert "http://127.0.0.1:8080/join/" + code[1] in made.output
        assert "72 hours" in made.output

        assert "Test House invites you to Test House: team North, as manager." in await chats.says("amina", code[1])
        await chats.presses("amina", "Join")
        assert "Amman" in await chats.says("amina", "Amina")
        assert "lets nobody in" in await chats.says("other", code[1])

        await chats.says("amina", "/invite")
        await chats.presses("amina", "supervisor")
        first = CODE.search(await chats.presses("amina", "1"))
        assert first is not None
        await chats.says("joseph", f"/start i_{first[1]}")
        await chats.presses("joseph", "Join")
        await chats.says("joseph", "Joseph")

        await chats.says("joseph", "/invite")
        second = CODE.search(await chats.presses("joseph", "1"))
        assert second is not None
        assert "Your supervisor would be Joseph." in await chats.says("awa", second[1])
        await chats.presses("awa", "Join")
        await chats.says("awa", "Awa")
        assert "Supervisor: Joseph" in await chats.says("awa", "/team")
        assert "You supervise: Awa" in await chats.says("joseph", "/team")

        people = {row["name"]: row for row in await s.rows("people")}
        assert {name: row["roles"] for name, row in people.items()} == {
            "Amina": "manager", "Joseph": "supervisor", "Awa": "caseworker"
        }  # fmt: skip
        assert {row["zone"] for row in people.values()} == {"Asia/Amman"}
        assert [row["what"] for row in await s.rows("audit")] == [
            "invite-manager", "invite-manager", "invite-supervisor", "invite-caseworker"
        ]  # fmt: skip
        for table in ("invites", "audit", "sent", "conversations"):
            assert code[1] not in repr(await s.rows(table))
            assert "Joseph" not in repr(await s.rows(table))

        await chats.says("amina", "/team")
        await chats.presses("amina", "People")
        await chats.presses("amina", "Awa")
        await chats.presses("amina", "Suspend")
        await chats.presses("amina", "Yes, suspend")
        assert "you need to have joined" in await chats.says("awa", "/team")
        await chats.says("amina", "/team")
        await chats.presses("amina", "People")
        await chats.presses("amina", "Awa")
        await chats.presses("amina", "Remove")
        await chats.presses("amina", "Yes, for good")
        names = {row["name"] for row in await s.rows("people")}
        assert names == {"Amina", "Joseph", ""}


async def test_a_link_opened_on_a_shared_computer_makes_a_device_that_ends(home: Path) -> None:
    async with stage(f"sqlite:///{home / 'a.sqlite'}", talk=REAL, edition=edition) as s:
        made = await practiceline("invite", "--role", "admin", "--team", "Office", "--country", "GB-SCT")
        code = CODE.search(made.output)
        assert code is not None
        await s.delivery.intake.take([Joined(s.origin("mo"), f"s_{code[1]}")])
        await s.settled()
        chats = Chats(s)
        await chats.presses("mo", "Join")
        assert "shared computer" in await chats.says("mo", "Mo")
        (device,) = await s.rows("devices")
        assert device["shared"] == 1
        assert device["delete_after"] < device["since"] + 24 * 3600 * 1000


async def test_a_second_phone_is_let_in_signed_out_and_the_last_word_of_a_leaver_still_comes(home: Path) -> None:
    async with stage(f"sqlite:///{home / 'a.sqlite'}", talk=REAL, edition=edition) as s:
        made = await practiceline("invite", "--role", "caseworker", "--team", "North", "--country", "JO")
        first = CODE.search(made.output)
        assert first is not None
        chats = Chats(s)
        await chats.says("awa", first[1])
        await chats.presses("awa", "Join")
        await chats.says("awa", "Awa")
        await chats.presses("awa", "Me")
        await chats.presses("awa", "Devices")
        code = CODE.search(await chats.presses("awa", "Add a device"))
        assert code is not None
        assert "one more of Awa's" in await chats.says("phone", code[1])
        await chats.presses("phone", "Join")
        assert "Awa: caseworker" in await chats.says("phone", "/me")
        assert "lets nobody in" in await chats.says("thief", code[1])

        await chats.says("awa", "/me")
        await chats.presses("awa", "Devices")
        await chats.presses("awa", "Sign out: ")
        await chats.presses("awa", "Yes, sign out")
        assert "you need to have joined" in await chats.says("phone", "/me")

        await chats.says("awa", "/me")
        await chats.presses("awa", "Quiet hours")
        await chats.says("awa", "21-7")
        assert "Leave the team" not in await chats.says("awa", "/me")
        await chats.presses("awa", "Erase my data")
        assert "your own list for supervision" in chats.last("awa")
        await chats.presses("awa", "Yes, erase it now")
        (person,) = await s.rows("people")
        assert (person["name"], person["quiet"]) == ("Awa", None)
        await chats.says("awa", "/forget")
        await chats.presses("awa", "Leave the team")
        assert "You have left" in await chats.presses("awa", "Yes, for good")
        assert await s.rows("devices") == []
        (person,) = await s.rows("people")
        assert (person["name"], person["roles"]) == ("", "")
        assert person["pseudonym"].startswith("#")


async def test_an_existing_team_keeps_its_country_and_a_new_one_wants_one(home: Path) -> None:
    async with stage(f"sqlite:///{home / 'a.sqlite'}", talk=REAL, edition=edition) as s:
        unknown = await practiceline("invite", "--role", "manager", "--team", "North")
        assert (unknown.exit_code, await s.rows("teams")) == (2, [])
        assert "--country JO" in unknown.output
        assert (await practiceline("invite", "--role", "manager", "--team", "North", "--country", "JO")).exit_code == 0
        assert (await practiceline("invite", "--role", "supervisor", "--team", "North")).exit_code == 0
        other = await practiceline("invite", "--role", "manager", "--team", "North", "--country", "NG")
        assert other.exit_code == 2
        assert "works in JO already" in other.output
        assert len(await s.rows("teams")) == 1


async def test_without_a_database_no_invitation_is_made_and_the_remedy_is_said(home: Path) -> None:
    made = await practiceline("invite", "--role", "manager", "--team", "North", "--country", "JO")
    assert made.exit_code == 2
    assert "start the bot once" in made.output
