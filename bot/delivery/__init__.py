"""From a message that came in to a message that went out: nothing lost, nothing twice, everything in order."""

from bot.delivery.delivery import Delivery, Health
from bot.delivery.pace import NO_PACE, TELEGRAM_PACE, Pace
from bot.delivery.talking import REAL, Talk

__all__ = ["NO_PACE", "REAL", "TELEGRAM_PACE", "Delivery", "Health", "Pace", "Talk"]
