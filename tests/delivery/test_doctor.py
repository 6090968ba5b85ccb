"""What the doctor says of people: numbers and names of teams, and what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.admin import who_joined
from bot.config import Email, settings
from bot.people.changes import leave
from bot.store import Connection, devices, emails, people
from tests.delivery.office import KEPT, in_office
from tests.people.office import TODAY, office


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    monkeypatch.setenv("PRACTICELINE_DATABASE_URL", url)
    return url


async def test_the_doctor_counts_who_joined_and_says_what_a_team_lacks(database: str) -> None:
    async with in_office(database) as o:
        assert who_joined(settings(), TODAY) == [
            "people: 10 joined, in 3 teams",
            "team Office: nobody manages it, so what stays unanswered reaches nobody — invite a manager",
        ]
        before = await o.staff()
        assert await o.write(lambda c: people.save(c, before, leave(office(), "sana", TODAY, "p-1"), 1, KEPT))
        lines = who_joined(settings(), TODAY)
        assert "team North: nobody supervises 2 of its caseworkers — hand them over in the chat (/team)" in lines
        assert not any(name in " ".join(lines) for name in ("Edi", "Sana", "Awa"))


async def test_the_doctor_says_for_whom_nothing_rings_and_what_to_do(database: str) -> None:
    async with in_office(database) as o:

        def to_the_web(connection: Connection) -> None:
            for who in ("edi", "awa"):
                devices.end(connection, "telegram", who)
                devices.add(connection, devices.Row("web", who, who, who, 1, False, 1), pulled=True)
            emails.keep(connection, "awa", "awa@example.org")

        await o.write(to_the_web)
        (line,) = [one for one in who_joined(settings(), TODAY) if "web chat" in one]
        assert line.startswith("team North: 1 of ")
        assert line.endswith("— name a mail server (`email`), so that they can give an address")
        with_mail = replace(settings(), email=Email("mail.example.org"))
        (line,) = [one for one in who_joined(with_mail, TODAY) if "web chat" in one]
        assert line.endswith("— ask for an address (/me)")


async def test_a_database_of_before_there_were_people_says_nothing(database: str) -> None:
    async with in_office(database) as o:
        await o.write(lambda c: c.exec_driver_sql("UPDATE alembic_version SET version_num = '0002'"))
        assert who_joined(settings(), TODAY) == []


def test_without_a_database_there_is_nothing_to_say(database: str) -> None:
    assert who_joined(settings(), TODAY) == []
