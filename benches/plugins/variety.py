"""The variety scorer in Python, as plainly as one would write it; prints its speed and the sum of its scores as JSON."""

import json
import statistics
import sys
import time

RUNS = 5
LEAST = 0.3


def score(example):
    words = 0
    different = set()
    for message in example["messages"]:
        if message["role"] == "assistant":
            for word in message["content"].split():
                words += 1
                different.add(word.lower())
    return {"value": len(different) / max(words, 1), "marks": [], "note": None, "extra": {}}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        examples = [json.loads(line) for line in file]
    total = sum(score(example)["value"] for example in examples)
    speeds = []
    for _ in range(RUNS + 1):
        cpu, wall, done = time.process_time(), time.monotonic(), 0
        while time.monotonic() - wall < LEAST:
            for example in examples:
                score(example)
                done += 1
        speeds.append(done / (time.process_time() - cpu))
    print(json.dumps({"per_cpu_second": statistics.median(speeds[1:]), "sum": total}))


main()
