"""The facts of a card as one page of rich text: labels beside values, headings above, all of it selectable.

Knows texts and the tokens of the theme; nothing of widgets.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from gui.information.card import Fact, Section, Tone
from layers.style import Theme

_LABEL_PERCENT = 41


def page(sections: Iterable[Section], theme: Theme) -> str:
    """Return the page of some sections; those without facts are left out."""
    rows = "".join(_section(section, theme) for section in sections if section.facts)
    return f'<table width="100%" cellspacing="0" cellpadding="0">{rows}</table>' if rows else ""


def _section(section: Section, theme: Theme) -> str:
    heading = ""
    if section.title:
        heading = (
            f'<tr><td colspan="2" style="padding-top:13px; padding-bottom:3px; color:{theme.muted};'
            f' font-size:8.5pt; font-weight:700">{escape(section.title.upper())}</td></tr>'
        )
    return heading + "".join(_fact(fact, theme) for fact in section.facts)


def _fact(fact: Fact, theme: Theme) -> str:
    colours = {Tone.PLAIN: theme.text, Tone.MUTED: theme.muted, Tone.WARNING: theme.warning}
    value = escape(fact.value).replace("\n", "<br>")
    cell = f'style="padding-top:3px; padding-bottom:3px; color:{colours[fact.tone]}"'
    if not fact.label:
        return f'<tr><td colspan="2" {cell}>{value}</td></tr>'
    return (
        f'<tr><td width="{_LABEL_PERCENT}%" style="padding-top:3px; padding-bottom:3px; padding-right:10px;'
        f' color:{theme.muted}">{escape(fact.label)}</td><td {cell}>{value}</td></tr>'
    )
