"""100,000 mappings in SSSOM: loaded, written, hashed; beside sssom-py and sssom-pydantic.

    python tests/benchmarks/sssom.py [rows] [rounds]

Each load runs in a process of its own, so that memory is its own; each
candidate once per round, the order rotating. Seconds of the processor stand
beside those of the clock, since the machine may be shared; ratios, writing
and hashes are of the processor. The rows come from a hidden
axis: each of 1,000 frameworks is ten intervals on it, and a row says how two
of them lie.
"""

import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import process_time

FRAMEWORKS = 1000
STAGES = 10
SEED = 20261122

OURS = """
from socialmaturity.io.sssom.reading import load_sssom
def load(path): return len(load_sssom(path).value.mappings)
"""
SSSOM_PY = """
from sssom.parsers import parse_sssom_table
def load(path): return len(parse_sssom_table(path).df)
"""
PYDANTIC = """
import sssom_pydantic
def load(path): return len(sssom_pydantic.read(path)[0])
"""
TIMED = """
import resource, sys, time, warnings
warnings.simplefilter("ignore")
before, cpu = time.perf_counter(), time.process_time()
count = load(sys.argv[1])
taken, used = time.perf_counter() - before, time.process_time() - cpu
print(count, taken, used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def frameworks(chance: random.Random, count: int) -> dict[str, list[float]]:
    """The cut points of each framework on the hidden axis."""
    return {
        f"framework-{number}": [0.0, *sorted(chance.random() for _ in range(STAGES - 1)), 1.0]
        for number in range(count)
    }


def predicate(one: tuple[float, float], other: tuple[float, float]) -> str:
    """How two intervals lie, in words of SKOS."""
    if one == other:
        return "skos:exactMatch"
    if other[0] <= one[0] and one[1] <= other[1]:
        return "skos:broadMatch"
    if one[0] <= other[0] and other[1] <= one[1]:
        return "skos:narrowMatch"
    return "skos:closeMatch" if one[0] < other[1] and other[0] < one[1] else "skos:relatedMatch"


def rows(count: int, prefixes: int = FRAMEWORKS) -> Iterator[tuple[str, ...]]:
    """Rows of a table, true of the hidden axis."""
    chance = random.Random(SEED)  # noqa: S311 no secret
    cuts = frameworks(chance, prefixes)
    names = list(cuts)
    for number in range(count):
        one, other = chance.sample(names, 2)
        place, opposite = (chance.randint(1, STAGES) for _ in range(2))
        word = predicate(
            (cuts[one][place - 1], cuts[one][place]),
            (cuts[other][opposite - 1], cuts[other][opposite]),
        )
        confidence = f"{chance.randint(1, 999) / 1000}"
        yield (
            f"{one}:{place}",
            word,
            f"{other}:{opposite}",
            "semapv:ManualMappingCuration",
            confidence,
            f"Row {number} of a made-up set.",
        )


COLUMNS = (
    "subject_id",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "confidence",
    "comment",
)


def table(count: int, prefixes: int = FRAMEWORKS) -> str:
    """A whole file."""
    lines = ["#curie_map:"]
    lines += [f"#  framework-{place}: https://example.org/{place}/" for place in range(prefixes)]
    lines += ["#mapping_set_id: https://example.org/set", "#license: https://example.org/license"]
    lines += ["\t".join(COLUMNS)]
    lines += ["\t".join(row) for row in rows(count, prefixes)]
    return "\n".join(lines) + "\n"


def timed(program: str, path: Path) -> tuple[float, float, float]:
    """Seconds, seconds of the processor and megabytes of one load in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program + TIMED, path],
        capture_output=True,
        text=True,
        check=True,
    )
    _, seconds, processor, megabytes = done.stdout.split()[-4:]
    return float(seconds), float(processor), float(megabytes)


def loading(path: Path, rounds: int) -> None:
    """Print seconds and memory of each candidate."""
    candidates = {"socialmaturity": OURS}
    candidates |= {"sssom-py": SSSOM_PY} if find_spec("sssom") else {}
    candidates |= {"sssom-pydantic": PYDANTIC} if find_spec("sssom_pydantic") else {}
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in candidates}
    names = list(candidates)
    for own in range(rounds):
        for name in (*names[own % len(names) :], *names[: own % len(names)]):
            found[name].append(timed(candidates[name], path))
    for name, runs in found.items():
        taken, used, megabytes = (median(run[place] for run in runs) for place in range(3))
        ratio = median(run[1] / first[1] for run, first in zip(runs, found[names[0]], strict=True))
        print(
            f"load {name:15} {taken:7.2f} s, processor {used:7.2f} s, {megabytes:5.0f} MB,"
            f" {ratio:5.1f} times ours"
        )


def seconds_of(work: Callable[[], object]) -> float:
    """Seconds of the processor that one call takes."""
    before = process_time()
    work()
    return process_time() - before


def writing(path: Path) -> None:
    """Print the seconds of writing what was read."""
    from socialmaturity.io.sssom.reading import load_sssom
    from socialmaturity.io.sssom.writing import to_sssom

    value = load_sssom(path).value
    for name in ("tsv", "json"):
        print(f"write {name:14} {seconds_of(partial(to_sssom, value, format=name)):8.2f} s")
    print(f"with {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB in all")


def hashing(folder: Path, count: int = 2000, rounds: int = 5) -> None:
    """Print the cost of hashes with more and more prefixes, ours and theirs."""
    from socialmaturity.io.sssom.reading import parse_sssom
    from socialmaturity.io.sssom.record_hash import record_hashes

    for prefixes in (2, 200, 1000):
        text = table(count, prefixes)
        value = parse_sssom(text).value
        ours = median(seconds_of(partial(record_hashes, value)) for _ in range(rounds))
        line = f"{count} hashes with {prefixes:4} prefixes: ours {ours:.3f} s"
        if find_spec("sssom_pydantic"):
            import sssom_pydantic

            path = folder / f"{prefixes}.sssom.tsv"
            path.write_text(text, encoding="utf-8")
            mappings, converter, _ = sssom_pydantic.read(path)
            before = process_time()
            hashes = [sssom_pydantic.hash_mapping(own, converter) for own in mappings]
            theirs = process_time() - before
            assert sorted(record_hashes(value)) == sorted(hashes)
            line += f", sssom-pydantic {theirs:.3f} s, ratio {theirs / ours:.1f}"
        print(line)


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "set.sssom.tsv"
        path.write_text(table(count), encoding="utf-8")
        print(f"{count} rows, {FRAMEWORKS} frameworks, {path.stat().st_size / 1e6:.1f} MB")
        hashing(Path(name))
        loading(path, rounds)
        writing(path)


if __name__ == "__main__":
    main()
