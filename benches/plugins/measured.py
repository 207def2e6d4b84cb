"""What the scorers in Python share: read the examples, measure, print speed and the sum of all numbers as JSON."""

import json
import statistics
import sys
import time

RUNS = 5
LEAST = 0.3


def numbers(score):
    """The value and every number among the figures, added up."""
    figures = score["extra"].values()
    return score["value"] + sum(it for it in figures if isinstance(it, (int, float)))


def measure(score):
    with open(sys.argv[1], encoding="utf-8") as file:
        examples = [json.loads(line) for line in file]
    total = sum(numbers(score(example)) for example in examples)
    speeds = []
    for _ in range(RUNS + 1):
        cpu, wall, done = time.process_time(), time.monotonic(), 0
        while time.monotonic() - wall < LEAST:
            for example in examples:
                score(example)
                done += 1
        speeds.append(done / (time.process_time() - cpu))
    print(json.dumps({"per_cpu_second": statistics.median(speeds[1:]), "sum": total}))
