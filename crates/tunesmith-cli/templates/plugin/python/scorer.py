"""{{summary}}"""

from dataclasses import dataclass

from tunesmith import Description, Example, PluginError, Score, Scorer, export


@dataclass
class Settings:
    """What the recipe may say; `settings_schema` below says the same to those who write recipes."""

    #: Answers of so many words still score 1.
    most_words: int = 120


class {{type}}(Scorer):
    """Counts the words of the last answer."""

    Settings = Settings

    def __init__(self, settings: Settings) -> None:
        if settings.most_words < 1:
            raise PluginError("most_words must be at least 1")
        self.most_words = settings.most_words

    @staticmethod
    def describe() -> Description:
        return Description(
            settings_schema={
                "type": "object",
                "properties": {
                    "most_words": {
                        "type": "integer",
                        "minimum": 1,
                        "default": 120,
                        "description": "answers of so many words still score 1",
                    }
                },
                "additionalProperties": False,
            }
        )

    def score(self, example: Example) -> Score:
        answers = example.of_role("assistant")
        if not answers:
            raise PluginError("there is no answer")
        words = len(answers[-1].content.split())
        if words > self.most_words:
            note = f"{words} words, {self.most_words} would do"
            return Score(self.most_words / words, marks=["too-long"], note=note, extra={"words": words})
        return Score(1.0, extra={"words": words})


export({{type}})
