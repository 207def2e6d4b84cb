"""Compares our token counts with those of Python's tiktoken, text by text, and prints what was compared.

Usage: tokens.py COUNT FOLDER…. COUNT is the example `count` of tunesmith-tokens; every string in the JSON of the folders'
files is counted, and ten million bytes of text made from a seed, by both encodings. The vocabularies come with litellm,
so nothing is asked of the network. Ends with 1 where a count differs.
"""

import importlib.util
import json
import os
import random
import subprocess
import sys
from pathlib import Path

# Before the import below, which reads it.
litellm = importlib.util.find_spec("litellm").submodule_search_locations[0]
os.environ["TIKTOKEN_CACHE_DIR"] = str(Path(litellm) / "litellm_core_utils" / "tokenizers")

import tiktoken  # noqa: E402

ENCODINGS = ("o200k_base", "cl100k_base")
MADE = 10_000_000
PIECES = (
    *" \n\t\r'.,!?-_/\\#@0123456789aeiouAEIOUsdmtlvrSDMTLVR",
    *"éßøñçüÀÎ\u0301\u00a0\u3000\u200b\ufeff\u2028一是不了人我在東京你好안녕привет😀👨\u200d👩🏽",
    *("the", " quick", "Brown", "FOX", "'s", "'LL", " they’re", "don't", "\r\n", "   ", "\n\n", "    "),
    *("123456", "3.14", "1e400", "{\"a\":", "</s>", "<|endoftext|>", "http://", "camelCase", "SNAKE_CASE", "ﬁ", "Ⅷ", "٣", "ǅ"),
)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from strings(item)


def texts_of(path):
    """Every string of a file; the whole text too where it is no JSON."""
    text = path.read_bytes().decode("utf-8", errors="replace")
    yield text
    for part in [text] if path.suffix == ".json" else text.split("\n"):
        try:
            yield from strings(json.loads(part))
        except (ValueError, RecursionError):
            continue


def is_text(text):
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def made_texts(size):
    """Texts from a seed: pieces that the pattern treats specially, any characters, and long runs."""
    rng = random.Random(20261122)
    made = 0
    while made < size:
        kind = rng.random()
        if kind < 0.6:
            text = "".join(rng.choice(PIECES) for _ in range(rng.randrange(1, 400)))
        elif kind < 0.9:
            codes = (rng.randrange(rng.choice((0x80, 0x800, 0x10000, 0x110000))) for _ in range(rng.randrange(1, 200)))
            text = "".join(chr(code) for code in codes if not 0xD800 <= code < 0xE000)
        else:
            text = rng.choice(PIECES) * rng.randrange(1, 300)
        made += len(text.encode())
        yield text


def main():
    count, *folders = sys.argv[1:]
    texts = []
    for folder in folders:
        files = sorted(path for path in Path(folder).rglob("*") if path.suffix in (".json", ".jsonl"))
        found = [text for path in files for text in texts_of(path) if is_text(text) and len(text) < 10_000_000]
        print(f"{len(files)} files of {Path(folder).name}: {len(found)} texts")
        texts.extend(found)
    made = list(made_texts(MADE))
    texts.extend(made)
    print(f"made from a seed: {len(made)} texts")
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    size = sum(len(text.encode()) for text in texts)
    failed = False
    for name in ENCODINGS:
        ours = subprocess.run([count, name, "--json"], input=lines, capture_output=True, text=True, check=True)
        ours = [int(line) for line in ours.stdout.split()]
        encoding = tiktoken.get_encoding(name)
        theirs = [len(encoding.encode_ordinary(text)) for text in texts]
        different = [index for index, pair in enumerate(zip(ours, theirs, strict=True)) if pair[0] != pair[1]]
        print(f"{name}: {len(texts)} texts, {size} bytes, {sum(theirs)} tokens, {len(different)} differ")
        for index in different[:5]:
            print(f"  {ours[index]} ours, {theirs[index]} theirs: {texts[index][:200]!r}")
        failed |= bool(different)
    sys.exit(failed)


main()
