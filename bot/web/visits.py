"""What every form and page of the chat begins with: who is there, whether the form is theirs, and not too fast."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.base import Intake
from bot.clock import Clock
from bot.talk.house import House
from bot.talk.messages import Incoming, Origin
from bot.web.guard import Problem, check_origin, form_of
from bot.web.pace import Pace, network
from bot.web.pages import languages, opens_card_data
from bot.web.visitor import Badge, Badges

CHANNEL = "web"
LONGEST_DAYS = 400
"""Days for which a browser keeps a cookie at most. Source: RFC 6265bis, section 5.5"""

_log = logging.getLogger("practiceline.web")


@dataclass
class Paces:
    """What one browser and one address may do. An office shares an address, so its buckets are large."""

    clock: Clock
    arrive: Pace = field(init=False)
    speak: Pace = field(init=False)
    speak_address: Pace = field(init=False)
    sos: Pace = field(init=False)
    read: Pace = field(init=False)

    def __post_init__(self) -> None:
        self.arrive = Pace(self.clock, a_minute=30, burst=60)
        self.speak = Pace(self.clock, a_minute=60, burst=30)
        self.speak_address = Pace(self.clock, a_minute=300, burst=150)
        self.sos = Pace(self.clock, a_minute=60, burst=30)
        self.read = Pace(self.clock, a_minute=240, burst=120)


class Visits:
    """Reads cookies and forms, writes cookies, hands on what was done. `https` makes the cookie one that is never sent in the
    clear."""

    def __init__(self, intake: Intake, badges: Badges, house: House, clock: Clock, https: bool) -> None:
        self.badges, self.paces = badges, Paces(clock)
        self._intake, self._house, self._clock, self._https = intake, house, clock, https

    def badge(self, request: Request) -> Badge | None:
        """Who is there, also somebody whose time on a shared computer is over (`over`); None for a browser that is new here."""
        return self.badges.read(request.cookies.get(self._cookie_name, ""))

    def over(self, badge: Badge) -> bool:
        """Whether their time on a shared computer is over."""
        return not badge.holds(self._clock.now())

    def there(self, request: Request) -> Badge | None:
        """Who is there and may see what is theirs."""
        badge = self.badge(request)
        return None if badge is None or self.over(badge) else badge

    def newcomer(self, shared: bool = False) -> Badge:
        """Somebody who wasn't here yet; `shared` on a computer that others use too."""
        return self.badges.new(self._clock.now() if shared else None)

    @property
    def _cookie_name(self) -> str:
        return "__Host-chat" if self._https else "chat"

    def with_cookie(self, response: Response, badge: Badge, joined: bool = False) -> Response:
        """The answer with a cookie that counts from now on; somebody who `joined` is known as long as browsers keep one."""
        if badge.shared:
            badge = replace(badge, used_at=self._clock.now())
        response.set_cookie(
            self._cookie_name,
            self.badges.cookie(badge),
            max_age=None if badge.shared else (LONGEST_DAYS if joined else self._house.keeps_session_days) * 86400,
            httponly=True,
            samesite="strict",
            secure=self._https,
        )
        return response

    def used(self, response: Response, badge: Badge) -> Response:
        """The answer to something that was done, which on a shared computer counts as its last use."""
        return self.with_cookie(response, badge) if badge.shared else response

    async def form(self, request: Request) -> tuple[Badge, dict[str, str]]:
        """Who sent a form, and its fields. Raises Problem for one that isn't theirs, isn't a form, or comes too fast."""
        check_origin(request)
        form = await form_of(request)
        badge = self.there(request)
        if badge is None or not self.badges.form_holds(badge.visitor, form.get("token", "")):
            raise Problem(403, "web.stale")
        if opens_card_data(form.get("data", "")):
            self.pace(self.paces.sos, badge.visitor)
        else:
            self.pace(self.paces.speak, badge.visitor)
            self.pace(self.paces.speak_address, address(request))
        return badge, form

    def once(self, visitor: str, form: dict[str, str], *what: str) -> str:
        """What a repeat of a form is recognised by. Raises Problem for one without such an id."""
        update_id = self.badges.update_id(visitor, form.get("once", ""), *what)
        if update_id is None:
            raise Problem(400, "web.bad")
        return update_id

    def origin(self, request: Request, visitor: str, update_id: str) -> Origin:
        """Where and when something was done."""
        tags = languages(request.headers.get("accept-language", ""))
        spoken = [tag for tag in tags if tag.partition("-")[0].lower() in self._house.languages]
        locale = next(iter(spoken or tags), "")
        return Origin(CHANNEL, update_id, visitor, visitor, self._clock.now(), locale=locale)

    @staticmethod
    def pace(pace: Pace, key: str) -> None:
        """Raises Problem for somebody who is too fast."""
        seconds = pace.wait(key)
        if seconds:
            raise Problem(429, "web.slow", seconds)

    async def take(self, incoming: Incoming) -> None:
        """Hand it on. Raises Problem where it can't be taken."""
        try:
            await self._intake.take([incoming])
        except Exception as error:
            raise down(error) from error


def down(error: Exception) -> Problem:
    """Whatever goes wrong behind us, the visitor gets a plain sentence and the emergency card instead of a bare 500."""
    # The kind of the error only: its words may hold what was typed.
    _log.error("the chat can't reach its store: %s", type(error).__name__)
    return Problem(503, "store.down", retry_after=5)


def scripted(request: Request) -> bool:
    """Whether the script asks, and not the browser itself."""
    return request.headers.get("accept", "").startswith("application/json")


def address(request: Request) -> str:
    """What counts as one address."""
    return network(request.client.host if request.client else "")
