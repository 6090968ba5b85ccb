"""Makes `content/source-runs.txt` anew: hashes of every run of twelve words of the texts that the guidance was written from.

    python -m tests.bench.source_runs NOTES.md DOCUMENT.txt ... > content/source-runs.txt

Give all of them each time, notes and documents alike, as plain text or Markdown: the file is made anew, not added to. A run ends
with its paragraph or list item; addresses and what stands in square brackets don't count. `practiceline check` compares.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.library.own_words import source_runs


def main(files: list[str]) -> None:
    """The lines of the file to standard output, how many there are to standard error."""
    if not files:
        raise SystemExit("name the files that the guidance was written from")
    lines = source_runs(Path(file).read_text("utf-8") for file in files)
    sys.stdout.write(lines)
    print(f"{lines.count(chr(10))} runs of {len(files)} files", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
