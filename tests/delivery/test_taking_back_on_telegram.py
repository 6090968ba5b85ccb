"""Taking back as people see it in Telegram: the old message says something else, and one neutral line comes."""

from __future__ import annotations

import asyncio

from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.delivery import NO_PACE, Delivery
from bot.store import admins, open_store
from bot.store.moments import ms
from tests.delivery.cast import HOUSE, SIGNER, FixedClock
from tests.delivery.taking import FILES
from tests.doubles.telegram_api import TelegramDouble
from tests.doubles.telegram_chat import Message

ANNA, BEN = 7, 8
PATIENCE = 10.0


async def test_the_old_message_is_edited_and_one_line_is_sent() -> None:
    clock, store = FixedClock(), open_store("sqlite://")
    async with TelegramDouble() as double:
        telegram = TelegramChannel(TelegramSettings(double.token, double.root), clock)
        delivery = Delivery(store, lambda: FILES, HOUSE, SIGNER, [telegram], clock, NO_PACE)
        await delivery.start()
        running = asyncio.create_task(telegram.run(delivery.intake))
        try:
            await store.write(lambda c: admins.offer(c, admins.hash_of("a code"), "admin", ms(clock.now())))
            double.say(ANNA, "/admin a code")

            async def seen(chat: int, number: int, words: str) -> Message:
                """A message of ours in a chat, once it says these words."""

                def there() -> Message | None:
                    found = double.sent(chat)[number : number + 1]
                    return found[0] if found and words in found[0].text else None

                return await double.until(there, PATIENCE, words)

            await seen(ANNA, 0, "You may now withdraw")
            double.say(BEN, "/numbers")
            shown = await seen(BEN, 0, "0800 1111")
            double.say(ANNA, "/withdraw childline")
            double.press(ANNA, await seen(ANNA, 1, "Withdraw Childline"), "Yes, withdraw it")
            line = await seen(BEN, 1, "A number that I gave you was corrected.")
            edited = await seen(BEN, 0, "020 7946 0111")
            assert edited.id == shown.id
            assert "0800 1111" not in edited.text
            double.press(BEN, line, "Show")
            await seen(BEN, 2, "withdrawn and being checked")
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await delivery.stop()
            await telegram.close()
            await store.close()
