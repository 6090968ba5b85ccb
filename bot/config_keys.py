"""Reading settings one by one: a key of `config.yaml` or a variable, its kind, its bounds, and what is wrong with it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from pathlib import Path

from bot.library.read import Entries, Listing, Problem, Scalar

_PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


class Group:
    """The keys of one group, read with their kind; what isn't right is told, and the default stands in."""

    def __init__(self, node: Entries, problems: list[Problem], name: str = "", lines: dict[str, int] | None = None) -> None:
        self.node, self.problems, self.name = node, problems, name
        self.lines: dict[str, int] = {} if lines is None else lines
        self.lines |= {name + key: line for key, line in node.lines.items()}
        self.asked: list[str] = []

    def tell(self, key: str, what: str, remedy: str) -> None:
        """A problem at a key."""
        line = self.node.lines.get(key, self.node.line)
        self.problems.append(Problem(self.node.file, line, f"{self.name}{key}: {what}", remedy))

    def unknown(self) -> None:
        """Tell of each key that nobody asked for."""
        for key in self.node.items:
            if key not in self.asked:
                like = difflib.get_close_matches(key, self.asked, 1, 0.6)
                remedy = f"did you mean `{like[0]}`?" if like else f"known here are {', '.join(self.asked)}"
                self.tell(key, "there is no such setting", remedy)

    def group(self, key: str) -> Group:
        """The keys below a key."""
        self.asked.append(key)
        node = self.node.items.get(key)
        if isinstance(node, Entries):
            return Group(node, self.problems, f"{self.name}{key}.", self.lines)
        if node is not None and not (isinstance(node, Scalar) and not node.text):
            self.tell(key, "wants settings below it", f"write `{key}:` and the settings indented on the next lines")
        return Group(Entries({}, self.node.file, self.node.lines.get(key, 1)), self.problems, f"{self.name}{key}.", self.lines)

    def text(self, key: str, default: str) -> str:
        """One line of text."""
        self.asked.append(key)
        node = self.node.items.get(key)
        if node is None:
            return default
        if not isinstance(node, Scalar):
            self.tell(key, "wants one text, not a list or a group", 'write it on one line, in quotes: "..."')
            return default
        return node.text.strip()

    def choice(self, key: str, options: tuple[str, ...], default: str) -> str:
        """One of a few words."""
        value = self.text(key, default)
        if value in options:
            return value
        self.tell(key, f"`{value}` isn't possible", f"write one of {', '.join(options)}")
        return default

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self.text(key, "true" if default else "false").lower()
        if value in ("true", "yes", "on"):
            return True
        if value not in ("false", "no", "off"):
            self.tell(key, f"`{value}` is neither true nor false", "write true or false")
        return False

    def number(self, key: str, default: int, low: int, high: int, unit: str) -> int:
        """A whole number within bounds."""
        value = self.text(key, str(default))
        if re.fullmatch(r"\d{1,9}", value) and low <= int(value) <= high:
            return int(value)
        self.tell(key, f"`{value}` can't be", f"write a whole number from {low} to {high} ({unit})")
        return default

    def texts(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of texts; one alone is a list of one."""
        self.asked.append(key)
        node = self.node.items.get(key)
        if node is None:
            return default
        if isinstance(node, Scalar):
            return (node.text.strip(),) if node.text.strip() else ()
        if isinstance(node, Listing) and all(isinstance(item, Scalar) for item in node.items):
            return tuple(item.text.strip() for item in node.items if isinstance(item, Scalar) and item.text.strip())
        self.tell(key, "wants a list", f"write `{key}: [one, another]`")
        return default

    def places(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """ISO 3166 codes of countries or nations."""
        values = self.texts(key, default)
        for value in values:
            if value == "UK":
                self.tell(key, "`UK` isn't an ISO 3166 code", "write GB, or a nation: GB-SCT, GB-ENG, GB-WLS, GB-NIR")
            elif not _PLACE.fullmatch(value):
                self.tell(key, f"`{value}` isn't an ISO 3166 code", "write two capitals such as NG, or a nation as GB-SCT")
        return values

    def languages(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """ISO 639 codes."""
        values = self.texts(key, default)
        for value in values:
            if not re.fullmatch(r"[a-z]{2,3}", value):
                self.tell(key, f"`{value}` isn't a language", "write ISO 639 codes such as en, fr, es, ar")
        if not values:
            self.tell(key, "no language is named", "write languages: [en]")
        return values


class Environment:
    """Environment variables; a secret may come from a file that NAME_FILE names."""

    def __init__(self, variables: Mapping[str, str], problems: list[Problem]) -> None:
        self.variables, self.problems = variables, problems

    def tell(self, name: str, what: str, remedy: str) -> None:
        """A problem with a variable; it has no line."""
        self.problems.append(Problem(name, 0, what, remedy))

    def get(self, name: str) -> str:
        """The variable, without space around it; empty if it isn't set."""
        return self.variables.get(name, "").strip()

    def secret(self, name: str) -> str:
        """The variable, or what stands in the file that NAME_FILE names. A file that can't be read is told, never passed over."""
        value, file = self.get(name), self.get(f"{name}_FILE")
        if not file:
            return value
        if value:
            self.tell(name, f"set both itself and as {name}_FILE", "set one of the two")
            return value
        try:
            found = Path(file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
            self.tell(f"{name}_FILE", f"`{file}` can't be read: {reason}", "check the path and who may read it")
            return ""
        if not found:
            self.tell(f"{name}_FILE", f"`{file}` is empty", "write the secret into it")
        return found

    def number(self, name: str, default: int) -> int:
        """A port."""
        value = self.get(name)
        if not value:
            return default
        if re.fullmatch(r"\d{1,5}", value) and int(value) <= 65535:
            return int(value)
        self.tell(name, f"`{value}` isn't a port", "set a whole number from 0 to 65535")
        return default

    def choice(self, name: str, options: tuple[str, ...], default: str) -> str:
        """One of a few words."""
        value = self.get(name) or default
        if value not in options:
            self.tell(name, f"`{value}` isn't possible", f"set one of {', '.join(options)}")
            return default
        return value
