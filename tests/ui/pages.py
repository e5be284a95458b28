"""Reading HTML back in tests: what is shown, which tags there are, what is marked."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "hr"}


@dataclass
class Read(HTMLParser):
    """The tags, attributes and text of a piece of HTML; ``balanced`` when every tag is closed in turn."""

    tags: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str | None]] = field(default_factory=list)
    text: str = ""
    marked: str = ""
    balanced: bool = True

    def __post_init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        self.balanced &= bool(self.open) and self.open.pop() == tag

    def handle_data(self, data):
        self.text += data
        if "mark" in self.open:
            self.marked += data

    def handle_comment(self, _):
        self.tags.append("!--")

    def handle_decl(self, _):
        self.tags.append("!")

    def handle_pi(self, _):
        self.tags.append("?")


def read(html: str) -> Read:
    page = Read()
    page.feed(html)
    page.close()
    page.balanced &= not page.open
    return page
