"""{{summary}}"""

from dataclasses import dataclass

from tunesmith import Description, Drop, Example, Filter, Keep, NamedScore, PluginError, Verdict, export


@dataclass
class Settings:
    """What the recipe may say; `settings_schema` below says the same to those who write recipes."""

    #: What every scorer must have given at least.
    least: float = 0.5


class {{type}}(Filter):
    """Looks at all scores of an example."""

    Settings = Settings

    def __init__(self, settings: Settings) -> None:
        if not 0 <= settings.least <= 1:
            raise PluginError("least must lie between 0 and 1")
        self.least = settings.least

    @staticmethod
    def describe() -> Description:
        return Description(
            settings_schema={
                "type": "object",
                "properties": {
                    "least": {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 1,
                        "default": 0.5,
                        "description": "what every scorer must have given at least",
                    }
                },
                "additionalProperties": False,
            }
        )

    def verdict(self, example: Example, scores: list[NamedScore]) -> Verdict:
        for named in scores:
            if named.score.value < self.least:
                return Drop(f"low-{named.name}")
        return Keep()


export({{type}})
