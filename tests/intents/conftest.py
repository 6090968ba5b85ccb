from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from intents import Matcher, PhraseBook, Urgency, fit


def _books() -> ModuleType:
    # Tests are imported by path (importlib mode), so that a neighbour cannot be imported by name.
    spec = importlib.util.spec_from_file_location("intents_test_books", Path(__file__).with_name("books.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


BOOKS = _books()


@pytest.fixture(scope="session")
def book() -> PhraseBook:
    made: PhraseBook = BOOKS.book()
    return made


@pytest.fixture(scope="session")
def three_languages() -> PhraseBook:
    made: PhraseBook = BOOKS.three_languages()
    return made


@pytest.fixture(scope="session")
def folder(book: PhraseBook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("fit") / "book"
    fit(book, out)
    return out


@pytest.fixture(scope="session")
def matcher(book: PhraseBook, folder: Path) -> Matcher:
    return Matcher.load(book, folder)


@pytest.fixture(scope="session")
def plain(book: PhraseBook) -> Matcher:
    """The same book without a fit."""
    return Matcher.unfitted(book)


@pytest.fixture(scope="session", params=["unfitted", "fitted"])
def urgency(request: pytest.FixtureRequest, book: PhraseBook, folder: Path) -> Urgency:
    return Urgency.unfitted(book) if request.param == "unfitted" else Urgency.load(book, folder)
