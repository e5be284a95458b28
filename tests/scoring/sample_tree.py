"""A complete indicator tree for tests: the real 40/35/25, everything below invented."""

from types import SimpleNamespace

from assistant.scoring.card import Tree, tree_from

SECOND = {
    "5.1": {
        "5.1.1": (3, 3),
        "5.1.2": (3, 5),
        "5.1.3": (2, 3, 3),
        "5.1.4": (3, 2),
        "5.1.5": (2, 2),
        "5.1.6": (1, 1, 1, 1),
        "5.1.7": (2, 2, 1),
    },
    "5.2": {
        "5.2.1": (3, 2),
        "5.2.2": (2, 2, 1, 1),
        "5.2.3": (2, 1),
        "5.2.4": (2, 2, 3, 1, 1, 1),
        "5.2.5": (2, 2, 2, 1, 2),
        "5.2.6": (1, 1),
    },
    "5.3": {"5.3.1": (3, 3, 3, 3, 3), "5.3.2": (2, 2, 2, 2, 2)},
}


def node(clause: str, points: str | None) -> SimpleNamespace:
    return SimpleNamespace(clause=clause, title=f"指标 {clause}", points=points)


def nodes() -> list[SimpleNamespace]:
    found = []
    for first, seconds in SECOND.items():
        found.append(node(first, str(sum(sum(points) for points in seconds.values()))))
        for second, thirds in seconds.items():
            found.append(node(second, str(sum(thirds))))
            found += [node(f"{second}.{number}", str(points)) for number, points in enumerate(thirds, 1)]
    return found


def full_tree() -> Tree:
    return tree_from(nodes())


def partial_tree() -> Tree:
    """What is really known: the first level only."""
    return tree_from([item if item.clause.count(".") == 1 else node(item.clause, None) for item in nodes()])


def leaves(tree: Tree) -> list[str]:
    return [clause for clause, item in tree.nodes.items() if not item.children]
