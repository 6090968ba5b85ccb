"""Markdown becomes the neutral tree; whatever isn't in the tree is told with its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.library.richtext import Block, Items, Link, Paragraph, ServiceMark, SourceMark, Strong, Text, parse, plain

Complaint = tuple[int, str]


def tree(markdown: str, first_line: int = 1) -> tuple[tuple[Block, ...], list[Complaint]]:
    complaints: list[Complaint] = []
    return parse(markdown, lambda line, what, remedy: complaints.append((line, what)), first_line), complaints


@pytest.mark.parametrize(
    ("markdown", "wanted"),
    [
        ("Plain words.", (Paragraph((Text("Plain words."),)),)),
        ("One\ntwo.", (Paragraph((Text("One two."),)),)),
        ("One.\n\nTwo.", (Paragraph((Text("One."),)), Paragraph((Text("Two."),)))),
        ("A **bold** word.", (Paragraph((Text("A "), Strong("bold"), Text(" word."))),)),
        ("See [this](https://a.org/b).", (Paragraph((Text("See "), Link("this", "https://a.org/b"), Text("."))),)),
        ("Call {service:gb-childline}.", (Paragraph((Text("Call "), ServiceMark("gb-childline"), Text("."))),)),
        ("Fact. [^a] [^b]", (Paragraph((Text("Fact."), SourceMark("a"), SourceMark("b"))),)),
        ("1. one\n2. two", (Items(((Text("one"),), (Text("two"),)), ordered=True),)),
        ("3. three\n4. four", (Items(((Text("three"),), (Text("four"),)), ordered=True, start=3),)),
        ("- one\n- two **b** [^a]", (Items(((Text("one"),), (Text("two "), Strong("b"), SourceMark("a")))),)),
        ("a \\* b &amp; c [name]", (Paragraph((Text("a * b & c [name]"),)),)),
        ("", ()),
    ],
)
def test_what_content_may_hold_becomes_a_tree(markdown: str, wanted: tuple[Block, ...]) -> None:
    blocks, complaints = tree(markdown)
    if "SourceMark" in repr(wanted):
        blocks = tuple(_without_blanks(block) for block in blocks)
        wanted = tuple(_without_blanks(block) for block in wanted)
    assert blocks == wanted
    assert not complaints


def _without_blanks(block: Block) -> Block:
    """Space around marks that aren't drawn doesn't count."""
    if isinstance(block, Items):
        return Items(tuple(tuple(i for i in item if i != Text(" ")) for item in block.items), block.ordered, block.start)
    assert isinstance(block, Paragraph)
    return Paragraph(tuple(i for i in block.inlines if i != Text(" ")))


@pytest.mark.parametrize(
    ("markdown", "line", "what"),
    [
        ("fine\n\n<b>bold</b>", 3, "HTML"),
        ("<script>alert(1)</script>", 1, "HTML"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", 1, "a table"),
        ("![x](https://a.org/b.png)", 1, "a picture"),
        ("- one\n  - nested", 2, "a list inside a list"),
        ("- one\n\n  more", 3, "a second paragraph"),
        ("# Heading", 1, "a heading in the wrong place"),
        ("ok\n\n### Heading", 3, "a heading in the wrong place"),
        ("Heading\n===", 1, "a heading in the wrong place"),
        ("> quoted", 1, "a quotation"),
        ("    code", 1, "four spaces"),
        ("```\ncode\n```", 1, "``` lines"),
        ("a `b` c", 1, "` marks"),
        ("a *b* c", 1, "single * or _"),
        ("a ~~b~~ c", 1, "struck out"),
        ("a\n\n---\n\nb", 3, "a line of dashes"),
        ("one\ntwo [x](http://a.org)", 2, "a link to `http://a.org`"),
        ("[x](javascript:alert(1))", 1, "a link to `javascript:alert(1)`"),
        ("[x](JaVaScRiPt:alert(1))", 1, "a link to"),
        ("[x](data:text/html,x)", 1, "a link to"),
        ("[x](tg://user?id=1)", 1, "a link to"),
        ("[x](//a.org)", 1, "a link to"),
        ("<https://a.org>", 1, "an address without words"),
        ("{servce:x}", 1, "isn't a mark that is known"),
        ("{service:Not An Id}", 1, "isn't a mark that is known"),
        ("[^Key]", 1, "isn't a source's key"),
    ],
)
def test_anything_else_is_told_with_its_line(markdown: str, line: int, what: str) -> None:
    _, complaints = tree(markdown, first_line=1)
    assert any(what in said and at == line for at, said in complaints), complaints


def test_lines_count_on_from_where_the_text_stands() -> None:
    assert tree("fine\n\n<b>x</b>", first_line=20)[1][0][0] == 22


@given(st.text(alphabet=st.sampled_from("ab *_[]()<>{}^:-#1.\n!|`~\\&;/\"'é\u202e🙂"), max_size=80))
@settings(max_examples=300, deadline=None)
def test_no_text_raises_and_no_link_leads_anywhere_but_https(markdown: str) -> None:
    blocks, _ = tree(markdown)
    plain(blocks)
    for block in blocks:
        lines = block.items if isinstance(block, Items) else (block.inlines,)  # type: ignore[union-attr]
        for inline in (inline for line in lines for inline in line):
            assert not isinstance(inline, Link) or inline.url.startswith("https://")
