"""The canonical layout of a file, comments and all."""

from typing import Final

from socialmaturity.assessment.record import Assessment
from socialmaturity.errors import expect
from socialmaturity.io.files import parse_plain
from socialmaturity.io.toml_comments import comments_of
from socialmaturity.io.toml_layout import known_keys, toml_text
from socialmaturity.mapping.crosswalk import Crosswalk
from socialmaturity.model.framework import Framework

_KINDS: Final[tuple[type, ...]] = (Framework, Crosswalk, Assessment)


def format_toml(text: str) -> str:
    r"""Return a framework, crosswalk or assessment file in canonical layout.

    Keys stand in the order of the classes' fields, tables after them; keys
    that no class knows come last, in their own order, as the answers of an
    assessment do. Texts stand in double quotes, over several lines where
    they have some; a list on one line of up to 80 characters, else a line
    for each part. Comments go with what they stand at. `to_toml` writes the
    same layout.

    Nothing but the syntax is checked, so that a file that is still wrong
    can be tidied, too. Which of the three it is, is told by its keys.

    Args:
        text: TOML, with or without a byte order mark, lines ended in any
            way.

    Returns:
        Text that reads back equal and has every comment once. What is
        canonical comes back as it is.

    Raises:
        WrongTypeError: Not text.
        FileSyntaxError: No TOML; with the place where it breaks.
        InvalidValueError: A number that no file can have.

    Examples:
        >>> print(format_toml("name='Demo' # ours\nid='demo'\norder.exclusive=true"), end="")
        id = "demo"
        name = "Demo" # ours
        <BLANKLINE>
        [order]
        exclusive = true
    """
    plain = expect(text, str, "text").removeprefix("\ufeff").replace("\r\n", "\n")
    table = parse_plain(plain, "toml")
    cls = max(_KINDS, key=lambda kind: len(table.keys() & known_keys(kind)))
    return toml_text(table, cls, comments_of(plain))
