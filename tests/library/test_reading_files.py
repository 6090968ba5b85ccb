"""Files: only those inside the folder, in an encoding that is known, of a size that is sane."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library.read import MAX_BYTES, ContentRefused, Folder, Problem, decode


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "secret.txt").write_text("outside")
    inside = tmp_path / "content"
    (inside / "guidance").mkdir(parents=True)
    (inside / "guidance" / "a.md").write_text("text")
    (inside / "out").symlink_to(tmp_path)
    (inside / "link.md").symlink_to(tmp_path / "secret.txt")
    (inside / "near.md").symlink_to("guidance/a.md")
    (inside / "loop").symlink_to("loop")
    return Folder(inside, "content")


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "guidance/../../secret.txt",
        "/etc/passwd",
        "link.md",
        "out/secret.txt",
        "C:\\secret.txt",
        "..\\secret.txt",
        "%2e%2e/secret.txt",
        "guidance/a.md\0.png",
        "guidance//a.md",
        "./guidance/a.md",
        "GUIDANCE/A.MD",
        "loop",
        "guidance",
        "",
        ".",
    ],
)
def test_nothing_outside_the_folder_is_read(folder: Folder, path: str) -> None:
    with pytest.raises(ContentRefused) as refused:
        folder.read(path)
    assert len(refused.value.problems) == 1


@given(
    st.lists(
        st.sampled_from(["..", ".", "", "guidance", "a.md", "secret.txt", "out", "%2e%2e", "\0", "\\", "C:", "~"]), max_size=6
    )
)
def test_no_path_made_of_tricks_leads_outside(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    root = tmp_path_factory.getbasetemp() / "tricks"
    if not root.exists():
        (root / "content" / "guidance").mkdir(parents=True)
        (root / "content" / "guidance" / "a.md").write_text("text")
        (root / "secret.txt").write_text("outside")
        (root / "content" / "out").symlink_to(root)
    with contextlib.suppress(ContentRefused):
        assert Folder(root / "content").read("/".join(parts)) == b"text"


def test_a_link_that_stays_inside_is_read(folder: Folder) -> None:
    assert folder.read("near.md") == b"text"


def test_a_pipe_under_a_files_name_holds_nobody_up(folder: Folder) -> None:
    os.mkfifo(folder.root / "pipe.md")
    with pytest.raises(ContentRefused, match="not a plain file"):
        folder.read("pipe.md")


def test_a_file_of_ten_megabytes_is_refused_unread(folder: Folder) -> None:
    big = folder.root / "big.yaml"
    with big.open("wb") as file:
        file.truncate(10 * MAX_BYTES)
    with pytest.raises(ContentRefused, match="10,485,760 bytes"):
        folder.read("big.yaml")


def test_leavings_of_editors_are_passed_over(folder: Folder) -> None:
    for name in ("a.md~", ".a.md.swp", "a.bak", "#a.md#", ".hidden/b.md"):
        path = folder.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    assert "guidance/a.md" in folder.paths()
    assert not [p for p in folder.paths() if "~" in p or "swp" in p or "bak" in p or "#" in p or "hidden" in p]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xef\xbb\xbfone\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("é ع".encode("utf-16"), "é ع"),
        (b"a\tb", "a\tb"),
    ],
)
def test_marks_and_line_ends_of_other_systems_are_taken(content: bytes, text: str) -> None:
    problems: list[Problem] = []
    assert decode(content, "a.md", problems) == text
    assert not problems


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("one\ntwo\nطفل في خطر".encode("cp1256"), 3, "Windows-1256"),
        ("un café\n".encode("latin-1"), 1, "Windows-1252 or Latin-1"),
        (b"one\ntwo\0three", 2, "U+0000"),
        (b"one\x1b[31m", 1, "U+001B"),
        ("one\ntwo\u2028three".encode(), 2, "U+2028"),
        (b"one\n\xff\xfe\x00", 2, "not UTF-8"),
    ],
)
def test_what_cant_be_read_is_named_with_its_line(content: bytes, line: int, what: str) -> None:
    problems: list[Problem] = []
    assert decode(content, "a.md", problems) is None
    assert what in problems[0].what
    assert problems[0].line == line


@given(st.binary(max_size=80))
def test_any_bytes_are_text_or_a_problem(content: bytes) -> None:
    problems: list[Problem] = []
    assert (decode(content, "a.md", problems) is None) == bool(problems)
