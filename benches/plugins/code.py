"""The code scorer in Python, for Python only: fences by a regular expression, blocks by the interpreter's own parser, which is C."""

import ast
import re

from measured import measure

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def parses(code):
    try:
        ast.parse(code)
    except (SyntaxError, ValueError):
        return False
    return True


def score(example):
    blocks = checked = parsed = 0
    for message in example["messages"]:
        if message["role"] == "assistant":
            for language, code in BLOCK.findall(message.get("content", "")):
                blocks += 1
                if language == "python":
                    checked += 1
                    parsed += parses(code)
    extra = {"blocks": blocks, "checked": checked, "parsed": parsed}
    value = parsed / checked if checked else 1.0
    return {"value": round(value, 4), "marks": [], "note": None, "extra": extra}


measure(score)
