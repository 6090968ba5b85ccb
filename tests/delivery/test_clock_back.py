"""A clock that jumps back, and comes forward again: nobody is reminded twice, nothing is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.delivery.crew import DATABASES, TUESDAY, checkin, crew, tuesdays


@pytest.mark.parametrize("url", DATABASES)
async def test_what_was_sent_before_the_clock_jumped_back_is_not_sent_again(url: str) -> None:
    async with crew(url) as c:
        await c.books(checkin())
        await c.keeps_series(tuesdays())
        told: list[str] = []
        for back in (timedelta(0), timedelta(days=2), timedelta(hours=3), timedelta(0)):
            for moment in (TUESDAY - timedelta(days=1, hours=2), TUESDAY - timedelta(minutes=15), TUESDAY + timedelta(hours=2)):
                told += await c.at(moment - back)
        assert sorted(told) == sorted(set(told)), "each once"
        assert {line.partition(":")[0] for line in told} == {"edi", "noor"}
        ids = [one.checkin.id for one in await c.bookings()]
        assert len(ids) == len(set(ids))
        days = [one.checkin.at for one in await c.bookings() if one.series]
        assert len(days) == len(set(days))
