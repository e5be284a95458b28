"""Headers that keep the page from calling anybody but this server, and from running foreign script."""

import secrets
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src {scripts}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": POLICY.format(scripts="'self'"),
}


class SecurityHeaders:
    """ASGI middleware: the security headers on every response, a fresh nonce in every page.

    The scripts of the page shell get the nonce; markup that turns up in the page later cannot know
    it, so neither inline script nor event handlers nor ``eval`` ever run.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request of ``scope``."""
        if scope["type"] == "http":
            send = Stamp(send)
        await self.app(scope, receive, send)


class Stamp:
    """The sending end of one response: headers at once, a page only when it is complete."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.start: Message = {}
        self.page: bytearray | None = None

    async def __call__(self, message: Message) -> None:
        """Pass one message on, stamped."""
        if message["type"] == "http.response.start":
            await self.begin(message)
        elif self.page is not None and message["type"] == "http.response.body":
            await self.collect(self.page, message)
        else:
            await self.send(message)

    async def begin(self, message: Message) -> None:
        """Add the headers; hold them back for a page, whose length will change."""
        headers = MutableHeaders(raw=message.setdefault("headers", []))
        headers.update(HEADERS)
        if headers.get("content-type", "").startswith("text/html"):
            self.start, self.page = message, bytearray()
        else:
            await self.send(message)

    async def collect(self, page: bytearray, message: dict[str, Any] | Message) -> None:
        """Gather the page; when it is complete, send it with the nonce in its scripts."""
        page.extend(message.get("body", b""))
        if message.get("more_body"):
            return
        nonce = secrets.token_urlsafe(16)
        body = bytes(page).replace(b"<script", b'<script nonce="%s"' % nonce.encode())
        policy = POLICY.format(scripts=f"'self' 'nonce-{nonce}'")
        changed = {"Content-Security-Policy": policy, "Content-Length": str(len(body))}
        MutableHeaders(raw=self.start["headers"]).update(changed)
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": body})
