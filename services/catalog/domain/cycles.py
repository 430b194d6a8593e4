"""Cycles of a directed graph, for the search for ambiguity in patterns.

Its time grows with the graph alone, and it does not recurse.
"""

from collections.abc import Iterator
from typing import TypeAlias

Pair: TypeAlias = tuple[int, int]


def cycles(graph: dict[Pair, set[Pair]]) -> Iterator[list[Pair]]:
    """The strongly connected components of a graph (Tarjan), without recursion."""
    order: dict[Pair, int] = {}
    low: dict[Pair, int] = {}
    open_: list[Pair] = []
    index: dict[Pair, int] = {}  # of those that are open
    for root, begins in graph.items():
        path = [] if root in order else [(root, iter(begins))]
        while path:
            node, nexts = path[-1]
            if node not in order:
                order[node] = low[node] = len(order)
                index[node] = len(open_)
                open_.append(node)
            for each in nexts:
                if each not in order:
                    path.append((each, iter(graph[each])))
                    break
                low[node] = min(low[node], low.get(each, low[node]))
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == order[node]:
                    start = index[node]
                    yield open_[start:]
                    for done in open_[start:]:
                        del low[done]
                    del open_[start:]
