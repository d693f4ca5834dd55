"""Which column of figures of a plan stands under which of its heads."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.plan.cells import Cell
from pipeline.plan.heads import MONEY, Head

CLEARLY = 2
"""So many times farther from a head must any other column be."""


def matched(clusters: Sequence[list[Cell]], heads: Sequence[Head]) -> dict[Head, list[Cell]]:
    """Which column of figures stands under which head of amounts."""
    amounts = [head for head in heads if head.kind in MONEY]
    if len(clusters) == len(amounts) and all(
        _between(cluster, head, heads) for cluster, head in zip(clusters, amounts, strict=True)
    ):
        return dict(zip(amounts, clusters, strict=True))
    claims: dict[Head, list[list[Cell]]] = {}
    for cluster in clusters:
        nearest = min(heads, key=lambda head: _away(head, cluster))
        claims.setdefault(nearest, []).append(cluster)
    return {
        head: found
        for head, claimants in claims.items()
        if (found := _clearest(head, claimants)) and head.kind in MONEY
    }


def _between(cluster: Sequence[Cell], head: Head, heads: Sequence[Head]) -> bool:
    """Whether a column lies between the neighbours of a head."""
    place = heads.index(head)
    left = heads[place - 1].x0 if place else float("-inf")
    right = heads[place + 1].x1 if place + 1 < len(heads) else float("inf")
    middle = _middle(cluster)
    return left < middle < right


def _middle(cluster: Sequence[Cell]) -> float:
    cell = cluster[len(cluster) // 2]
    return (cell.x0 + cell.x1) / 2


def _away(head: Head, cluster: Sequence[Cell]) -> tuple[float, float]:
    cell = cluster[len(cluster) // 2]
    middle = abs((head.x0 + head.x1) / 2 - _middle(cluster))
    return max(head.away(cell.x0, cell.x1), 0.0), middle


def _clearest(head: Head, claimants: list[list[Cell]]) -> list[Cell] | None:
    near = sorted(claimants, key=lambda cluster: _away(head, cluster))
    if len(near) == 1:
        return near[0]
    first, second = (_away(head, cluster)[1] for cluster in near[:2])
    return near[0] if second >= CLEARLY * first and len(near[0]) > 1 else None
