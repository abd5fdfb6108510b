"""What a query must not do, decided from its words before an engine sees it.

The engine runs SERVICE whenever it is asked to, and a deeply nested query overflows its stack and ends the
whole process; neither can be switched off in it. So both are refused here.
"""

from __future__ import annotations

import re

from kg.errors import UsageError

MAX_QUERY_BYTES = 64 * 1024
MAX_NESTING = 64
#: Operators, path steps and triples together: thousands of them keep the engine's planner busy for minutes.
MAX_OPERATORS = 512

# Strings, IRIs and comments are passed over, so that their words and brackets do not count.
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\''
    r"|<[^<>\"{}|^`\\\x00-\x20]*>"
    r"|\#[^\n\r]*"
    r"|(?P<name>[?$@]?[\w-]*:[\w.:%\\-]*|[?$@][\w-]+)"
    r"|(?P<word>[A-Za-z_]\w*)"
    r"|(?P<open>[({\[])|(?P<close>[)}\]])"
    r"|\d+\.\d*|\.\d+"
    r"|(?P<operator>\|\||&&|[/|^!+*=<>.;,-])",
    re.DOTALL,
)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_REFUSED = {
    "SERVICE": "SERVICE would ask another server",
    "LOAD": "LOAD would fetch from the network",
    **dict.fromkeys(
        ("INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"),
        "this is an update, and the graph is read-only",
    ),
}


def guard(text: str) -> bool:
    """Let a read-only, self-contained query of sane size pass.

    Returns:
        Whether the query names its own dataset (FROM).

    Raises:
        UsageError: it is too large or too deeply nested, is an update, or would reach outside.
    """
    # SPARQL lets a letter be written as its code point, which some engines read before anything else.
    decoded = _CODE_POINT.sub(lambda match: chr(int(match[1] or match[2], 16) % 0x110000), text)
    return _scan(text) | (decoded != text and _scan(decoded))


def _scan(text: str) -> bool:
    if len(text.encode("utf-8", "surrogatepass")) > MAX_QUERY_BYTES:
        raise UsageError(f"the query is refused: longer than {MAX_QUERY_BYTES // 1024} KiB")
    depth = operators = 0
    names_dataset = False
    for token in _TOKEN.finditer(text):
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth -= 1
        elif token["operator"]:
            operators += 1
        elif word := token["word"]:
            if reason := _REFUSED.get(word.upper()):
                line = text.count("\n", 0, token.start()) + 1
                raise UsageError(f"the query is refused, line {line}: {reason}")
            names_dataset |= word.upper() == "FROM"
        if depth > MAX_NESTING:
            raise UsageError(f"the query is refused: nested more than {MAX_NESTING} deep")
        if operators > MAX_OPERATORS:
            raise UsageError(f"the query is refused: more than {MAX_OPERATORS} operators and triples")
    return names_dataset
