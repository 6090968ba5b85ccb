"""The real conversation on the real content, through delivery: what the small one leaves open."""

from __future__ import annotations

from datetime import timedelta

from bot.delivery import REAL
from bot.delivery.lateness import SLOWER, SORRY, STORE_DOWN
from bot.library.edition import Edition
from bot.store import StoreDown
from bot.talk.messages import Edited
from tests.delivery.cast import stage

QUESTION = "a child told me he is being abused what do i do"


def test_delivery_says_nothing_that_the_content_has_no_words_for(starter: Edition) -> None:
    for key in (SORRY.key, SLOWER.key, STORE_DOWN.key, "late.ready", "button.show"):
        assert starter.words.has(key), key


async def test_a_question_is_answered_recorded_and_archived(starter: Edition) -> None:
    async with stage(talk=REAL, edition=lambda: starter) as s:
        await s.says(QUESTION)
        await s.channel.until_sent(1)
        row = await s.row("sent", message_id="m1")
        assert row["topic"] in starter.library.topics
        topic, code = row["codes"].split(":")
        assert [(a["topic"], a["code"]) for a in await s.rows("archive")] == [(topic, code)]
        await s.says(f"/ref {topic} {code}", at=s.clock.now() + timedelta(seconds=1))
        await s.channel.until_sent(2)
        assert code in s.channel.words[1]


async def test_a_late_answer_names_no_subject_and_comes_by_its_button(starter: Edition) -> None:
    async with stage(talk=REAL, edition=lambda: starter) as s:
        await s.says(QUESTION, at=s.clock.now() - timedelta(minutes=3))
        await s.channel.until_sent(1)
        assert s.channel.words[0] == "Your answer is ready."
        await s.row("outbox", state="held")
        await s.presses(s.channel.sent[0].drawn.buttons[0][0].data)
        await s.channel.until_sent(2)
        assert len(s.channel.words[1]) > 100


async def test_a_burst_is_edited_into_its_answer_and_an_edit_into_another(starter: Edition) -> None:
    async with stage(talk=REAL, edition=lambda: starter) as s:
        await s.says("hi")
        await s.channel.until_sent(1)
        await s.settled()
        asked = await s.says(QUESTION)
        await s.channel.until_sent(2)
        await s.settled()
        await s.delivery.intake.take([Edited(s.origin(), "how do i write a case note", asked.message_id)])
        await s.channel.until_sent(3)
        assert [outgoing.amends for outgoing in s.channel.sent[1:]] == ["m1", "m1"]


async def test_with_the_store_down_the_card_and_guidance_are_served(starter: Edition) -> None:
    async with stage(talk=REAL, edition=lambda: starter) as s:
        s.store.fault = StoreDown("gone")
        await s.says("/sos")
        await s.says("he is hitting her right now")
        await s.says(QUESTION)
        assert "999" in s.channel.words[0]
        assert "999" in s.channel.words[1]
        assert len(s.channel.words[2]) > 100
