"""What somebody who looks after an installation does from the command line: look, quote, copy, put back."""

from __future__ import annotations

import asyncio
import os
import secrets
import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import structlog

from bot.clock import Clock
from bot.config import Settings, go_live, to_decide
from bot.keys import KeyRefused, keys_of
from bot.library.edition import Edition
from bot.library.make import Kitchen, Made, cache_folder, make
from bot.library.read import ContentRefused
from bot.people.gaps import gaps
from bot.people.invite import FRONT_DOOR, LIFE, at_the_front_door, inviting, web_path
from bot.people.person import Role
from bot.people.relations import Staff
from bot.people.team import Team
from bot.services.corrections import Correction
from bot.services.standing import to_be_looked_at
from bot.store import (
    Connection,
    NewerSchema,
    StoreDown,
    StoreInUse,
    admins,
    audit,
    corrections,
    devices,
    emails,
    invites,
    people,
)
from bot.store.archive import find
from bot.store.audit import Entry
from bot.store.backup import BadBackup, backup, restore
from bot.store.look import jot, look
from bot.store.migrate import HEAD, revision
from bot.store.moments import ms
from bot.talk.corrected import corrected
from bot.talk.tokens import Signer

COPY = "practiceline-{}.sqlite"
FETCHED = ("web", "terminal")
"""Channels whose people fetch their messages themselves."""

log = structlog.get_logger(__name__)


class Missing(Exception):
    """What was asked for isn't there or can't be done; the message says why and what to do."""


def wording(settings: Settings, reference: str, edition: Edition) -> str:
    """The text behind `topic@code`: of the content as it is, else of what was ever shown here. Raises Missing."""
    topic, _, code = reference.partition("@")
    if not topic or not code:
        raise Missing(f"{reference}: write it as in the last line of an answer, with @: disclosure@7k2m")
    for text in edition.library.guidance.values():
        if (text.topic, text.code) == (topic, code):
            return text.text
    try:
        found = look(settings.database_url, lambda connection: find(connection, topic, code))
    except (StoreDown, NewerSchema) as error:
        raise Missing(f"{reference} isn't in the present content, and what was shown before can't be read: {error}") from None
    if found is None:
        raise Missing(f"{reference}: no such wording was ever shown here")
    return found.text


def save(settings: Settings, to: Path | None, now: datetime) -> Path:
    """Copy the database to a file, or under today's date into the backup folder. Raises Missing."""
    if to is None:
        if settings.backup.folder is None:
            raise Missing("name the file to copy to, or set backup.folder")
        to = settings.backup.folder / COPY.format(now.strftime("%Y-%m-%d-%H%M"))
    try:
        backup(settings.database_url, to)
    except (BadBackup, OSError) as error:
        raise Missing(str(error)) from None
    return to


def put_back(settings: Settings, source: Path) -> None:
    """Make a copy the database. Raises Missing."""
    try:
        restore(settings.database_url, source)
    except (BadBackup, NewerSchema, StoreInUse, OSError) as error:
        raise Missing(str(error)) from None


def new_code(settings: Settings, role: str, now: datetime) -> str:
    """A code of 128 random bits by which somebody becomes an admin; only its hash is kept. Raises Missing."""
    code = secrets.token_hex(16)
    try:
        jot(settings.database_url, lambda connection: admins.offer(connection, admins.hash_of(code), role, ms(now)))
    except (StoreDown, NewerSchema) as error:
        raise Missing(f"no code was made: {error}") from None
    return code


@dataclass(frozen=True)
class Invited:
    """An invitation made at the command line: its code, the address in the web chat ("" where only a proxy knows it), until when
    it holds, and whether its team is new."""

    code: str
    address: str
    until: datetime
    new_team: bool


def new_invite(settings: Settings, role: Role, team: str, country: str, now: datetime) -> Invited:
    """Let the first ones in: an invitation into a team, which is made if there is none of that name. Raises Missing."""
    try:
        signer = Signer(keys_of(settings, now.date()))
    except KeyRefused as error:
        raise Missing(str(error)) from None
    id = secrets.token_hex(5)
    code = signer.invitation(id)

    def work(connection: Connection) -> bool:
        found = people.team_called(connection, team)
        if found is None and not country:
            raise Missing(f"{team}: there is no team of that name yet — say in which country it works: --country JO")
        if found is not None and country and found.country != country:
            raise Missing(f"{team} works in {found.country or 'no country'} already — leave --country out, or name another team")
        into = found or Team(secrets.token_hex(5), team, country)
        if found is None:
            people.add_team(connection, into)
        made = at_the_front_door(role, into.id, signer.hashes(code)[0], now)
        invites.keep(connection, id, made)
        audit.write(connection, Entry(ms(now), FRONT_DOOR, inviting(role), into.id))
        return found is None

    try:
        is_new = jot(settings.database_url, work)
    except (StoreDown, NewerSchema) as error:
        raise Missing(f"no invitation was made: {error}") from None
    web = settings.web
    everywhere = web.host in ("0.0.0.0", "::")  # noqa: S104 - compared, not listened on
    address = web.address or ("" if everywhere else f"http://{web.host}:{web.port}")
    return Invited(code, address and address + web_path(code), now + LIFE, is_new)


def kept_corrections(settings: Settings) -> tuple[Correction, ...]:
    """Everything that was corrected in the chat, in the order of its last change. Raises Missing."""
    try:
        rows = look(settings.database_url, lambda c: corrections.everything(c) if revision(c) == HEAD else ())
    except (StoreDown, NewerSchema) as error:
        raise Missing(f"the corrections can't be read: {error}") from None
    return tuple(row.correction for row in rows)


class Copies:
    """The daily copy of a SQLite database, and no more of them than `backup.keep`."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._done: date | None = None

    async def tick(self) -> None:
        """Make today's copy if there is none yet."""
        folder, today = self._settings.backup.folder, self._clock.now().date()
        if folder is None or self._done == today or not self._settings.database_url.startswith("sqlite"):
            return
        to = folder / COPY.format(today.isoformat())
        try:
            if not to.exists():
                await asyncio.to_thread(backup, self._settings.database_url, to)
            for old in sorted(folder.glob(COPY.format("????-??-??")), reverse=True)[self._settings.backup.keep :]:
                old.unlink(missing_ok=True)
        except (BadBackup, OSError) as error:
            log.error("no backup", error=type(error).__name__, folder=folder)
            return
        self._done = today


@dataclass
class _Report:
    lines: list[str]
    well: bool = True

    def good(self, what: str) -> None:
        self.lines.append(f"ok       {what}")

    def note(self, what: str) -> None:
        self.lines.append(f"note     {what}")

    def bad(self, what: str) -> None:
        self.lines.append(f"PROBLEM  {what}")
        self.well = False


def examine(settings: Settings, clock: Clock, before_real_work: bool) -> tuple[list[str], bool]:
    """A line for each thing looked at, and whether all is well; with `before_real_work` also what has to be there for that."""
    report = _Report([])
    report.good(f"settings: {settings.file}" if settings.file.exists() else "settings: no config.yaml, so the defaults")
    made = _content(settings, clock, report)
    _database(settings, report)
    for line in who_joined(settings, clock.now().date()):
        report.note(line)
    if made is not None:
        _corrections(settings, made.edition, report)
    _folders(settings, report)
    _secrets(settings, clock, report)
    if before_real_work and made is not None:
        missing = go_live(settings, made.edition)
        for problem in missing:
            report.bad(f"before real work: {problem}")
        for line in to_decide(made.edition):
            report.note(f"before real work: {line}")
        if not missing:
            report.good("before real work: everything is there")
    return report.lines, report.well


def _content(settings: Settings, clock: Clock, report: _Report) -> Made | None:
    try:
        made = make(Kitchen(settings.content, cache_folder(settings.cache)), clock.now().date())
    except ContentRefused as refused:
        for problem in refused.problems:
            report.bad(str(problem))
        return None
    library = made.edition.library
    report.good(f"content: {len(library.guidance)} texts, version {made.edition.version}")
    for service, how in to_be_looked_at(made.edition.directory, clock.now().date()):
        state = "shown, past its review date" if how.shown else f"not shown ({how.why})"
        report.note(f"service {service.id}: {state}; last looked at on {how.since or 'no day that is known'}")
    if not made.fitted:
        report.note("content: not fitted yet; the bot does it at its start, or `practiceline check` now")
    for lang in settings.house.languages:
        if lang not in made.edition.words.languages:
            report.bad(f"organisation.languages: there are no words in `{lang}` — write content/words/{lang}.yaml")
    return made


def _database(settings: Settings, report: _Report) -> None:
    kind = urlsplit(settings.database_url).scheme.partition("+")[0]
    try:
        at = look(settings.database_url, revision)
    except (StoreDown, NewerSchema, StoreInUse, OSError) as error:
        (report.note if "no database yet" in str(error) else report.bad)(f"database ({kind}): {error}")
        return
    if at == HEAD:
        report.good(f"database ({kind}): revision {at}")
    else:
        report.note(f"database ({kind}): at revision {at or 'none'}; the next start brings it to {HEAD}")


def who_joined(settings: Settings, today: date) -> list[str]:
    """How many people joined, and what is missing in their teams, by the name of the team. Nothing where there is no database."""

    def work(connection: Connection) -> tuple[Staff, set[str], set[str]] | None:
        if revision(connection) != HEAD:  # one of another version may not have these tables
            return None
        return people.everybody(connection), devices.with_chat(connection), emails.without_ring(connection, FETCHED)

    try:
        looked = look(settings.database_url, work)
    except (StoreDown, NewerSchema, StoreInUse, OSError):
        return []  # the database was told of above
    if looked is None:
        return []
    staff, with_chat, unrung = looked
    found = gaps(staff, with_chat, today, unrung)
    server = "name a mail server (`email`), so that they can give an address"
    remedy = "ask for an address (/me)" if settings.email.host else server
    there = sum(person.there(today) for person in staff.people.values())
    lines = [f"people: {there} joined, in {len(found)} teams"] if there else []
    for one in found:
        if one.unsupervised:
            what = f"nobody supervises {one.unsupervised} of its caseworkers"
            lines.append(f"team {one.team}: {what} — hand them over in the chat (/team)")
        if one.unmanaged:
            lines.append(f"team {one.team}: nobody manages it, so what stays unanswered reaches nobody — invite a manager")
        if one.without_chat:
            what = f"nothing reaches {one.without_chat} of {one.people}, who have no chat any more"
            lines.append(f"team {one.team}: {what} — the board in the chat says who")
        if one.unrung:
            what = f"{one.unrung} of {one.people} have only the web chat and no e-mail: reminders wait until they open it"
            lines.append(f"team {one.team}: {what} — {remedy}")
    return lines


def _corrections(settings: Settings, files: Edition, report: _Report) -> None:
    """What was corrected in the chat, and where the files have been changed since: the correction holds until somebody sees."""
    try:
        kept = kept_corrections(settings)
    except Missing:
        return  # the database was told of above
    holding = sum(one.holds for one in kept)
    if holding:
        report.note(f"corrections: {holding} are laid over the files; `practiceline corrections` lists them")
    for conflict in corrected(files, kept, 0)[1]:
        what = f"{conflict.correction.target} is now {conflict.files!r} in the files"
        report.bad(f"corrections: {what}, and was corrected before that — undo the correction in the chat (/admin), or the file")


def _folders(settings: Settings, report: _Report) -> None:
    wanted = {"cache": settings.cache}
    if settings.backup.folder is not None:
        wanted["backup.folder"] = settings.backup.folder
    for name, folder in wanted.items():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder):
                report.good(f"{name}: {folder} can be written")
        except OSError as error:
            report.bad(f"{name}: {folder} can't be written ({os.strerror(error.errno or 0)}) — change its owner or the setting")


def _secrets(settings: Settings, clock: Clock, report: _Report) -> None:
    if settings.database_url.startswith("sqlite") and not settings.secret_key:
        report.note("secret key: kept beside the database, made at the first start")
    else:
        try:
            count = len(keys_of(settings, clock.now().date()))
            report.good("secret key: given" if count == 1 else f"secret key: given, {count - 1} older still accepted")
        except KeyRefused as error:
            report.bad(str(error))
    email = settings.email
    report.note(f"e-mail: {email.host}:{email.port}, {email.security}" if email.host else "e-mail: no mail server, so it is off")
    report.good("Telegram: a token is given") if settings.telegram.token else report.note("Telegram: no token, so it is off")
