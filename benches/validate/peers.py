"""Measures Python programs on the files that ours is measured on: peers.py VOCABULARY CHAT CJK. Prints one JSON object a line.

CHAT and CJK are datasets, VOCABULARY holds the tokens of o200k_base in hexadecimal. CPU seconds, median of three.
"""

import json
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "conformance"))

import tiktoken  # noqa: E402
import tiktoken_ext.openai_public as public  # noqa: E402
from cookbook import cookbook_record  # noqa: E402

RUNS = 3


def encoding(vocabulary):
    """The encoding as the package defines it, with the vocabulary from the file: nothing asks the network."""
    ranks = {bytes.fromhex(line): rank for rank, line in enumerate(vocabulary.read_text().split())}
    public.load_tiktoken_bpe = lambda *_, **__: ranks
    return tiktoken.Encoding(**public.o200k_base())


def report(name, size, what):
    seconds = []
    for _ in range(RUNS):
        start = time.process_time()
        what()
        seconds.append(time.process_time() - start)
    print(json.dumps({"name": name, "bytes": size, "seconds": statistics.median(seconds)}), flush=True)


def loads(path):
    with path.open("rb") as lines:
        for line in lines:
            json.loads(line)


def cookbook(path, encode):
    """Format, tokens of all fields of all messages, tokens of the answers, as the notebook on preparing chat data goes about it."""
    with path.open(encoding="utf-8") as lines:
        dataset = [json.loads(line) for line in lines]
    lengths, answers = [], []
    for record in dataset:
        cookbook_record(record)
        total, answered = 3, 0
        for message in record["messages"]:
            total += 3 + sum(len(encode(value)) for value in message.values())
            if message["role"] == "assistant":
                answered += len(encode(message["content"]))
        lengths.append(total)
        answers.append(answered)
    return statistics.mean(lengths), statistics.mean(answers), sum(length > 16_385 for length in lengths)


def main():
    vocabulary, chat, cjk = map(Path, sys.argv[1:])
    encode = encoding(vocabulary).encode
    size = chat.stat().st_size
    report("json.loads", size, lambda: loads(chat))
    report("cookbook", size, lambda: cookbook(chat, encode))
    with cjk.open(encoding="utf-8") as lines:
        texts = [message["content"] for line in lines for message in json.loads(line)["messages"]]
    length = sum(len(text.encode()) for text in texts)
    report("count CJK by Python tiktoken", length, lambda: [encode(text, disallowed_special=()) for text in texts])


main()
