"""Planted words under every screen of the office: they are in no table, but for a name that is one's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.delivery import REAL
from bot.people.relations import Staff
from bot.store import Connection, devices, diary, people
from bot.store.moments import DAY, ms
from bot.store.office_tables import metadata
from tests.delivery.cast import FixedClock, Stage, stage
from tests.delivery.office import booking, rhythm
from tests.talk.staffed import MONDAY, edition, the_staff

CANARY = "Zanzibar-Quokka zebra sandwich"
BEGINNINGS = (
    "/me", "/team", "/invite", "/next", "/checkins", "/actions", "/leave", "/board", "/schedule", "/forget", "/join", "/settings",
)  # fmt: skip
FOR_GOOD = ("Leave", "Yes, for good", "Sign out", "Yes, sign")
"""Buttons after which somebody is no longer there to press the others."""


def fill(connection: Connection, awa: str = "Awa") -> None:
    """The team of `staffed`, with rhythms, a check-in that was and one that is to come."""
    staff = the_staff()
    staff = replace(staff, people={**staff.people, "awa": replace(staff.people["awa"], name=awa)})
    assert people.save(connection, Staff(), staff, 0, DAY)
    for id in staff.people:
        devices.add(connection, devices.Row("telegram", id, id, id, ms(MONDAY), False, ms(MONDAY)), pulled=False)
    for worker in ("awa", "sami"):
        diary.keep_series(connection, rhythm(f"r{worker}", worker, "joseph"), None, ms(MONDAY) + 1000 * DAY)
        for days in (-1, 1):
            at = MONDAY.replace(day=MONDAY.day + days)
            one = booking(f"{worker}{days}", at, worker=worker, supervisor="joseph")
            diary.keep_booking(connection, one, at.date(), None, ms(MONDAY) + 1000 * DAY)


async def holding(s: Stage) -> dict[str, list[dict[str, object]]]:
    """Rows in which the words stand, by table."""
    found = {table: [row for row in await s.rows(table) if "Quokk" in repr(row)] for table in metadata.tables}
    return {table: rows for table, rows in found.items() if rows}


@pytest.mark.parametrize("who", ["joseph", "awa", "amina"])
async def test_what_is_typed_under_any_screen_stands_in_no_table(who: str) -> None:
    async with stage(talk=REAL, edition=edition, clock=FixedClock(MONDAY)) as s:
        await s.store.inner.write(fill)
        steps = [(beginning, 0) for beginning in BEGINNINGS]
        met: set[str] = set()
        typed = 0
        while steps:
            step, depth = steps.pop(0)
            await (s.says(step, who) if depth == 0 else s.presses(step, "m1", who))
            await s.settled()
            shown = [b for one in s.channel.sent[-1:] for row in one.drawn.buttons for b in row]
            await s.says(CANARY, who)
            await s.settled()
            typed += 1
            for table, rows in (await holding(s)).items():
                assert table == "people", f"{step}: {table}: {rows}"
                assert all(row["id"] == who for row in rows), "one's own name is one's own"
            s.clock.move(2)
            for button in shown:
                if depth < 2 and button.text not in met and not button.text.startswith(FOR_GOOD):
                    met.add(button.text)
                    steps.append((button.data, depth + 1))
        assert typed > len(BEGINNINGS) + 20, "there were screens to type under"


async def test_the_name_of_somebody_who_left_stands_in_no_table_and_on_nobodys_screen() -> None:
    async with stage(talk=REAL, edition=edition, clock=FixedClock(MONDAY)) as s:

        async def says(text: str, who: str) -> str:
            await s.says(text, who)
            await s.settled()
            return s.channel.words[-1]

        await s.store.inner.write(lambda connection: fill(connection, "Quokkina"))
        asked = [(who, text) for who in ("joseph", "amina") for text in ("/board", "/team", "/checkins", "/next", "/history")]
        before = [await says(text, who) for who, text in asked]
        assert [words for words in before if "Quokkina" in words]
        await says("weekly with Quokkina on Tuesdays at 10", "joseph")
        await says("/forget", "awa")
        for label in ("Leave", "Yes, for good"):
            (data,) = [b.data for row in s.channel.sent[-1].drawn.buttons for b in row if b.text.startswith(label)]
            await s.presses(data, "m1", "awa")
            await s.settled()
        assert await holding(s) == {}
        assert not [words for who, text in asked if "Quokkina" in (words := await says(text, who))]
