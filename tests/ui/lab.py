"""Posting to the evaluation and the retrieval page, and looking at them in Chromium."""

import http.client
import json
import re
from urllib.parse import urlencode, urlsplit


def post(address, path, headers=None, **form):
    """Status and body of a posted form."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    connection.request("POST", path, urlencode(form), headers or {})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def pieces(address, path, **form):
    response, body = post(address, path, **form)
    assert response.status == 200
    return json.loads(body)


class Tab:
    """A tab in a page, and what the page did behind one's back."""

    def __init__(self, page, address, name, ready):
        self.page, self.address, self.strangers, self.errors = page, address, [], []
        page.set_default_timeout(8_000)
        page.on("request", lambda request: self.note(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(address)
        page.get_by_role("tab", name=name).click()
        page.locator(ready).wait_for()

    def note(self, url):
        if not url.startswith((self.address, "data:", "blob:")):
            self.strangers.append(url)

    def shows(self, text, where):
        """Wait until a place shows ``text``."""
        self.page.locator(where).filter(has_text=re.compile(re.escape(text))).first.wait_for()
        return True

    def width(self):
        return self.page.evaluate("document.documentElement.scrollWidth")

    def unharmed(self):
        return self.page.evaluate("window.hacked") is None and not self.strangers and not self.errors
