"""How far tokens stand from one another, in pixels of the level frame."""

from __future__ import annotations

from pipeline.extract.token import Token


def apart(first: Token, second: Token) -> float:
    """How far two tokens are from one column: of left edges, right edges or centres the least."""
    return min(
        abs(first.x0 - second.x0), abs(first.x1 - second.x1), abs(first.centre - second.centre)
    )


def gap(label: Token, token: Token) -> float:
    """The free height between two tokens, one over the other; 0 where they share a height."""
    return max(token.y0 - label.y1, label.y0 - token.y1, 0.0)


def aligned(first: Token, second: Token) -> bool:
    """Whether one token stands over the other, or in its column."""
    overlap = min(first.x1, second.x1) - max(first.x0, second.x0)
    narrower = min(first.x1 - first.x0, second.x1 - second.x0)
    near = 0.7 * min(first.height, second.height)
    return overlap >= 0.2 * narrower or apart(first, second) <= near
