"""The channel of people who fetch their messages themselves: the web chat and the terminal."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.base import Outgoing, Sent


@dataclass(frozen=True)
class PullChannel:
    """Sending only makes a message visible in the mailbox, which `delivery` has done when it calls this; nothing can fail."""

    name: str

    @property
    def pull(self) -> bool:
        """Always: nothing is pushed to anybody."""
        return True

    async def send(self, outgoing: Outgoing) -> Sent:
        """Nothing to do. The message keeps the id that the mailbox gave it: empty here unless one is amended."""
        return Sent(outgoing.amends)

    async def delete(self, chat: str, message_id: str) -> bool:
        """What the person typed was never shown by us, so there is nothing of theirs to take back."""
        return False

    async def answer_press(self, press_id: str, toast: str) -> None:
        """The page and the terminal show presses by themselves."""
