"""A message that was taken over is answered: once, in order, to the question that it answers."""

from __future__ import annotations

from tests.delivery.cast import Stage, stage


async def test_a_message_is_answered_with_its_question_quoted() -> None:
    async with stage() as s:
        said = await s.says("hello")
        assert await s.channel.until_sent(1) == ["answer 0"]
        assert s.channel.sent[0].reply_to == said.message_id
        assert not s.channel.sent[0].silent


async def test_what_is_answered_leaves_nothing_but_its_number() -> None:
    async with stage() as s:
        await s.says("hello")
        await s.channel.until_sent(1)
        await s.settled()
        (row,) = await s.rows("inbox")
        assert (row["chat"], row["body"]) == ("", "")
        assert await s.rows("outbox") == []
