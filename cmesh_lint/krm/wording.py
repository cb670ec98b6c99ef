"""Complaints as people read them: `FILE:LINE:COLUMN: STANZA: FIELD: what was found and what was expected`."""

from __future__ import annotations

from ..places import spell
from ..redaction.printable import printable
from .stanza import StanzaProblem, ValuePlace


def word(complaint: StanzaProblem) -> str:
    """A complaint, and further places on lines of their own."""
    stanza, route, _ = complaint.site
    field = f"{spell(route)}: " if route else ""
    head = f"{where(complaint.site)}{stanza}: {field}{complaint.message}"
    return "\n".join(
        map(printable, [head, *(f"  {where(site)}{site.stanza}: {said}" for site, said in complaint.others)])
    )


def where(site: ValuePlace) -> str:
    """`FILE:LINE:COLUMN: `, as much of it as is known."""
    stanza = site.stanza
    place = stanza.path
    if stanza.text:
        span = stanza.text.span((*stanza.route, *site.route), site.at)
        place += f":{span.line}:{span.column}"
    return f"{place}: " if place else ""
