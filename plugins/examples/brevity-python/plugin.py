"""How varied and how long an answer is. The same scores, bit for bit, as `brevity-rust` and `brevity-javascript`."""

from dataclasses import dataclass

from tunesmith import Description, Example, PluginError, Score, Scorer, export

ALPHANUMERIC = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
# Only ASCII: what `str.lower` does to other letters differs from language to language.
LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


@dataclass
class Settings:
    most_chars: int = 800


class Brevity(Scorer):
    Settings = Settings

    def __init__(self, settings: Settings) -> None:
        if settings.most_chars < 1:
            raise PluginError("most_chars must be at least 1")
        self.most_chars = settings.most_chars

    @staticmethod
    def describe() -> Description:
        return Description(
            settings_schema={
                "type": "object",
                "properties": {
                    "most_chars": {
                        "type": "integer",
                        "minimum": 1,
                        "default": 800,
                        "description": "answers of so many characters are not too long",
                    }
                },
                "additionalProperties": False,
            }
        )

    def score(self, example: Example) -> Score:
        answers = example.of_role("assistant")
        if not answers:
            raise PluginError("there is no answer")
        text = answers[-1].content
        words, different, chars = count(text)
        marks = []
        value = 0.0
        if words == 0:
            marks.append("empty")
        else:
            value = different / words
        if chars > self.most_chars:
            marks.append("too-long")
            value *= self.most_chars / chars
        if different * 3 < words:
            marks.append("repetitive")
        return Score(value, marks, extra={"words": words, "different": different, "chars": chars})


def count(text: str) -> tuple[int, int, int]:
    """Words, different words, characters."""
    words = 0
    seen = set()
    word: list[str] = []
    for letter in text.translate(LOWER):
        if letter in ALPHANUMERIC or letter > "\x7f":
            word.append(letter)
        elif word:
            words += 1
            seen.add("".join(word))
            word.clear()
    if word:
        words += 1
        seen.add("".join(word))
    return words, len(seen), len(text)


export(Brevity)
