"""How the code of a plan row is said on a page."""

import re

_PLANS = {"S": "Ә", "N": "М", "C": "С", "P": "П"}


def on_screen(code: str) -> str:
    """`С 6` for C6, `Ә 2.1` for S2.1: the plan's Kazakh letter; other codes stay as they are."""
    found = re.fullmatch(r"([SNCP])(\d.*)", code)
    return f"{_PLANS[found[1]]}\u00a0{found[2]}" if found else code
