"""Shapes, 16 by 16, coloured by the text around them so that they print.

Shape says it first: triangle = past term, half disc = this week, ring = open, dashed ring =
untouched, diamond = somebody waits, disc with a tick = done, lock = closed.
"""

_LINE = 'fill="none" stroke="currentColor" stroke-width="1.7"'

ICONS = {
    "alarm": '<path d="M8 1.5 15.2 14.5H.8Z" fill="currentColor"/>'
    '<path d="M8 6v4.2M8 12v.6" stroke="#fff" stroke-width="1.7"/>',
    "half": f'<circle cx="8" cy="8" r="6.2" {_LINE}/>'
    '<path d="M8 1.8a6.2 6.2 0 0 1 0 12.4Z" fill="currentColor"/>',
    "ring": f'<circle cx="8" cy="8" r="6.2" {_LINE}/>',
    "dashed": f'<circle cx="8" cy="8" r="6.2" {_LINE} stroke-dasharray="3 2.4"/>',
    "diamond": f'<path d="M8 1.5 14.5 8 8 14.5 1.5 8Z" {_LINE}/>'
    '<path d="M8 5 11 8 8 11 5 8Z" fill="currentColor"/>',
    "done": '<circle cx="8" cy="8" r="7" fill="currentColor"/>'
    '<path d="m4.6 8.2 2.4 2.4 4.4-4.8" fill="none" stroke="#fff" stroke-width="1.9"/>',
    "dot": '<circle cx="8" cy="8" r="4.5" fill="currentColor"/>',
    "lock": '<path d="M3 7h10v7H3z" fill="currentColor"/>'
    f'<path d="M5 7V5a3 3 0 0 1 6 0v2" {_LINE}/>',
    "plus": '<path d="M8 2.5v11M2.5 8h11" stroke="currentColor" stroke-width="1.9"/>',
    "cross": '<path d="m3.5 3.5 9 9m0-9-9 9" stroke="currentColor" stroke-width="1.9"/>',
    "tick": '<path d="m2.5 8.5 3.8 3.8 7.2-8" fill="none" stroke="currentColor" stroke-width="2"/>',
    "arrows": f'<path d="M2 5.5h10l-3-3M14 10.5H4l3 3" {_LINE}/>',
    "equal": '<path d="M3 6h10M3 10.5h10" stroke="currentColor" stroke-width="1.7"/>',
    "right": f'<path d="m6 3 5 5-5 5" {_LINE}/>',
    "left": f'<path d="m10 3-5 5 5 5" {_LINE}/>',
    "down": f'<path d="m3 6 5 5 5-5" {_LINE}/>',
    "search": f'<circle cx="7" cy="7" r="4.8" {_LINE}/>'
    '<path d="m10.6 10.6 4 4" stroke="currentColor" stroke-width="1.7"/>',
    "file": f'<path d="M3.5 1.5h6l3 3v10h-9z" {_LINE}/>',
    "note": f'<circle cx="8" cy="8" r="6.4" {_LINE}/>'
    '<path d="M8 7v4.5M8 4.2v1" stroke="currentColor" stroke-width="1.7"/>',
}

# The voice a shape speaks in, when none is given.
TONES = {
    "alarm": "alarm",
    "half": "acc",
    "dashed": "wait",
    "diamond": "acc",
    "done": "done",
    "ring": "q",
    "lock": "q",
    "arrows": "wait",
}


def svg(name: str, tone: str = "") -> str:
    """The inline picture; KeyError for a name that is not in the table."""
    kind = f" i-{tone}" if tone else ""
    return f'<svg class="i{kind}" viewBox="0 0 16 16" aria-hidden="true">{ICONS[name]}</svg>'
