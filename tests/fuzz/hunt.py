"""Reads spoilt files for so many seconds, and watches what reading does besides.

Run as a program: ``python tests/fuzz/hunt.py SEED SECONDS [WORD ...]``; words
choose the readers in whose names one of them stands. It prints how many inputs
each reader had, and the smallest input it can find for each finding; its exit
code is 1 where there is one.
"""

import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from fuzz.mutations import mutate, mutate_bytes
from fuzz.readers import Reader, readers, round_trip
from socialmaturity.errors import SocialMaturityError

ALLOWED_SECONDS = 1.0
"""The processor time that any input may take."""

SECONDS_PER_CHARACTER = 60e-6
"""The processor time that each of its characters may take beside."""

MOST_MEMORY = 4 << 30
LONGEST_MESSAGE = 60_000
SHRINKING_SECONDS = 10.0
MOST_FINDINGS = 10

_WATCHED = (
    *("open", "import", "exec", "compile", "ctypes.", "os.", "shutil.", "socket.", "urllib."),
    *("subprocess.", "http.", "ftplib.", "webbrowser.", "pickle.", "marshal.", "tempfile."),
)


class TooSlowError(BaseException):
    """A reader took longer than its input allows; no reader catches it."""


class Watch:
    """Keeps what happens in this process while it looks."""

    def __init__(self) -> None:
        self.on = False
        self.allowed = ""
        self.seen: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.on and event.startswith(_WATCHED):
            named = str(arguments[0]) if arguments else ""
            if event != "open" or named != self.allowed:
                self.seen.append(f"{event} {named[:200]}")


class Hunter:
    """Reads inputs and says what is wrong with how they are read."""

    def __init__(self) -> None:
        self.readers = readers()
        self.watch = Watch()
        self.accepted = False
        signal.signal(signal.SIGVTALRM, _too_slow)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))

    def finding(self, reader: Reader, given: str | Path, size: int) -> str:
        """Return what is wrong, as a short text that is the same for the same fault; or none."""
        read: Callable[[Any], Any] = reader.parse if isinstance(given, str) else reader.load
        self.watch.seen.clear()
        self.accepted = False
        self.watch.allowed = "" if isinstance(given, str) else str(given)
        signal.setitimer(signal.ITIMER_VIRTUAL, ALLOWED_SECONDS + SECONDS_PER_CHARACTER * size)
        self.watch.on = True
        try:
            told = self._told(read, given)
        except TooSlowError:
            told = "too slow"
        except BaseException as error:
            told = _signature(error)
        finally:
            self.watch.on = False
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        return f"did {self.watch.seen[0]}" if self.watch.seen else told

    def warm_up(self, folder: Path, others: Sequence[str]) -> None:
        """Read what is right and what is not, until all that is imported once has been."""
        for reader in self.readers.values():
            path = folder / f"right{reader.suffix}"
            for text in (*reader.seeds, '{"a": 1e9}', "a = 1", "\x00", *others[::7]):
                path.write_text(text, "utf-8-sig")
                self.finding(reader, text, len(text))
                self.finding(reader, path, len(text))

    def _told(self, read: Callable[[Any], Any], given: Any) -> str:
        try:
            found = read(given)
        except SocialMaturityError as error:
            return _of_message(str(error))
        self.accepted = True
        round_trip(found)
        return next(filter(None, (_of_message(str(one)) for one in _problems(found))), "")

    def shrunk(self, reader: Reader, text: str, told: str) -> str:
        """Return a smaller text with the same fault."""
        until = time.monotonic() + SHRINKING_SECONDS
        step = len(text) // 2
        while step and time.monotonic() < until:
            at, smaller = 0, text
            while at < len(smaller) and time.monotonic() < until:
                less = smaller[:at] + smaller[at + step :]
                if self.finding(reader, less, len(less)) == told:
                    smaller = less
                else:
                    at += step
            step = step if smaller != text and step == 1 else step // 2
            text = smaller
        return text


def _problems(found: Any) -> tuple[SocialMaturityError, ...]:
    return getattr(found, "problems", ())[:20]


def _of_message(message: str) -> str:
    if len(message) > LONGEST_MESSAGE:
        return "a message that is too long"
    odd = {sign for sign in message if not sign.isprintable() and sign != "\n"}
    return f"a message with {min(odd)!r}" if odd else ""


def _signature(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__} at {where}"


def _too_slow(*_: object) -> None:
    raise TooSlowError


def _print(name: str, told: str, text: str) -> None:
    print(f"FINDING {name}: {told}\n  {text[:3000]!r}", flush=True)


def hunt(seed: str, seconds: float, words: Sequence[str] = ()) -> int:
    """Read spoilt files for so long; print figures and findings, and return how many there are."""
    hunter = Hunter()
    seeds = {name: reader.seeds for name, reader in hunter.readers.items()}
    others = [text for texts in seeds.values() for text in texts]
    inputs, accepted, findings = Counter[str](), Counter[str](), dict[tuple[str, str], str]()
    names = sorted(own for own in seeds if not words or any(word in own for word in words))
    number = 0
    with tempfile.TemporaryDirectory() as folder:
        hunter.warm_up(Path(folder), others)
        start = time.monotonic()
        while time.monotonic() < start + seconds and len(findings) < MOST_FINDINGS:
            random = Random(f"{seed}/{number}")  # noqa: S311 the same inputs for the same seed
            name = names[number % len(names)]
            number += 1
            reader = hunter.readers[name]
            text = mutate(random.choice(seeds[name]), others, random)
            inputs[name] += 1
            told = hunter.finding(reader, text, len(text))
            accepted[name] += hunter.accepted
            if told and (name, told) not in findings:
                findings[name, told] = hunter.shrunk(reader, text, told)
                _print(name, told, findings[name, told])
            elif not told and random.random() < 0.1:
                path = Path(folder) / f"spoilt{reader.suffix}"
                content = mutate_bytes(text.encode("utf-8", "surrogatepass"), random)
                path.write_bytes(content)
                told = hunter.finding(reader, path, len(content))
                inputs[f"{name}, file"] += 1
                accepted[f"{name}, file"] += hunter.accepted
                if told and (f"{name}, file", told) not in findings:
                    findings[f"{name}, file", told] = repr(content)
                    _print(f"{name}, file", told, repr(content))
    for name in sorted(inputs):
        print(f"{inputs[name]:8} {name}: {accepted[name]} were read, the others refused")
    print(f"{sum(inputs.values()):8} inputs in {time.monotonic() - start:.0f} s, seed {seed}")
    return len(findings)


if __name__ == "__main__":
    sys.exit(bool(hunt(sys.argv[1], float(sys.argv[2]), sys.argv[3:])))
