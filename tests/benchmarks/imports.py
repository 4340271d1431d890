"""What an import costs, beside importing attrs and cattrs.

    python tests/benchmarks/imports.py [ROUNDS]

Each program runs once a round in a process of its own, the order rotating;
ratios are taken within the round. The first round warms up and is dropped.
"""

import os
from statistics import median
from subprocess import run
from sys import argv, executable
from time import perf_counter

PROGRAMS = {
    "import attrs": "import attrs",
    "import attrs, cattrs": "import attrs, cattrs",
    "import socialmaturity": "import socialmaturity",
    'and framework("solis"), score': (
        "import socialmaturity as sm\n"
        "sm.framework('solis')\n"
        "sm.score(sm.Assessment(framework='solis', answers={'listening': 'F'}))"
    ),
}


def seconds(program: str) -> float:
    """How long a program takes, with byte code written."""
    environment = {key: own for key, own in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    start = perf_counter()
    run([executable, "-c", program], check=True, env=environment)
    return perf_counter() - start


def main() -> None:
    """Print the table."""
    rounds = int(argv[1]) if len(argv) > 1 else 21
    names = list(PROGRAMS)
    measured: list[dict[str, float]] = []
    for number in range(rounds + 1):
        turn = number % len(names)
        measured.append({name: seconds(PROGRAMS[name]) for name in names[turn:] + names[:turn]})
    title = f"medians of {rounds} rounds"
    print(f"{title:32}{'ms':>8}{'/ attrs':>10}{'/ attrs, cattrs':>18}")
    for name in names:
        kept = measured[1:]
        milliseconds = median(one[name] for one in kept) * 1000
        attrs, both = (median(one[name] / one[other] for one in kept) for other in names[:2])
        print(f"{name:32}{milliseconds:8.1f}{attrs:10.2f}{both:18.2f}")


if __name__ == "__main__":
    main()
