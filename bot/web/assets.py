"""The stylesheet, the script and the icons: read once, packed once, and kept by browsers until they change."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent / "static"
KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class _Asset:
    kind: str
    mark: str
    plain: bytes
    packed: bytes


class Assets:
    """The files of `static/`."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._files = {path.name: _read(path) for path in sorted(folder.iterdir()) if path.suffix in KINDS}

    def url(self, name: str) -> str:
        """Where a page finds the file; another address after each change, so that it may be kept for ever."""
        return f"/static/{name}?v={self._files[name].mark}"

    async def get(self, request: Request) -> Response:
        """One file."""
        asset = self._files.get(request.path_params["name"])
        if asset is None:
            raise HTTPException(404)
        headers = {"content-type": asset.kind, "vary": "accept-encoding", "cache-control": "no-cache"}
        if request.query_params.get("v") == asset.mark:
            headers["cache-control"] = "public, max-age=31536000, immutable"
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(asset.packed, headers={**headers, "content-encoding": "gzip"})
        return Response(asset.plain, headers=headers)


def _read(path: Path) -> _Asset:
    plain = path.read_bytes()
    mark = hashlib.sha256(plain).hexdigest()[:12]
    return _Asset(KINDS[path.suffix], mark, plain, gzip.compress(plain, 9, mtime=0))
