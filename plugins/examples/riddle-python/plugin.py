"""Riddles about a number, with the way back to it: a generator that needs no model."""

from dataclasses import dataclass
from typing import Any

from tunesmith import Description, Done, Example, Generator, Message, PluginError, Reply, Rng, Step, Task, export


@dataclass
class Settings:
    steps: int = 2


class Riddle(Generator):
    Settings = Settings

    def __init__(self, settings: Settings) -> None:
        if not 1 <= settings.steps <= 8:
            raise PluginError("steps must lie between 1 and 8")
        self.steps = settings.steps

    @staticmethod
    def describe() -> Description:
        return Description(
            settings_schema={
                "type": "object",
                "properties": {
                    "steps": {
                        "type": "integer",
                        "minimum": 1,
                        "maximum": 8,
                        "default": 2,
                        "description": "how often something is done to the number",
                    }
                },
                "additionalProperties": False,
            }
        )

    def begin(self, task: Task) -> Step:
        rng = Rng(task.rng_seed)
        answer = number = rng.between(2, 20)
        told, back = [], []
        for _ in range(self.steps):
            before, amount = number, rng.between(2, 9)
            if rng.choose(["add", "multiply"]) == "add":
                number += amount
                told.append(f"add {amount}")
                back.append(f"{number} - {amount} = {before}")
            else:
                number *= amount
                told.append(f"multiply by {amount}")
                back.append(f"{number} / {amount} = {before}")
        riddle = f"I think of a number, {', '.join(told)} and get {number}. What is the number?"
        solution = "Backwards: " + ", ".join(reversed(back)) + f".\n#### {answer}"
        example = Example([Message("user", riddle), Message("assistant", solution)])
        return Done([example.with_metadata("answer", str(answer))])

    def resume(self, state: Any, replies: list[Reply]) -> Step:
        raise PluginError("nothing was asked")


export(Riddle)
