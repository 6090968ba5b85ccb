"""The web chat with sample messages, to look at: `python -m tests.web.demo_pages`, then http://127.0.0.1:8099."""

from __future__ import annotations

import sys

import uvicorn

from tests.web.fakes import FakeBot, make

if __name__ == "__main__":
    uvicorn.run(make(FakeBot()), host="127.0.0.1", port=int(sys.argv[1]) if len(sys.argv) > 1 else 8099, access_log=False)
