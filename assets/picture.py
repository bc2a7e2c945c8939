#!/usr/bin/env python3
"""Draws what a command printed as an SVG picture of a terminal.

    signcache demo | assets/picture.py 'cargo run --release -- demo' > assets/demo.svg

The same digest always has the same colour, so that one sees what this is about.
"""

import re
import sys
from html import escape

FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
COLUMN, LINE, MARGIN = 7.225, 19, 22
COLOURS = ["#7ee787", "#ff9e64", "#79c0ff"]
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


def spans(line, colour_of):
    """The line as tspans: headings bold, what is typed bright, digests in their colours."""
    style = 'font-weight="bold"' if not line.startswith(" ") else 'fill="#c9d1d9"'
    end = 0
    for digest in DIGEST.finditer(line):
        yield f"<tspan {style}>{escape(line[end:digest.start()])}</tspan>"
        colour = colour_of.setdefault(digest[0], COLOURS[len(colour_of) % len(COLOURS)])
        yield f'<tspan fill="{colour}">{digest[0]}</tspan>'
        end = digest.end()
    yield f"<tspan {style}>{escape(line[end:])}</tspan>"


def picture(command, text):
    lines = [f"$ {command}", *text.splitlines()]
    width = round(2 * MARGIN + COLUMN * max(map(len, lines)))
    height = 2 * MARGIN + LINE * len(lines)
    colour_of = {}
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    yield f"<title>{escape(command)}</title>"
    yield f'<rect width="{width}" height="{height}" rx="9" fill="#0d1117"/>'
    yield f'<g font-family="{FONT}" font-size="12" fill="#f0f6fc" xml:space="preserve">'
    for number, line in enumerate(lines):
        y = MARGIN + LINE * number + 14
        yield f'<text x="{MARGIN}" y="{y}">{"".join(spans(line, colour_of))}</text>'
    yield "</g>"
    yield "</svg>"


print("\n".join(picture(sys.argv[1], sys.stdin.read())))
