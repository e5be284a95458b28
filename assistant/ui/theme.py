"""How the page looks: colours and type without a font or file from elsewhere."""

from pathlib import Path

import gradio as gr

STATIC = Path(__file__).parent / "static"
FONTS = [
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "system-ui",
    "sans-serif",
]
TITLE = "商品售后服务认证助手"
SUBTITLE = "依据 GB/T 27922-2011，每句有出处，星级由工具精确计算"
INTRODUCTION = (
    '<div class="introduction"><h2>想了解什么？</h2>'
    "<p>条件、材料、评分与星级、流程、周期、费用、证书查询和监督审核，都可以用自己的话问，一次问几件也行。</p></div>"
)
HEAD = "".join(
    f'<link rel="stylesheet" href="ui/{name}.css"><script src="ui/{name}.js" defer></script>'
    for name in ("chat", "scorecard", "lab")
)


def theme() -> gr.themes.Base:
    """The theme: slate and a quiet blue, system fonts."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        secondary_hue=gr.themes.colors.slate,
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_md,
        font=FONTS,
        font_mono=["ui-monospace", "Consolas", "Noto Sans Mono CJK SC", "monospace"],
    )
