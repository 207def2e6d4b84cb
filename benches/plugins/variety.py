"""The variety scorer in Python, as plainly as one would write it."""

from measured import measure


def score(example):
    words = 0
    different = set()
    for message in example["messages"]:
        if message["role"] == "assistant":
            for word in message.get("content", "").split():
                words += 1
                different.add(word.lower())
    return {"value": len(different) / max(words, 1), "marks": [], "note": None, "extra": {}}


measure(score)
