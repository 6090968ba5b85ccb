"""What was begun and left lying is let go of after half an hour, also when nobody writes again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.delivery import Talk
from bot.store import conversations
from bot.talk.effects import Turn
from bot.talk.messages import Reply, Say
from tests.delivery import cast
from tests.delivery.cast import stage
from tests.store.databases import POSTGRES, empty_postgres

DATABASES = ["sqlite://", *([POSTGRES] if POSTGRES else [])]


def begins_something(
    incoming: Any, reading: Any, session: Any, desk: Any, edition: Any, house: Any, signer: Any, now: Any
) -> Turn:
    """Keeps what was typed until its yes, as a draft; "topic" is answered with a topic."""
    fresh = session.at(now)
    if incoming.text == "topic":
        fresh = replace(fresh, topic="disclosure", topic_at=now)
    else:
        fresh = replace(fresh, lang="fr", asked="checkins-words", asked_args=(incoming.text,), asked_at=now)
    return Turn(fresh, Reply((Say("begun"),)))


@pytest.mark.parametrize("url", DATABASES, ids=["sqlite", "postgresql"][: len(DATABASES)])
async def test_a_draft_is_gone_after_half_an_hour_and_what_was_chosen_stays(url: str) -> None:
    if url == POSTGRES:
        await empty_postgres()
    async with stage(url, talk=Talk(cast.read, begins_something, cast.draw)) as s:
        await s.says("Zanzibar-Quokka reads the protocol")
        await s.settled()
        s.clock.move(20 * 60)
        await s.says("topic")
        await s.settled()
        await s.delivery.tick()
        (row,) = await s.rows("conversations")
        assert "Quokka" in row["session"]
        s.clock.move(11 * 60)
        await s.delivery.tick()
        (row,) = await s.rows("conversations")
        assert "Quokka" not in row["session"]
        assert all(word in row["session"] for word in ("disclosure", '"lang":"fr"'))
        until = row["delete_after"]
        s.clock.move(20 * 60)
        await s.delivery.tick()
        (row,) = await s.rows("conversations")
        assert "disclosure" not in row["session"]
        assert (row["lapses_at"], row["delete_after"]) == (None, until), "letting go doesn't make it stay longer"
        await s.says("Zanzibar-Quokka again")
        await s.settled()
        assert len(s.channel.sent) == 3, "whoever writes again finds the conversation as it stands"


async def test_a_session_that_another_version_wrote_is_let_go_of_whole() -> None:
    async with stage() as s:
        kept = conversations.Kept("telegram", "anna", "anna", "not json")
        await s.store.inner.write(lambda c: conversations.save(c, kept, 2_000_000_000_000, 1))
        await s.delivery.tick()
        (row,) = await s.rows("conversations")
        assert (row["lapses_at"], "not json" in row["session"]) == (None, False)
