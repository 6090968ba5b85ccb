"""The small content tree as a folder that a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.library.small import SMALL


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the small content tree, under the name `content`."""
    folder = tmp_path / "content"
    shutil.copytree(SMALL, folder)
    return folder
