"""`python -m intents fit --book BOOK.json --out DIR` and `python -m intents benchmark --train A --test B --json`."""

from __future__ import annotations

import os

# One thread: the fit shares its machine with the bot that serves, and sums come out the same everywhere.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import argparse  # noqa: E402
import json  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from intents.benchmark import run  # noqa: E402
from intents.book import PhraseBook  # noqa: E402
from intents.fit import fit  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    """0 when done, 2 for a file that cannot be read or a folder that cannot be written (one line on stderr)."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "fit":
            book = PhraseBook.from_json(options.book.read_text(encoding="utf-8"))
            policy = fit(book, options.out, options.workers)
            found: dict[str, object] = {"languages": book.languages, "policy": policy.plain()}
        else:
            found = run(options.train, options.test, options.valid, options.predictions, options.lang)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"intents {options.command}: {error}", file=sys.stderr)
        return 2
    if options.command == "fit" or options.json:
        print(json.dumps(found))
    else:
        print("\n".join(f"{name:<12}{'-' if value is None else value}" for name, value in found.items()))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m intents")
    commands = parser.add_subparsers(dest="command", required=True)
    fitting = commands.add_parser("fit", help="fit a book of phrases")
    fitting.add_argument("--book", type=Path, required=True, help="what PhraseBook.to_json wrote")
    fitting.add_argument("--out", type=Path, required=True, help="folder to make or replace")
    fitting.add_argument("--workers", type=int, default=1, help="languages fitted side by side (default 1)")
    measuring = commands.add_parser("benchmark", help='measure on files of {"text", "label"}, label "oos" = out of scope')
    measuring.add_argument("--train", type=Path, required=True)
    measuring.add_argument("--test", type=Path, required=True)
    measuring.add_argument("--valid", type=Path, help="in-scope rows that set the threshold of oos_recall")
    measuring.add_argument("--predictions", type=Path, help="write one line for each test row here")
    measuring.add_argument("--lang", help="language of the files (default: guessed from the training rows)")
    measuring.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
