"""The WebAssembly side of this plugin, written anew by every `tunesmith plugin build`. Do not edit."""

import json
from typing import Any, Callable, Optional

import tunesmith
from componentize_py_types import Err
from wit_world.exports import about as wit_about
from wit_world.imports import log as wit_log
from wit_world.imports import types as wit

KIND = "{{kind}}"
PROJECT = json.loads({{project}})

tunesmith.log.write = lambda level, text: wit_log.write(wit_log.Level[level.upper()], text)

import plugin as _plugin  # noqa: E402, F401  It calls `export`.

if len(tunesmith._exported) != 1:
    raise SystemExit("plugin.py must end with `export(MyPlugin)`, exactly once")
PLUGIN: Any = tunesmith._exported[0]
if not issubclass(PLUGIN, getattr(tunesmith, KIND.capitalize())):
    raise SystemExit(f"pyproject.toml says kind = \"{KIND}\", but {PLUGIN.__name__} is no {KIND.capitalize()}")

configured: Optional[Any] = None


def guarded(work: Callable[[], Any]) -> Any:
    """Turns a sentence of the plugin into the API's error. Of any other exception the host gets the words before the trap."""
    try:
        return work()
    except tunesmith.PluginError as error:
        raise Err(str(error)) from None
    except Err:
        raise
    except BaseException as error:
        wit_log.write(wit_log.Level.ERROR, f"{type(error).__name__}: {error}{place(error)}")
        raise


def place(error: BaseException) -> str:
    # The module `traceback` reads source files, and there are none in here.
    trace, found = error.__traceback__, ""
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename.rsplit("/", 1)[-1]
        if file not in ("tunesmith_entry.py", "tunesmith.py"):
            found = f" ({file}:{trace.tb_lineno})"
        trace = trace.tb_next
    return found


def the_plugin() -> Any:
    if configured is None:
        raise tunesmith.PluginError("it was called before it was configured")
    return configured


def object_in(what: str, text: Optional[str]) -> dict:
    if text is None:
        return {}
    value = value_in(what, text)
    if not isinstance(value, dict):
        raise tunesmith.PluginError(f"{what} is not a JSON object")
    return value


def value_in(what: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise tunesmith.PluginError(f"{what} is not JSON: {error}") from None


def text_out(what: str, value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError) as error:
        raise tunesmith.PluginError(f"{what} can not be written as JSON: {error}") from None


def object_out(what: str, value: dict) -> Optional[str]:
    return text_out(what, value) if value else None


def message_in(message: Any) -> tunesmith.Message:
    extra = message.extra
    return tunesmith.Message(
        message.role, message.content, {} if extra is None else object_in("a message's extra", extra)
    )


def example_in(example: Any) -> tunesmith.Example:
    messages = [message_in(message) for message in example.messages]
    return tunesmith.Example(messages, object_in("an example's extra", example.extra), example.id)


def message_out(message: tunesmith.Message) -> Any:
    return wit.Message(message.role, message.content, object_out("a message's extra", message.extra))


def example_out(example: tunesmith.Example) -> Any:
    messages = [message_out(message) for message in example.messages]
    return wit.Example(example.id, messages, object_out("an example's extra", example.extra))


def score_in(score: Any) -> tunesmith.Score:
    return tunesmith.Score(score.value, score.marks, score.note, object_in("a score's extra", score.extra))


def score_out(score: tunesmith.Score) -> Any:
    return wit.Score(float(score.value), score.marks, score.note, object_out("a score's extra", score.extra))


class About:
    """What every plugin exports."""

    def describe(self) -> Any:
        def work() -> Any:
            told = PLUGIN.describe()

            def of(name: str) -> Any:
                own = getattr(told, name)
                return PROJECT[name] if own is None else own

            return wit_about.Description(
                name=of("name"),
                version=of("version"),
                summary=of("summary"),
                licence=of("licence"),
                authors=of("authors"),
                documentation=of("documentation"),
                settings_schema=text_out("the settings' schema", told.settings_schema),
                abilities=told.abilities,
            )

        return guarded(work)

    def configure(self, settings: str) -> None:
        def work() -> None:
            global configured
            if configured is not None:
                raise tunesmith.PluginError("it was configured already; configure is called once")
            configured = PLUGIN(tunesmith.read_settings(PLUGIN, settings))

        guarded(work)


if KIND == "scorer":

    class Scorer:
        """Scores one by one."""

        def score_batch(self, examples: list) -> list:
            def work() -> list:
                score = the_plugin().score
                return [score_out(score(example_in(example))) for example in examples]

            return guarded(work)


if KIND == "filter":
    from wit_world.exports import filter as wit_filter

    def verdict_of(decide: Callable[..., Any], scored: Any) -> Any:
        scores = [tunesmith.NamedScore(named.name, score_in(named.score)) for named in scored.scores]
        verdict = decide(example_in(scored.example), scores)
        if isinstance(verdict, tunesmith.Drop):
            return wit_filter.Verdict_Drop(verdict.reason)
        if isinstance(verdict, tunesmith.Keep):
            return wit_filter.Verdict_Keep()
        raise TypeError(f"`verdict` answered {verdict!r}: answer Keep() or Drop(reason)")

    class Filter:
        """Decides one by one."""

        def verdict_batch(self, examples: list) -> list:
            return guarded(lambda: [verdict_of(the_plugin().verdict, scored) for scored in examples])


if KIND in ("generator", "judge"):
    from wit_world.imports import dialogue

    def request_out(request: tunesmith.Request) -> Any:
        schema = request.answer_schema
        return dialogue.Request(
            label=request.label,
            messages=[message_out(message) for message in request.messages],
            answer_schema=None if schema is None else text_out("an answer's schema", schema),
            temperature=None if request.temperature is None else float(request.temperature),
            max_tokens=request.max_tokens,
            extra=object_out("a request's extra", request.extra),
        )

    def reply_in(reply: Any) -> Any:
        if isinstance(reply, dialogue.Reply_Answered):
            answer = reply.value
            value = None if answer.value is None else value_in("an answer", answer.value)
            return tunesmith.Answered(answer.content, value, answer.finish_reason)
        if isinstance(reply, dialogue.Reply_Refused):
            return tunesmith.Refused(reply.value)
        return tunesmith.Failed(reply.value)

    def step_out(step: Any, kinds: Any, result_out: Callable[[Any], Any]) -> Any:
        if isinstance(step, tunesmith.Ask):
            requests = [request_out(request) for request in step.requests]
            return kinds.Step_Ask(dialogue.Ask(requests, text_out("the state", step.state).encode()))
        if isinstance(step, tunesmith.Done):
            return kinds.Step_Done([result_out(result) for result in step.results])
        if isinstance(step, tunesmith.GiveUp):
            return kinds.Step_GiveUp(step.why)
        raise TypeError(f"a step is Ask, Done or GiveUp, not {step!r}")

    def resumed(state: bytes, replies: list) -> Any:
        return the_plugin().resume(value_in("the state", state.decode()), [reply_in(reply) for reply in replies])


if KIND == "generator":
    from wit_world.exports import generator as wit_generator

    class Generator:
        """Makes examples, step by step."""

        def begin(self, task: Any) -> Any:
            def work() -> Any:
                seed = None if task.seed is None else value_in("the seed record", task.seed)
                step = the_plugin().begin(tunesmith.Task(task.index, task.rng_seed, seed))
                return step_out(step, wit_generator, example_out)

            return guarded(work)

        def resume(self, state: bytes, replies: list) -> Any:
            return guarded(lambda: step_out(resumed(state, replies), wit_generator, example_out))


if KIND == "judge":
    from wit_world.exports import judge as wit_judge

    class Judge:
        """Judges, step by step."""

        def begin(self, examples: list) -> Any:
            def work() -> Any:
                step = the_plugin().begin([example_in(example) for example in examples])
                return step_out(step, wit_judge, score_out)

            return guarded(work)

        def resume(self, state: bytes, replies: list) -> Any:
            return guarded(lambda: step_out(resumed(state, replies), wit_judge, score_out))
