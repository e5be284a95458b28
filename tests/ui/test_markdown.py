import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import read

from assistant.ui.markdown import block_ends, render
from assistant.ui.markup import escape

TAGS = {
    "p",
    "br",
    "h4",
    "hr",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "ul",
    "ol",
    "li",
    "strong",
    "code",
}
PIECES = [
    "\n",
    "\n\n",
    "  ",
    "- ",
    "* ",
    "1. ",
    "12) ",
    "3、",
    "# ",
    "> ",
    "| ",
    "|",
    "---",
    "| --- | --- |",
    "**",
    "`",
    "[1]",
    "<b>",
    "&lt;",
    "</p>",
    "<script>",
    '"',
    "'",
    "条款",
    "a",
    "\t",
    "\r",
    "。",
]
markdown = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=40).map("".join)


def shown(text: str) -> str:
    return render(text, lambda start, end: escape(text[start:end]))


def kept(text: str) -> str:
    ink = lambda start, end: escape(text[start:end])  # noqa: E731
    return render(text, ink, ink)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("一段\n两行", "<p>一段<br>两行</p>"),
        ("## 标题\n正文", "<h4>标题</h4><p>正文</p>"),
        ("**必须**用 `x<y`", "<p><strong>必须</strong>用 <code>x&lt;y</code></p>"),
        ("- 甲\n- 乙", "<ul><li>甲</li><li>乙</li></ul>"),
        ("2. 甲\n3、乙", '<ol><li value="2">甲</li><li value="3">乙</li></ol>'),
        ("- 甲\n  1. 子\n- 乙", '<ul><li>甲<ol><li value="1">子</li></ol></li><li>乙</li></ul>'),
        ("- 甲\n  接着说", "<ul><li>甲<br>接着说</li></ul>"),
        ("- 甲\n1. 乙", '<ul><li>甲</li></ul><ol><li value="1">乙</li></ol>'),
        ("> 注意\n> 再注意", "<blockquote><p>注意<br>再注意</p></blockquote>"),
        ("---", "<hr>"),
        (
            "| 级别 | 分 |\n| --- | --- |\n| 五星 | 95 |",
            "<table><thead><tr><th>级别</th><th>分</th></tr></thead><tbody><tr><td>五星</td><td>95</td></tr></tbody></table>",
        ),
        ("| 甲 | |", "<table><tbody><tr><td>甲</td><td></td></tr></tbody></table>"),
        ("![图](http://a/b.png) [链接](javascript:x)", "<p>![图](http://a/b.png) [链接](javascript:x)</p>"),
        ("2 * 3 * 4 = 24", "<p>2 * 3 * 4 = 24</p>"),
        ("", ""),
    ],
)
def test_renders(text, html):
    assert shown(text) == html


@given(markdown)
def test_nothing_from_the_input_becomes_markup(text):
    page = read(shown(text))
    assert set(page.tags) <= TAGS
    assert all(name == "value" and value.isdigit() for name, value in page.attributes)
    assert page.balanced
    assert "<" not in re.sub(r'</?[a-z0-9]+(?: value="\d+")?>', "", shown(text))


@given(markdown)
def test_no_character_is_lost_or_moved(text):
    assert read(kept(text)).text == text.replace("\0", "\ufffd")


@given(markdown)
def test_output_stays_on_one_line(text):
    assert not set(kept(text)) & set("\n\r\t")


@given(markdown)
def test_blocks_end_in_order_within_the_text(text):
    ends = block_ends(text)
    assert ends == sorted(set(ends))
    assert all(0 <= end <= len(text) for end in ends)
