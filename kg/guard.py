"""What a query must not do, decided before an engine sees it.

The engine runs SERVICE whenever it is asked to, and a query that nests or chains too much overflows its stack and
ends the whole process; neither can be switched off in it. What must hold is therefore decided on the raw text, in
which nothing can be hidden: no guess at where a string or a comment ends can be turned against it.
"""

from __future__ import annotations

import re
import sys

from kg.errors import UsageError

MAX_QUERY_BYTES = 64 * 1024
#: Brackets open at the same time, as far as the raw text tells.
MAX_NESTING = 64
#: Opening brackets in all: about 3,000 nested groups overflow the stack of a thread.
MAX_BRACKETS = 1000
#: Of each of the signs that chain triples, paths and expressions.
MAX_CHAIN = 1000
_CHAINING = ".,;|&!^/*+-=~"
#: Words between white space, and of each of the signs that begin a term: long lists overflow the stack too.
MAX_TERMS = 2000
_TERM_SIGNS = "\"'<?$:"

# SERVICE, unless it goes on with a word, variable or language tag that began before it. A literal or a prefix may
# end right before it, and anything may follow.
_SERVICE = re.compile(r"(?:(?<![A-Za-z_?$@-])|(?<=true)|(?<=false))service", re.IGNORECASE)
# The IRI of a file, its letters perhaps written as escapes: some engines read the file that FROM names.
_FILE = re.compile(r"<\s*file:", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATE = re.compile(r"(?<![?$:\w-])(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD)\b(?!\s*:)", re.IGNORECASE)
_FROM = re.compile(r"(?<![?$:\w-])FROM\b(?!:)", re.IGNORECASE)
#: Strings, IRIs and comments: enough to tell keywords from words; nothing that has to be safe rests on it.
QUOTED = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\'|<[^<>"{}|^`\s]*>|\#[^\n\r]*',
    re.DOTALL,
)


def guard(text: str, *, allow_remote: bool = False) -> bool:
    """Let a read-only, self-contained query of sane size pass.

    Args:
        text: the query.
        allow_remote: whether SERVICE may ask other servers.

    Returns:
        Whether the query names its own dataset (FROM).

    Raises:
        UsageError: it is too large, nests or chains too much, is an update, or would reach outside.
    """
    if not text.strip():
        raise UsageError("the query is empty")
    if len(text.encode("utf-8", "surrogatepass")) > MAX_QUERY_BYTES:
        raise UsageError(f"the query is refused: longer than {MAX_QUERY_BYTES // 1024} KiB")
    if not allow_remote and (found := _SERVICE.search(text)):
        line = text.count("\n", 0, found.start()) + 1
        raise UsageError(
            f"the query is refused, line {line}: SERVICE would ask another server "
            "(--allow-remote lets it; without, the word is refused in strings and comments too)"
        )
    if found := _FILE.search(_ESCAPE.sub(_decoded, text)):
        raise UsageError(f"the query is refused: {found[0]}…> names a file, and a query reads none")
    _refuse_bombs(text)
    plain = QUOTED.sub(" ", text)
    if found := _UPDATE.search(plain):
        raise UsageError(f"the query is refused: {found[0].upper()} is an update, and the graph is read-only")
    return _FROM.search(plain) is not None


def _decoded(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= sys.maxunicode else escape[0]


def _refuse_bombs(text: str) -> None:
    depth = brackets = 0
    for sign in re.findall(r"[(){}\[\]]", text):
        opens = sign in "({["
        brackets += opens
        depth = depth + 1 if opens else max(0, depth - 1)
        if depth > MAX_NESTING or brackets > MAX_BRACKETS:
            raise UsageError(f"the query is refused: more than {MAX_NESTING} brackets deep, or {MAX_BRACKETS} in all")
    for sign in _CHAINING:
        if text.count(sign) > MAX_CHAIN:
            raise UsageError(f"the query is refused: more than {MAX_CHAIN} times “{sign}”")
    if max(len(text.split()), *(text.count(sign) for sign in _TERM_SIGNS)) > MAX_TERMS:
        raise UsageError(f"the query is refused: more than {MAX_TERMS} terms")
