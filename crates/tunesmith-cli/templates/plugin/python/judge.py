"""{{summary}}"""

from dataclasses import dataclass
from typing import Any

from tunesmith import (
    Answered,
    Ask,
    Description,
    Done,
    Example,
    GiveUp,
    Judge,
    Message,
    PluginError,
    Refused,
    Reply,
    Request,
    Score,
    Step,
    export,
)


@dataclass
class Settings:
    """What the recipe may say; `settings_schema` below says the same to those who write recipes."""

    #: What the model is asked to rate.
    rubric: str = "The answer is correct and easy to follow."


ANSWER = {
    "type": "object",
    "properties": {"reason": {"type": "string"}, "rating": {"type": "integer", "minimum": 1, "maximum": 5}},
    "required": ["reason", "rating"],
    "additionalProperties": False,
}


class {{type}}(Judge):
    """One request for each example."""

    Settings = Settings

    def __init__(self, settings: Settings) -> None:
        if not settings.rubric.strip():
            raise PluginError("rubric must say what to rate")
        self.rubric = settings.rubric

    @staticmethod
    def describe() -> Description:
        return Description(
            settings_schema={
                "type": "object",
                "properties": {
                    "rubric": {
                        "type": "string",
                        "default": "The answer is correct and easy to follow.",
                        "description": "what the model is asked to rate",
                    }
                },
                "additionalProperties": False,
            }
        )

    def begin(self, examples: list[Example]) -> Step:
        return Ask([self.request(example) for example in examples])

    def resume(self, state: Any, replies: list[Reply]) -> Step:
        scores = []
        for reply in replies:
            if not isinstance(reply, Answered):
                why = reply.words if isinstance(reply, Refused) else reply.why
                return GiveUp(f"the model gave no rating: {why}")
            scores.append(Score((reply.value["rating"] - 1) / 4, note=reply.value["reason"]))
        return Done(scores)

    def request(self, example: Example) -> Request:
        conversation = "\n\n".join(f"{message.role}: {message.content}" for message in example.messages)
        instruction = f"Rate this conversation from 1 (bad) to 5 (good): {self.rubric}\nGive the reason first."
        return Request(
            label="rating",
            messages=[Message("system", instruction), Message("user", conversation)],
            answer_schema=ANSWER,
            temperature=0.0,
        )


export({{type}})
