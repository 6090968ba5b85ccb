"""The settings of an installation: `config.yaml` and the environment become frozen `Settings`, or a list of problems.

`config.yaml` is its own manual. A key or value that can't be is told with its line and a remedy, all of them at once.
"""

from __future__ import annotations

import difflib
import os
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from bot.config_keys import Environment, Group
from bot.library.read import ContentRefused, Entries, Folder, Node, Problem, decode, read_yaml
from bot.talk.house import House

if TYPE_CHECKING:
    from bot.library.edition import Edition

DEMO_NAME = "Demo organisation"
DEFAULT_DATABASE = "sqlite:///data/practiceline.sqlite"
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|::1")
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
_ADDRESS = r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"
_SENDER = re.compile(rf'{_ADDRESS}|[^<>@,;:"\\]+ <{_ADDRESS}>')
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")

Pace = Literal["telegram", "none"]


class ConfigRefused(ContentRefused):
    """The settings can't be used. `problems` are all of them."""


@dataclass(frozen=True)
class Telegram:
    """How Telegram is reached; without a `token` it isn't."""

    token: str = field(default="", repr=False)
    api_url: str = "https://api.telegram.org"
    webhook_url: str = ""
    webhook_secret: str = field(default="", repr=False)
    pace: Pace = "telegram"


@dataclass(frozen=True)
class Web:
    """Where the web chat listens, and the address that people use if it's another (a proxy with TLS before it)."""

    host: str = "127.0.0.1"
    port: int = 8080
    address: str = ""


@dataclass(frozen=True)
class Email:
    """The mail server that takes neutral lines for people who have only the web chat; without a `host` there is none."""

    host: str = ""
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""


@dataclass(frozen=True)
class Backup:
    """Where the daily copies go, and how many are kept; no folder, no copies."""

    folder: Path | None = None
    keep: int = 14


@dataclass(frozen=True)
class Logging:
    """What is logged and in which form."""

    level: Literal["error", "warning", "info", "debug"] = "info"
    form: Literal["text", "json"] = "text"


@dataclass(frozen=True)
class Settings:
    """Everything that an installation decides.

    `file` is the configuration file, relative paths in it start from its folder. `content` are the folders, lowest first;
    all but the first may be missing. `secret_key` is empty where it still has to be made. `lines` says on which line of the file
    a key stands (`organisation.name`), for problems that are found later.
    """

    file: Path
    house: House
    content: tuple[Path, ...]
    cache: Path
    database_url: str = field(repr=False)
    secret_key: str = field(default="", repr=False)
    web: Web = Web()
    telegram: Telegram = Telegram()
    email: Email = Email()
    backup: Backup = Backup()
    logging: Logging = Logging()
    lines: Mapping[str, int] = field(default_factory=dict, repr=False)

    def problem(self, key: str, what: str, remedy: str) -> Problem:
        """A problem at a key of the file; at its first line if the key isn't there."""
        return Problem(self.file.name, self.lines.get(key, 1), what, remedy)


def settings(environment: Mapping[str, str] | None = None, file: Path | None = None) -> Settings:
    """Read `file`, else PRACTICELINE_CONFIG, else ./config.yaml; a missing ./config.yaml means the defaults.

    Raises ConfigRefused with every problem.
    """
    env = os.environ if environment is None else environment
    named = file or (Path(env["PRACTICELINE_CONFIG"]) if env.get("PRACTICELINE_CONFIG") else None)
    path = (named or Path("config.yaml")).absolute()
    problems: list[Problem] = []
    node: Node | None = Entries({}, path.name, 1)
    if named is not None or path.exists():
        try:
            real = path.resolve()
            text = decode(Folder(real.parent).read(real.name), path.name, problems)
        except ContentRefused as refused:
            what, remedy = refused.problems[0].what, "check PRACTICELINE_CONFIG"
            raise ConfigRefused((Problem(str(path), 1, what, remedy),)) from None
        node = read_yaml(text, path.name, problems) if text is not None else None
    if not isinstance(node, Entries):
        raise ConfigRefused(tuple(problems) or (Problem(path.name, 1, "no `key: value` lines here", "see config.yaml"),))
    made = _settings(Group(node, problems), Environment(env, problems), path, problems)
    if problems:
        raise ConfigRefused(tuple(sorted(problems)))
    return made


def _settings(top: Group, env: Environment, path: Path, problems: list[Problem]) -> Settings:
    here = path.parent
    organisation, database, web = top.group("organisation"), top.group("database"), top.group("web")
    telegram, email, retention = top.group("telegram"), top.group("email"), top.group("retention")
    backup, logging = top.group("backup"), top.group("logging")
    countries = organisation.places("countries", ("GB-SCT", "NG", "JO"))
    home = organisation.text("home_country", "")
    if home and home not in countries:
        organisation.tell("home_country", f"`{home}` isn't among the countries", "add it to `countries`, or leave it empty")
    house = House(
        organisation=organisation.text("name", DEMO_NAME) or DEMO_NAME,
        contact=organisation.text("contact", ""),
        safeguarding_contact=organisation.text("safeguarding_contact", ""),
        data_protection_contact=organisation.text("data_protection_contact", ""),
        countries=countries,
        home_country=home,
        languages=organisation.languages("languages", ("en", "fr", "es", "ar")),
        serve_drafts=cast(Literal["all", "not-urgent", "none"], top.choice("serve_drafts", ("all", "not-urgent", "none"), "all")),
        safe_words=top.texts("safe_words", ()),
        demo=top.flag("demo", True),
        time_zone=_zone(top),
        keeps_sent_days=retention.number("sent_days", 7, 0, 60, "days"),
        keeps_shown_hours=retention.number("shown_hours", 24, 1, 24 * 60, "hours"),
        keeps_session_days=retention.number("session_days", 30, 1, 365, "days"),
        open_without_joining=top.flag("open_without_joining", True),
    )
    hook = telegram.text("webhook_url", "")
    secret = env.secret("PRACTICELINE_TELEGRAM_WEBHOOK_SECRET")
    if hook and not hook.startswith("https://"):
        telegram.tell("webhook_url", f"`{hook}` isn't an https address", "Telegram brings messages to https addresses only")
    elif hook and not _WEBHOOK_SECRET.fullmatch(secret):
        telegram.tell("webhook_url", "a webhook needs a secret", "set PRACTICELINE_TELEGRAM_WEBHOOK_SECRET: A-Z a-z 0-9 _ -")
    folder = backup.text("folder", "")
    host, address = web.text("host", "127.0.0.1"), _address(web)
    made = Settings(
        file=path,
        house=house,
        content=_content(top, here),
        cache=Path(env.get("PRACTICELINE_CACHE_DIR") or here / ".cache"),
        database_url=_database(database, env, here),
        secret_key=env.secret("PRACTICELINE_SECRET_KEY"),
        web=Web(
            env.get("PRACTICELINE_WEB_HOST") or host,
            env.number("PRACTICELINE_WEB_PORT", web.number("port", 8080, 0, 65535, "a port")),
            address,
        ),
        telegram=Telegram(
            env.secret("PRACTICELINE_TELEGRAM_TOKEN"),
            (env.get("PRACTICELINE_TELEGRAM_API_URL") or "https://api.telegram.org").rstrip("/"),
            hook,
            secret,
            cast(Pace, env.choice("PRACTICELINE_TELEGRAM_PACE", ("telegram", "none"), "telegram")),
        ),
        email=_email(email, env, address),
        backup=Backup(here / folder if folder else None, backup.number("keep", 14, 1, 1000, "copies")),
        logging=Logging(
            cast(
                Literal["error", "warning", "info", "debug"],
                logging.choice("level", ("error", "warning", "info", "debug"), "info"),
            ),
            cast(Literal["text", "json"], logging.choice("form", ("text", "json"), "text")),
        ),
        lines=top.lines,
    )
    for group in (top, organisation, database, web, telegram, email, retention, backup, logging):
        group.unknown()
    return made


def _address(web: Group) -> str:
    address = web.text("address", "").rstrip("/")
    if address and not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?", address):
        web.tell("address", f"`{address}` is no web address", "write it as https://chat.example.org, without a path")
    return address


def _email(email: Group, env: Environment, chat: str) -> Email:
    """The mail server's settings. Whatever would only be found out when the first e-mail goes is told now."""
    made = Email(
        email.text("host", ""),
        email.number("port", 587, 1, 65535, "a port"),
        cast(Literal["starttls", "tls", "none"], email.choice("security", ("starttls", "tls", "none"), "starttls")),
        email.text("user", ""),
        env.secret("PRACTICELINE_EMAIL_PASSWORD"),
        email.text("sender", ""),
    )
    if not made.host:
        if made.sender or made.user or made.password:
            email.tell("host", "no mail server is named", "write its name, or take the other e-mail settings out")
        return made
    if not _HOST.fullmatch(made.host):
        email.tell("host", f"`{made.host}` is no name of a server", "write it as mail.example.org; the port stands under `port`")
    if made.security == "none" and made.host not in _THIS_MACHINE:
        email.tell("security", f"`none` would send to {made.host} in the clear", "write starttls or tls")
    if not _SENDER.fullmatch(made.sender):
        what = f"`{made.sender}` is no e-mail address" if made.sender else "nobody is named whom the e-mails are from"
        email.tell("sender", what, "write it as bot@example.org or Practice Line <bot@example.org>")
    if made.user and not made.password:
        env.tell("PRACTICELINE_EMAIL_PASSWORD", "email.user has no password", "set it, or take email.user out")
    if made.password and not made.user:
        email.tell("user", "there is a password, but no user", "write who signs in, or take the password out")
    if not chat:
        email.tell("host", "an e-mail has to say where the chat is", "write web.address")
    return made


def _zone(top: Group) -> str:
    zone = top.text("time_zone", "UTC")
    try:
        zoneinfo.ZoneInfo(zone)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        # Only now: listing all zones reads a whole tree of files.
        like = difflib.get_close_matches(zone, zoneinfo.available_timezones(), 1, 0.5)
        top.tell("time_zone", f"there is no time zone `{zone}`", f"did you mean {like[0]}?" if like else "as Africa/Lagos")
    return zone


def _content(top: Group, here: Path) -> tuple[Path, ...]:
    names = top.texts("content", ("content", "content/local"))
    if not names:
        top.tell("content", "no content folder is named", "write content: [content, content/local]")
    elif not (here / names[0]).is_dir():
        top.tell("content", f"the folder `{names[0]}` isn't there", "paths start from the folder of this file")
    return tuple(here / name for name in names)


def _database(group: Group, env: Environment, here: Path) -> str:
    """The address of the database; a relative SQLite path starts from the configuration's folder."""
    given = env.secret("PRACTICELINE_DATABASE_URL")
    written = group.text("url", DEFAULT_DATABASE)
    url = given or written
    scheme, _, rest = url.partition("://")
    kind = scheme.partition("+")[0]
    if kind not in ("sqlite", "postgresql", "postgres") or not rest:
        what, remedy = "the database's address can't be understood", "write sqlite:///path or postgresql://host/name"
        if given:
            env.tell("PRACTICELINE_DATABASE_URL", what, remedy)
        else:
            group.tell("url", what, remedy)
    if kind == "sqlite" and not given and rest.startswith("/") and not rest.startswith("//") and ":memory:" not in rest:
        return f"{scheme}:///{(here / rest[1:]).as_posix()}"
    return url


def go_live(settings: Settings, edition: Edition) -> list[Problem]:
    """What has to be there before real work, and isn't: `practiceline doctor --go-live`."""
    house, problem = settings.house, settings.problem
    missing: list[Problem] = []
    if house.demo:
        missing.append(problem("demo", "this is still the demo", "set demo: false"))
    if house.organisation in ("", DEMO_NAME):
        missing.append(problem("organisation.name", "the organisation has no name yet", "write who runs this"))
    for key, given, who in (
        ("contact", house.contact, "questions about the service"),
        ("safeguarding_contact", house.safeguarding_contact, "worries about a child or a colleague"),
        ("data_protection_contact", house.data_protection_contact, "data protection"),
    ):
        if not given:
            missing.append(
                problem(f"organisation.{key}", f"nobody is named for {who}", "write a name or role, and how to reach it")
            )
    if "organisation.countries" not in settings.lines or not house.countries:
        missing.append(problem("organisation.countries", "no countries are set", "write where your people work"))
    for key, unit in (("sent_days", "days"), ("shown_hours", "hours"), ("session_days", "days")):
        if f"retention.{key}" not in settings.lines:
            missing.append(problem("retention", f"`{key}` isn't decided", f"write how many {unit} are right for you"))
    sqlite = settings.database_url.startswith("sqlite")
    if sqlite and settings.backup.folder is None:
        missing.append(problem("backup.folder", "there is no backup", "name a folder, best on another disk"))
    return missing + _numbers(settings, edition) + _reviews(settings, edition)


def to_decide(edition: Edition) -> list[str]:
    """What isn't missing, but holds more than the rest and has to be decided by people before real work."""
    return [
        f"series of `{kind.id}` are data on a case: say so in the impact assessment (docs/approval/dpia.md, 5a), or write "
        f"enabled: no in content/local/checkins/{kind.id}.yaml"
        for kind in edition.kinds.values()
        if kind.enabled and kind.coded
    ]


def _numbers(settings: Settings, edition: Edition) -> list[Problem]:
    """Own numbers and confirmed emergency numbers of each country."""
    missing: list[Problem] = []
    directory = edition.directory
    for place in settings.house.countries:
        country = place.partition("-")[0].lower()
        for role in ("duty-line", "safeguarding-lead"):
            if not any(number.role == role for number in directory.own_for(place)):
                what = f"{place}: no own number for `{role}`"
                missing.append(Problem("content/local/numbers.yaml", 1, what, "see content/local/README.md"))
        known = directory.emergency(place)
        if not any(service.assured_date and service.assurer for service in known):
            what = "no emergency number is known" if not known else "nobody has confirmed an emergency number"
            remedy = "ring or ask the service, then write assured_date and assurer under its id"
            missing.append(Problem(f"content/local/services/{country}.yaml", 1, f"{place}: {what}", remedy))
    return missing


def _reviews(settings: Settings, edition: Edition) -> list[Problem]:
    """Texts of the urgent section that nobody has reviewed."""
    library = edition.library
    urgent = next((section.topics for section in library.sections if section.id == "urgent"), ())
    return [
        Problem(text.path, 1, f"`{text.title}` is not reviewed", "review it: status, reviewed_on, reviewed_by (a role)")
        for topic in urgent
        for lang in settings.house.languages
        if (text := library.guidance.get((topic, lang))) and topic not in library.hidden
        if text.status != "reviewed" or not text.reviewed_on
    ]
