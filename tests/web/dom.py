"""As much of a page as the tests look at: its elements in order, each with its attributes and its own words."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Element:
    tag: str
    attrs: dict[str, str]
    inside: list[Element] = field(default_factory=list)
    text: str = ""


class _Reader(HTMLParser):
    VOID = frozenset({"meta", "link", "input", "br", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("#", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in self.VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def read(html: str) -> Element:
    """The elements of a page or of a part of one. Fails where an end tag closes something else."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


def every(element: Element, tag: str = "", **attrs: str) -> list[Element]:
    """All elements below with that tag and these attributes, in order."""
    found = []
    for one in element.inside:
        if (not tag or one.tag == tag) and all(one.attrs.get(name.rstrip("_")) == value for name, value in attrs.items()):
            found.append(one)
        found += every(one, tag, **attrs)
    return found


def fields(form: Element) -> dict[str, str]:
    """What a form sends by itself."""
    return {one.attrs["name"]: one.attrs.get("value", "") for one in every(form, "input", type="hidden")}
