"""The floors of design.md section 3: a module imports only from floors below its own."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "assistant"
FLOORS = {
    "types": 0, "errors": 0, "settings": 0, "egress": 0, "queueing": 0, "records": 0,
    "text": 1, "scoring": 1,
    "knowledge": 2, "index": 2,
    "retrieval": 3,
    "answering": 4,
    "app": 5,
    "cli": 6, "ui": 6, "__main__": 6, "__init__": 6,
    "training": 7,
}  # fmt: skip
MAY_SHARE = {
    ("settings", "errors"),
    ("index", "knowledge"),
    ("cli", "ui"),
    ("__main__", "cli"),
}  # on one floor, one way only
ONLY_IN = {
    "chromadb": {"index/store.py"},
    "chromadb_rust_bindings": {"index/engine.py"},
    "gradio": {"ui"},
    "langchain": {"answering/chain.py"},
    "langchain_core": {"answering/chain.py"},
    "torch": {"training"},
    "sentence_transformers": {"training", "index/embedder.py"},
    "yaml": {"knowledge", "scoring/rules.py"},
}
LATE = {  # imported inside a function, and nowhere at module level
    "chromadb": "index/store.py",
    "chromadb_rust_bindings": "index/engine.py",
    "sentence_transformers": "index/embedder.py",
}
STANDARD_ONLY = "scoring"
LONGEST_MODULE = 300
MODULES = sorted(PACKAGE.rglob("*.py"))


def imports(path: Path, *, module_level: bool = False) -> set[str]:
    """Dotted names imported by a file; those under TYPE_CHECKING do not count."""
    tree = ast.parse(path.read_text("utf-8"))
    checking = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    nodes = tree.body if module_level else list(ast.walk(tree))
    found: set[str] = set()
    for node in nodes:
        if id(node) in checking:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found


def part_of(path: Path) -> str:
    """The floor's name a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down_only(path: Path) -> None:
    own = part_of(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "assistant" or len(parts) < 2 or parts[1] not in FLOORS:
            continue
        other = parts[1]
        lower = FLOORS[other] < FLOORS[own]
        assert lower or other == own or (own, other) in MAY_SHARE, f"{own} imports {other}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_packages_have_one_place(path: Path) -> None:
    where = path.relative_to(PACKAGE).as_posix()
    for name in imports(path):
        places = ONLY_IN.get(name.split(".")[0])
        assert places is None or any(where == place or where.startswith(f"{place}/") for place in places), (
            name
        )


@pytest.mark.parametrize(("package", "place"), LATE.items())
def test_heavy_packages_are_imported_late(package: str, place: str) -> None:
    assert not any(name.split(".")[0] == package for name in imports(PACKAGE / place, module_level=True))


def test_scoring_is_pure() -> None:
    allowed = set(sys.stdlib_module_names) | {"assistant", "yaml"}
    for path in (PACKAGE / STANDARD_ONLY).rglob("*.py"):
        foreign = {name.split(".")[0] for name in imports(path)} - allowed
        assert not foreign, f"{path.name} imports {foreign}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_are_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE


def loaded_by(code: str) -> set[str]:
    """Top-level packages that a fresh process has loaded after running ``code``."""
    program = f"import sys, json\n{code}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}


def test_the_door_is_light() -> None:
    heavy = {"torch", "gradio", "chromadb", "langchain", "langchain_core", "sentence_transformers", "numpy"}
    assert not heavy & loaded_by("import assistant")


def test_answering_loads_nothing_that_it_can_do_without(assistant) -> None:
    """On an index that is there, for a question whose characters are all known side by side."""
    unused = {"chromadb", "opentelemetry", "rjieba", "pypinyin", "filelock", "langchain_core", "rich"}
    home = str(assistant.settings.home)
    asked = "from assistant.app import Assistant\nfrom assistant.settings import Settings\n" + (
        f"Assistant.open(Settings(home={home!r})).ask('证书有效期几年？')"
    )
    assert not unused & loaded_by(asked)


def test_the_door_lists_what_it_exports() -> None:
    import assistant

    assert sorted(assistant.__all__) == ["Answer", "Assistant", "AssistantError", "Citation"]
    assert all(getattr(assistant, name) is not None for name in assistant.__all__)
