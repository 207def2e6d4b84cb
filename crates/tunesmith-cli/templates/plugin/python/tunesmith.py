"""What a tunesmith plugin in Python needs: plain types, one class per kind, randomness with a fixed algorithm.

A plugin is pure: the same call gives the same answer, in any order and in batches cut anywhere. It has no network, files,
clock or randomness of its own; what looks random comes from `Rng(task.rng_seed)`, never from the module `random`.
`tunesmith plugin build` puts the WebAssembly side around `plugin.py`; nothing here depends on it, so a plugin can be
imported and tested with any Python.
"""

from __future__ import annotations

import json
import sys
import typing
from abc import ABC, abstractmethod
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, Callable, Optional, Sequence, Union


class PluginError(Exception):
    """A sentence for people: why settings are refused, or why this example is excluded. Any other exception is a fault of
    the plugin: it is reported with its place, and costs the example too."""


# What a plugin is.


@dataclass
class Description:
    """What a plugin is. Fields left out come from `pyproject.toml` and `documentation.md`."""

    #: JSON Schema of the settings, as an object with `additionalProperties: false`.
    settings_schema: dict[str, Any]
    #: `brevity-scorer`: the domain, then the kind.
    name: Optional[str] = None
    #: `1.0.0`.
    version: Optional[str] = None
    #: One sentence.
    summary: Optional[str] = None
    #: SPDX expression.
    licence: Optional[str] = None
    #: Who made it: `Name <address>`, or a name.
    authors: Optional[list[str]] = None
    #: What its users should know, in Markdown: what it looks at, what its marks mean, where it errs.
    documentation: Optional[str] = None
    #: What it wants beyond being called, which the recipe must grant: `log`, or nothing.
    abilities: list[str] = field(default_factory=list)


# Data.


@dataclass
class Message:
    """One message of a conversation."""

    #: system, user, assistant, tool …
    role: str
    #: The text; empty where there is none. Of a list of parts the host puts the texts here.
    content: str = ""
    #: The other members: name, weight, tool_calls, tool_call_id; content, where it is no plain text.
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass
class Example:
    """One training unit."""

    #: The conversation.
    messages: list[Message]
    #: tools, preferred_output, non_preferred_output, metadata … as `wit/plugin.wit` says.
    extra: dict[str, Any] = field(default_factory=dict)
    #: Set by the host; a generator leaves it empty.
    id: str = ""

    def of_role(self, role: str) -> list[Message]:
        """Messages of one role, in order."""
        return [message for message in self.messages if message.role == role]

    def metadata(self, key: str) -> Any:
        """One figure of the metadata; `None` where there is none."""
        metadata = self.extra.get("metadata")
        return metadata.get(key) if isinstance(metadata, dict) else None

    def with_metadata(self, key: str, value: Any) -> Example:
        """Adds one figure to the metadata, which scorers and filters see and training files do not."""
        self.extra.setdefault("metadata", {})[key] = value
        return self


@dataclass
class Score:
    """What a scorer or judge says about one example. It changes nothing; the recipe's filters decide."""

    #: Usually 0 to 1, higher is better. Never NaN or infinite.
    value: float
    #: Short marks a filter can ask for: `refusal`, `truncated`.
    marks: list[str] = field(default_factory=list)
    #: One sentence for people.
    note: Optional[str] = None
    #: Further figures.
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass
class NamedScore:
    """What one scorer of the recipe said."""

    #: The scorer's name in the recipe.
    name: str
    #: What it said.
    score: Score


@dataclass(frozen=True)
class Keep:
    """The example stays."""


@dataclass(frozen=True)
class Drop:
    """The example goes; why, as a short reason that reports can count: `too-long`."""

    reason: str


Verdict = Union[Keep, Drop]


@dataclass
class Task:
    """One piece of generation. Index and rng seed decide everything random."""

    #: Position in the run, from 0.
    index: int
    #: For `Rng`.
    rng_seed: int
    #: The seed record, if the recipe has seeds.
    seed: Any = None


# What generators and judges ask of a model. They never wait: they return what they want asked, with a state that is JSON,
# and are called again with the replies, perhaps days later.


@dataclass
class Request:
    """One thing to ask the model."""

    #: What it is for, in reports: `question`, `answer`, `critique`.
    label: str
    #: The conversation so far.
    messages: list[Message]
    #: JSON Schema the answer must satisfy. Flat objects of strings work best with small models.
    answer_schema: Optional[dict[str, Any]] = None
    temperature: Optional[float] = None
    max_tokens: Optional[int] = None
    #: Further sampling settings.
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass
class Answered:
    """A usable answer."""

    #: The text as the model wrote it.
    content: str
    #: The parsed answer, valid under the request's schema, when one was given.
    value: Any = None
    #: `stop`, `length` …
    finish_reason: str = "stop"


@dataclass
class Refused:
    """The model declined; its words."""

    words: str


@dataclass
class Failed:
    """No usable answer; why."""

    why: str


Reply = Union[Answered, Refused, Failed]


@dataclass
class Ask:
    """Ask these, then `resume` with the state and as many replies in the same order."""

    requests: list[Request]
    #: What `resume` needs to go on: anything JSON can hold.
    state: Any = None


@dataclass
class Done:
    """Finished: the examples of a generator, or one score for each example of a judge."""

    results: Sequence[Any]


@dataclass
class GiveUp:
    """No result from this task; why."""

    why: str


Step = Union[Ask, Done, GiveUp]


# The kinds. A plugin is a subclass of one of them, handed to `export`.


class Plugin(ABC):
    """What all kinds share."""

    #: A dataclass; its defaults are what the recipe may leave out.
    Settings: type

    @abstractmethod
    def __init__(self, settings: Any) -> None:
        """Takes the settings; a `PluginError` is a sentence the recipe's author reads."""

    @staticmethod
    @abstractmethod
    def describe() -> Description:
        """What this plugin is."""


class Scorer(Plugin):
    """Scores examples one by one, which makes batches pure by construction."""

    @abstractmethod
    def score(self, example: Example) -> Score:
        """Scores one example. Same example, same score. A `PluginError` excludes it with these words as the reason."""


class Filter(Plugin):
    """Decides what is kept, one by one. Never asks a model."""

    @abstractmethod
    def verdict(self, example: Example, scores: list[NamedScore]) -> Verdict:
        """Decides about one example. `scores` are in the order of their names."""


class Generator(Plugin):
    """Makes examples. One that needs no model returns `Done` from `begin`."""

    @abstractmethod
    def begin(self, task: Task) -> Step:
        """Starts a task."""

    @abstractmethod
    def resume(self, state: Any, replies: list[Reply]) -> Step:
        """Goes on with the replies to what was asked, in the same order."""


class Judge(Plugin):
    """Judges examples with a model's help; in the end one score per example, in the same order."""

    @abstractmethod
    def begin(self, examples: list[Example]) -> Step:
        """Starts judging."""

    @abstractmethod
    def resume(self, state: Any, replies: list[Reply]) -> Step:
        """Goes on with the replies to what was asked, in the same order."""


_exported: list[type[Plugin]] = []


def export(plugin: type[Plugin]) -> type[Plugin]:
    """Says which class is the plugin; once, at the end of `plugin.py`."""
    _exported.append(plugin)
    return plugin


# Settings.


def read_settings(plugin: type[Plugin], text: str) -> Any:
    """The plugin's settings from a JSON object; what it leaves out takes the dataclass's defaults."""
    try:
        given = json.loads(text)
    except ValueError as error:
        raise PluginError(f"the settings do not fit: {error}") from None
    if not isinstance(given, dict):
        raise PluginError(f"the settings do not fit: invalid type: {_told(given)}, expected a map")
    known = {member.name: member for member in fields(plugin.Settings)}
    hints = typing.get_type_hints(plugin.Settings)
    for name, value in given.items():
        if name not in known:
            raise PluginError(f"the settings do not fit: unknown field `{name}`, {_expected(list(known))}")
        if not _fits(value, hints[name]):
            raise PluginError(
                f"the settings do not fit: `{name}`: invalid type: {_told(value)}, expected {_type_name(hints[name])}"
            )
    for name, member in known.items():
        if name not in given and member.default is MISSING and member.default_factory is MISSING:
            raise PluginError(f"the settings do not fit: missing field `{name}`")
    return plugin.Settings(**given)


def _expected(names: list[str]) -> str:
    if not names:
        return "there are no fields"
    list_of_names = ", ".join(f"`{name}`" for name in names)
    return f"expected {list_of_names}" if len(names) < 3 else f"expected one of {list_of_names}"


def _fits(value: Any, hint: Any) -> bool:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any:
        return True
    if hint is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if hint is type(None):
        return value is None
    if origin is Union or type(hint).__name__ == "UnionType":
        return any(_fits(value, one) for one in arguments)
    if origin is typing.Literal:
        return value in arguments
    if origin is list:
        return isinstance(value, list) and all(_fits(item, arguments[0]) for item in value)
    if origin is dict:
        return isinstance(value, dict) and all(_fits(item, arguments[1]) for item in value.values())
    return isinstance(value, origin or hint)


def _told(value: Any) -> str:
    if value is None:
        return "null"
    names = {bool: "boolean", int: "integer", float: "floating point", str: "string", list: "sequence", dict: "map"}
    name = names[type(value)]
    if isinstance(value, (list, dict)):
        return name
    shown = json.dumps(value, ensure_ascii=False)
    return f"{name} {shown}" if isinstance(value, str) else f"{name} `{shown}`"


def _type_name(hint: Any) -> str:
    names = {bool: "a boolean", int: "an integer", float: "a number", str: "a string", list: "a list", dict: "a map"}
    return names.get(typing.get_origin(hint) or hint, str(hint))


# Randomness.

_64_BITS = (1 << 64) - 1


class Rng:
    """SplitMix64 (Steele, Lea, Flood, 2014): the same numbers as every tunesmith SDK. Never for secrets."""

    def __init__(self, rng_seed: int) -> None:
        """Starts from a task's rng seed."""
        self._state = rng_seed & _64_BITS

    def next_u64(self) -> int:
        """The next 64 bits."""
        self._state = (self._state + 0x9E37_79B9_7F4A_7C15) & _64_BITS
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9) & _64_BITS
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB) & _64_BITS
        return mixed ^ (mixed >> 31)

    def below(self, bound: int) -> int:
        """A number from 0 up to, not including, `bound`; 0 for a bound of 0."""
        return (self.next_u64() * bound) >> 64

    def between(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included."""
        return min(low, high) + self.below(min(abs(high - low) + 1, _64_BITS))

    def choose(self, items: Sequence[Any]) -> Any:
        """One of the items; `None` if there is none."""
        # A number is drawn from an empty list too, as in the other SDKs.
        index = self.below(len(items))
        return items[index] if items else None


# Words for people.


class _Log:
    """They change nothing, and are seen only if the plugin declares the ability `log` and the recipe grants it."""

    def __init__(self) -> None:
        # Outside of WebAssembly there is no host to give the words to.
        self.write: Callable[[str, str], None] = lambda level, text: print(f"{level}: {text}", file=sys.stderr)

    def debug(self, text: str) -> None:
        """For the plugin's author."""
        self.write("debug", text)

    def info(self, text: str) -> None:
        """Worth knowing."""
        self.write("info", text)

    def warn(self, text: str) -> None:
        """Probably not what was meant."""
        self.write("warn", text)


log = _Log()
