"""config.yaml and the environment: what is taken, what is told with its line, and what has to be there before real work."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.config import ConfigRefused, Settings, go_live, settings, to_decide
from bot.library.edition import Edition
from bot.services.model import Directory, OwnNumber
from bot.supervision.kind import Every, Kind, Retention
from tests.library.small import small_edition

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "config.yaml").read_text("utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    return tmp_path


def read(folder: Path, text: str, **environment: str) -> Settings:
    (folder / "config.yaml").write_text(text, "utf-8")
    return settings(environment, folder / "config.yaml")


def refused(folder: Path, text: str, **environment: str) -> list[str]:
    with pytest.raises(ConfigRefused) as told:
        read(folder, text, **environment)
    return [str(problem) for problem in told.value.problems]


def test_an_empty_file_is_the_demo(folder: Path) -> None:
    made = read(folder, "")
    assert made.house.demo
    assert made.house.organisation == "Demo organisation"
    assert made.house.countries == ("GB-SCT", "NG", "JO")
    assert made.house.languages == ("en", "fr", "es", "ar")
    assert made.content == (folder / "content", folder / "content/local")
    assert made.database_url == f"sqlite:///{folder}/data/practiceline.sqlite"
    assert (made.web.host, made.web.port) == ("127.0.0.1", 8080)
    assert made.cache == folder / ".cache"
    assert not made.telegram.token


def test_the_file_that_is_shipped_says_the_defaults(folder: Path) -> None:
    shipped, nothing = read(folder, MANUAL), read(folder, "")
    assert replace(shipped, lines={}) == replace(nothing, lines={})


def test_every_key_of_the_shipped_file_has_a_comment_with_its_default() -> None:
    lines = MANUAL.split("\n")
    for number, line in enumerate(lines):
        if re.match(r"\s*[a-z_]+: \S", line):
            comment = []
            for above in reversed(lines[:number]):
                if not above.strip().startswith("#"):
                    break
                comment.append(above)
            assert "Default:" in " ".join(comment), line


def test_every_variable_is_named_in_the_shipped_file() -> None:
    source = (ROOT / "bot" / "config.py").read_text("utf-8")
    for name in set(re.findall(r"PRACTICELINE_[A-Z_]+[A-Z]", source)):
        assert name in MANUAL, name


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("serve_draft: all", "config.yaml:1: serve_draft: there is no such setting — did you mean `serve_drafts`?"),
        (
            "demo: false\nserve_drafts: some",
            "config.yaml:2: serve_drafts: `some` isn't possible — write one of all, not-urgent, none",
        ),
        ("demo: maybe", "config.yaml:1: demo: `maybe` is neither true nor false — write true or false"),
        ("web:\n  port: 99999", "config.yaml:2: web.port: `99999` can't be — write a whole number from 0 to 65535 (a port)"),
        ("web:\n  port: 80.80", "config.yaml:2: web.port: `80.80` can't be"),
        ("organisation:\n  countries: [UK]", "config.yaml:2: organisation.countries: `UK` isn't an ISO 3166 code — write GB"),
        ("organisation:\n  countries: [Nigeria]", "config.yaml:2: organisation.countries: `Nigeria` isn't"),
        ("organisation:\n  home_country: FR", "config.yaml:2: organisation.home_country: `FR` isn't among the countries"),
        ("organisation:\n  languages: [english]", "config.yaml:2: organisation.languages: `english` isn't a language"),
        ("organisation:\n  name: [a, b]", "config.yaml:2: organisation.name: wants one text"),
        ("organisation: us", "config.yaml:1: organisation: wants settings below it"),
        (
            "time_zone: Africa/Lagoss",
            "config.yaml:1: time_zone: there is no time zone `Africa/Lagoss` — did you mean Africa/Lagos?",
        ),
        ("content: [contents]", "config.yaml:1: content: the folder `contents` isn't there"),
        ("database: {url: mysql://x}", "config.yaml:1: database.url: the database's address can't be understood"),
        ("telegram: {webhook_url: http://x.org}", "config.yaml:1: telegram.webhook_url: `http://x.org` isn't an https address"),
        ("telegram: {webhook_url: https://x.org}", "config.yaml:1: telegram.webhook_url: a webhook needs a secret"),
        ("email: {host: mail.example.org:25}", "config.yaml:1: email.host: `mail.example.org:25` is no name of a server"),
        ("email: {host: mail.example.org}", "config.yaml:1: email.host: an e-mail has to say where the chat is — write web.addr"),
        ("email: {host: mail.example.org}", "config.yaml:1: email.sender: nobody is named whom the e-mails are from"),
        ("email: {host: localhost, sender: bot}", "config.yaml:1: email.sender: `bot` is no e-mail address — write it as"),
        ("email: {host: localhost, sender: 'B <b@x.org'}", "config.yaml:1: email.sender: `B <b@x.org` is no e-mail address"),
        ("email: {sender: b@x.org}", "config.yaml:1: email.host: no mail server is named"),
        (
            "email: {host: mail.example.org, security: none}",
            "config.yaml:1: email.security: `none` would send to mail.example.org in the clear — write starttls or tls",
        ),
        (
            "email: {host: localhost, user: b}",
            "PRACTICELINE_EMAIL_PASSWORD: email.user has no password — set it, or take email.user out",
        ),
        ("email: {security: ssl}", "config.yaml:1: email.security: `ssl` isn't possible — write one of starttls, tls, none"),
        ("retention: {sent_days: -1}", "config.yaml:1: retention.sent_days: `-1` can't be"),
        ("demo: true\ndemo: false", "config.yaml:2: `demo` stands here a second time"),
        ("demo: &x true", "config.yaml:1: `&x` names a place"),
        ("organisation: {name: x", "config.yaml:1: what begins here never ends"),
        ("just words", "config.yaml:1: no `key: value` lines here"),
    ],
)
def test_what_cant_be_is_told_with_line_and_remedy(folder: Path, text: str, told: str) -> None:
    assert any(line.startswith(told) for line in refused(folder, text)), refused(folder, text)


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    assert len(refused(folder, "demo: maybe\nweb: {port: x}\ntime_zone: Here\n", PRACTICELINE_TELEGRAM_PACE="fast")) == 4


def test_a_yes_and_a_no_are_what_they_say(folder: Path) -> None:
    assert not read(folder, "demo: no").house.demo
    assert read(folder, "demo: yes").house.demo
    assert read(folder, "organisation: {countries: [NO]}").house.countries == ("NO",)


def test_a_secret_comes_from_the_environment_or_from_a_file(folder: Path) -> None:
    (folder / "token").write_text(" 123:abc \n")
    assert read(folder, "", PRACTICELINE_TELEGRAM_TOKEN="123:xyz").telegram.token == "123:xyz"
    assert read(folder, "", PRACTICELINE_TELEGRAM_TOKEN_FILE=str(folder / "token")).telegram.token == "123:abc"
    assert read(folder, "", PRACTICELINE_SECRET_KEY_FILE=str(folder / "token")).secret_key == "123:abc"


def test_a_mail_server_is_taken_with_its_password(folder: Path) -> None:
    text = """
web: {address: https://chat.example.org}
email: {host: mail.example.org, port: 465, security: tls, user: bot, sender: Practice Line <bot@example.org>}
"""
    made = read(folder, text, PRACTICELINE_EMAIL_PASSWORD="canary").email
    assert (made.host, made.port, made.security) == ("mail.example.org", 465, "tls")
    assert (made.user, made.password, made.sender) == ("bot", "canary", "Practice Line <bot@example.org>")
    assert "canary" not in repr(made)
    here = "web: {address: https://x.org}\nemail: {host: localhost, port: 25, security: none, sender: bot@x.org}"
    assert read(folder, here).email.security == "none"
    assert not read(folder, "").email.host


def test_a_secret_file_that_is_missing_or_empty_fails_loudly(folder: Path) -> None:
    (folder / "empty").write_text("\n")
    gone = refused(folder, "", PRACTICELINE_TELEGRAM_TOKEN_FILE="/nowhere/token")
    assert gone == ["PRACTICELINE_TELEGRAM_TOKEN_FILE: `/nowhere/token` can't be read: No such file or directory"
                    " — check the path and who may read it"]  # fmt: skip
    assert "is empty" in refused(folder, "", PRACTICELINE_SECRET_KEY_FILE=str(folder / "empty"))[0]
    both = refused(folder, "", PRACTICELINE_SECRET_KEY="a", PRACTICELINE_SECRET_KEY_FILE=str(folder / "empty"))
    assert "set both itself and as" in both[0]


def test_secrets_dont_show_in_a_printed_setting(folder: Path) -> None:
    environment = {
        "PRACTICELINE_TELEGRAM_TOKEN": "canary-token",
        "PRACTICELINE_TELEGRAM_WEBHOOK_SECRET": "canary-hook",
        "PRACTICELINE_SECRET_KEY": "canary-key",
        "PRACTICELINE_DATABASE_URL": "postgresql://user:canary-word@host/name",
    }
    made = read(folder, "telegram: {webhook_url: https://x.org/hook}", **environment)
    assert made.telegram.webhook_secret == "canary-hook"
    assert "canary" not in repr(made)


def test_the_environment_wins(folder: Path) -> None:
    made = read(
        folder,
        "web: {host: 127.0.0.1, port: 8080}",
        PRACTICELINE_WEB_PORT="9000",
        PRACTICELINE_WEB_HOST="0.0.0.0",
        PRACTICELINE_CACHE_DIR="/var/cache/pl",
        PRACTICELINE_DATABASE_URL="sqlite:////srv/pl.sqlite",
        PRACTICELINE_TELEGRAM_PACE="none",
        PRACTICELINE_TELEGRAM_API_URL="http://localhost:8081/",
    )
    assert (made.web.host, made.web.port) == ("0.0.0.0", 9000)
    assert made.cache == Path("/var/cache/pl")
    assert made.database_url == "sqlite:////srv/pl.sqlite"
    assert made.telegram.pace == "none"
    assert made.telegram.api_url == "http://localhost:8081"


def test_paths_start_from_the_folder_of_the_file(folder: Path) -> None:
    made = read(folder, "database: {url: sqlite:///db/x.sqlite}\nbackup: {folder: copies, keep: 3}\ncontent: [content, /srv/own]")
    assert made.database_url == f"sqlite:///{folder}/db/x.sqlite"
    assert made.backup.folder == folder / "copies"
    assert made.content == (folder / "content", Path("/srv/own"))
    assert read(folder, "database: {url: sqlite:////srv/x.sqlite}").database_url == "sqlite:////srv/x.sqlite"


def test_a_file_that_was_named_has_to_be_there(folder: Path) -> None:
    with pytest.raises(ConfigRefused, match="PRACTICELINE_CONFIG"):
        settings({"PRACTICELINE_CONFIG": str(folder / "none.yaml")})


def test_without_a_file_here_the_defaults_hold(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert settings({}).house.demo


# --- before real work ---------------------------------------------------------------------------------------------------

REAL = """
demo: false
organisation:
  name: Children First
  contact: help@example.org
  safeguarding_contact: Amal, 01
  data_protection_contact: Bo, 02
  countries: [NG]
retention: {sent_days: 2, shown_hours: 24, session_days: 30}
backup: {folder: copies}
"""


@pytest.fixture
def ready() -> Edition:
    """The small edition with own numbers, a confirmed emergency number and everything urgent reviewed."""
    edition = small_edition(own_words=True)
    services = dict(edition.directory.services)
    services["ng-emergency-112"] = replace(services["ng-emergency-112"], assured_date=date(2026, 11, 1), assurer="lead")
    own = tuple(OwnNumber(role, {"en": role}, "01", "01") for role in ("duty-line", "safeguarding-lead"))
    texts = {
        key: replace(text, status="reviewed", reviewed_on=date(2026, 11, 1), reviewed_by="lead")
        for key, text in edition.library.guidance.items()
    }
    return replace(edition, directory=Directory(services, own), library=replace(edition.library, guidance=texts))


def test_what_is_ready_is_ready(folder: Path, ready: Edition) -> None:
    assert not go_live(read(folder, REAL), ready)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("demo: false", "demo: true", "this is still the demo"),
        ("name: Children First", "name: Demo organisation", "the organisation has no name yet"),
        ("contact: help@example.org", 'contact: ""', "nobody is named for questions"),
        ("safeguarding_contact: Amal, 01", 'safeguarding_contact: ""', "nobody is named for worries about a child"),
        ("data_protection_contact: Bo, 02", 'data_protection_contact: ""', "nobody is named for data protection"),
        ("  countries: [NG]", "", "no countries are set"),
        ("sent_days: 2, ", "", "`sent_days` isn't decided"),
        ("{folder: copies}", '{folder: ""}', "there is no backup"),
        ("countries: [NG]", "countries: [NG, JO]", "JO: nobody has confirmed an emergency number"),
        ("countries: [NG]", "countries: [NG, CO]", "CO: no emergency number is known"),
    ],
)
def test_what_is_missing_is_told(folder: Path, ready: Edition, old: str, new: str, told: str) -> None:
    assert old in REAL
    problems = go_live(read(folder, REAL.replace(old, new)), ready)
    assert any(told in p.what for p in problems), problems
    assert all(p.remedy and p.line for p in problems)


def test_a_kind_whose_series_are_about_a_case_is_to_be_decided_on_where_it_is_offered(ready: Edition) -> None:
    retention = Retention(Every(6, "months"), None)
    of_a_case = Kind("follow-up", {"en": "Follow-up series"}, retention, coded=True)
    plain = Kind("individual", {"en": "Supervision"}, retention)
    assert not to_decide(replace(ready, kinds={"follow-up": replace(of_a_case, enabled=False), "individual": plain}))
    (line,) = to_decide(replace(ready, kinds={"follow-up": of_a_case, "individual": plain}))
    assert "`follow-up` are data on a case" in line
    assert "docs/approval/dpia.md" in line


def test_the_demo_is_not_ready_in_any_way(folder: Path) -> None:
    told = " ".join(p.what for p in go_live(read(folder, ""), small_edition(own_words=True)))
    for words in ("the demo", "no name", "a colleague", "data protection", "own number", "confirmed", "not reviewed", "backup"):
        assert words in told, words
