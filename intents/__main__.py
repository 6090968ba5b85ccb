"""`python -m intents fit --book BOOK.json --out DIR`"""

from __future__ import annotations

import os

# One thread: the fit shares its machine with the bot that serves, and sums come out the same everywhere.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import argparse
import json
import sys
from pathlib import Path

from intents.book import PhraseBook
from intents.fit import fit


def main(arguments: list[str] | None = None) -> int:
    """0 when done, 2 for a book that cannot be read or a folder that cannot be written (one line on stderr)."""
    parser = argparse.ArgumentParser(prog="python -m intents")
    commands = parser.add_subparsers(dest="command", required=True)
    fitting = commands.add_parser("fit", help="fit a book of phrases")
    fitting.add_argument("--book", type=Path, required=True, help="what PhraseBook.to_json wrote")
    fitting.add_argument("--out", type=Path, required=True, help="folder to make or replace")
    options = parser.parse_args(arguments)
    try:
        book = PhraseBook.from_json(options.book.read_text(encoding="utf-8"))
        policy = fit(book, options.out)
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"intents fit: {error}\n")
        return 2
    sys.stdout.write(json.dumps({"languages": book.languages, "policy": policy.plain()}) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
