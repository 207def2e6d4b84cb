"""{{summary}}"""

from dataclasses import dataclass, field
from typing import Any

from tunesmith import (
    Answered,
    Ask,
    Description,
    Done,
    Example,
    Generator,
    GiveUp,
    Message,
    PluginError,
    Refused,
    Reply,
    Request,
    Rng,
    Step,
    Task,
    export,
)


@dataclass
class Settings:
    """What the recipe may say; `settings_schema` below says the same to those who write recipes."""

    #: What questions are about.
    topics: list[str] = field(default_factory=lambda: ["rivers", "bread", "the moon"])


ANSWER = {
    "type": "object",
    "properties": {"question": {"type": "string"}, "answer": {"type": "string"}},
    "required": ["question", "answer"],
    "additionalProperties": False,
}


class {{type}}(Generator):
    """Draws a topic and a level, and asks the model once."""

    Settings = Settings

    def __init__(self, settings: Settings) -> None:
        if not settings.topics:
            raise PluginError("topics must name at least one topic")
        self.topics = settings.topics

    @staticmethod
    def describe() -> Description:
        return Description(
            settings_schema={
                "type": "object",
                "properties": {
                    "topics": {
                        "type": "array",
                        "items": {"type": "string"},
                        "minItems": 1,
                        "default": ["rivers", "bread", "the moon"],
                        "description": "what questions are about",
                    }
                },
                "additionalProperties": False,
            }
        )

    def begin(self, task: Task) -> Step:
        rng = Rng(task.rng_seed)
        topic, level = rng.choose(self.topics), rng.between(1, 3)
        instruction = f"Write one question about {topic}, difficulty {level} of 3, and its answer."
        request = Request("question", [Message("user", instruction)], answer_schema=ANSWER)
        return Ask([request], state={"topic": topic, "level": level})

    def resume(self, state: Any, replies: list[Reply]) -> Step:
        reply = replies[0]
        if not isinstance(reply, Answered):
            why = reply.words if isinstance(reply, Refused) else reply.why
            return GiveUp(f"the model gave no question: {why}")
        messages = [Message("user", reply.value["question"]), Message("assistant", reply.value["answer"])]
        example = Example(messages).with_metadata("topic", state["topic"])
        return Done([example.with_metadata("level", state["level"])])


export({{type}})
