"""What a query must not do, decided from its words before an engine sees it.

The engine runs SERVICE whenever it is asked to, and a deeply nested query overflows its stack and ends the
whole process; neither can be switched off in it. So both are refused here.
"""

from __future__ import annotations

import re

from kg.errors import UsageError

MAX_QUERY_BYTES = 64 * 1024
MAX_NESTING = 64
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
    r"|(?P<operator>\|\||&&|[/|^!+*=<>-])",
    re.DOTALL,
)
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
            raise UsageError(f"the query is refused: more than {MAX_OPERATORS} operators")
    return names_dataset
