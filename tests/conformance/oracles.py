"""Asks outside programs what they think of each file of the corpus, and prints their verdicts as JSON.

Usage: oracles.py CORPUS [FILE…]. CORPUS is a folder with corpus.toml; with FILEs, those are judged instead of the corpus.
`cargo xtask conform` makes the environment that this needs and keeps the answer. The README beside this file says how
to read it. Each verdict is one of

    accept          the program takes the file
    refuse          it says no, in a way it means to
    crash           it ends with an exception that is no verdict (TypeError, RecursionError, …); the name is recorded
    not-applicable  the file is of a shape the program is not made for
"""

import json
import os
import re
import shutil
import signal
import sys
import tempfile
import tomllib
import warnings
from importlib import metadata
from pathlib import Path

# Before the imports below: nothing may ask the network, and nothing may colour or animate what we read.
os.environ.update(
    HF_HUB_OFFLINE="1",
    HF_DATASETS_OFFLINE="1",
    TRANSFORMERS_VERBOSITY="error",
    TOGETHER_NO_BANNER="1",
    TQDM_DISABLE="1",
    NO_COLOR="1",
)
warnings.filterwarnings("ignore")

# Why: trl takes "the first" of a set of column names, so its verdict follows the order of string hashes.
if os.environ.get("PYTHONHASHSEED") != "0":
    os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})

import datasets  # noqa: E402
from jinja2.exceptions import TemplateError  # noqa: E402
from mistral_common.exceptions import MistralCommonException  # noqa: E402
from mistral_common.protocol.instruct.messages import (  # noqa: E402
    FinetuningAssistantMessage,
    ToolMessage,
    UserMessage,
)
from mistral_common.protocol.instruct.request import InstructRequest  # noqa: E402
from mistral_common.protocol.instruct.tool_calls import Function, FunctionCall, Tool, ToolCall  # noqa: E402
from mistral_common.protocol.instruct.validator import MistralRequestValidatorV3, ValidationMode  # noqa: E402
from pydantic import ValidationError  # noqa: E402
from together.utils.files import check_file  # noqa: E402
from tokenizers import Tokenizer, models, pre_tokenizers  # noqa: E402
from transformers import PreTrainedTokenizerFast  # noqa: E402
from trl.data_utils import (  # noqa: E402
    maybe_apply_chat_template,
    maybe_convert_to_chatml,
    maybe_extract_prompt,
    prepare_multimodal_messages,
)

from cookbook import Refused, cookbook_record  # noqa: E402

LONGEST_MESSAGE = 240
PACKAGES = ("datasets", "mistral_common", "pyarrow", "pydantic", "together", "transformers", "trl")


class NotApplicable(Exception):
    """The file is not of the shape that the oracle judges."""


def lines_of(path):
    """The number (from 1) and text of each line that holds more than white space; UnicodeDecodeError if not UTF-8."""
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if line.strip(b" \t\r"):
            yield number, line.decode("utf-8").rstrip("\r")


# -- Python's json, strict ------------------------------------------------------------------------------------------


def no_constant(name):
    raise ValueError(f"{name} is no JSON")


def python_json(path):
    """json.loads on each line that is not blank; NaN and the infinities, which it takes by default, are refused."""
    seen = False
    for number, line in lines_of(path):
        seen = True
        try:
            json.loads(line, parse_constant=no_constant)
        except ValueError as error:
            raise Refused(f"line {number}: {error}") from None
    if not seen:
        raise NotApplicable("no line to parse")


# -- The check of OpenAI's cookbook ---------------------------------------------------------------------------------


def cookbook(path):
    """What the notebook on preparing chat data looks at. It is older than tools, so it knows neither their role nor keys."""
    seen = False
    for number, line in lines_of(path):
        seen = True
        try:
            cookbook_record(json.loads(line))
        except (ValueError, Refused) as error:
            raise Refused(f"line {number}: {error}") from None
    if not seen:
        raise NotApplicable("no line to judge")


# -- together --------------------------------------------------------------------------------------------------------


def together(path):
    """The check that together's own client makes before an upload."""
    report = check_file(path)
    if not report["is_check_passed"]:
        # With another file ending the message still says that all is well, and the reason is elsewhere.
        raise Refused(report["message"] if report["message"] != "Checks passed" else report["filetype"])


# -- mistral-common --------------------------------------------------------------------------------------------------


def mistral(path):
    """mistral-common's classes and its validator for fine-tuning (tokenizer version 3), fed as mistral-finetune feeds them."""
    records = []
    for number, line in lines_of(path):
        try:
            records.append((number, json.loads(line)))
        except ValueError as error:
            records.append((number, error))
    chat = lambda record: isinstance(record, dict) and ("messages" in record or "interactions" in record)  # noqa: E731
    if not any(chat(record) for _, record in records):
        raise NotApplicable("no record has messages or interactions")
    for number, record in records:
        try:
            if isinstance(record, ValueError):
                raise record
            mistral_record(record)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise Refused(f"line {number}: {error.title}: {place}: {first['msg']}") from None
        except (MistralCommonException, Refused, ValueError) as error:
            raise Refused(f"line {number}: {error}") from None


def need(holds, message):
    if not holds:
        raise Refused(message)


def mistral_record(record):
    need(isinstance(record, dict) and ("messages" in record) != ("interactions" in record), "needs either messages or interactions")
    need(not ("tools" in record and "available_tools" in record), "has both tools and available_tools")
    tools = [mistral_tool(tool) for tool in record.get("tools") or record.get("available_tools") or []]
    system, messages = record.get("system_prompt"), []
    for message in record.get("messages", record.get("interactions")):
        need("role" in message, "a message has no role")
        need(not ("content" in message and "text" in message), "a message has both content and text")
        role, calls = message["role"], message.get("tool_calls")
        content = message["content"] if message.get("content") is not None else message.get("text")
        need(content is not None or calls is not None, f"a {role} message has no content")
        if role == "user":
            messages.append(UserMessage(content=content))
        elif role == "assistant":
            calls = None if calls is None else [mistral_call(call) for call in calls]
            messages.append(FinetuningAssistantMessage(content=content, tool_calls=calls, weight=message.get("weight")))
        elif role == "tool":
            need("tool_call_id" in message, "a tool message has no tool_call_id")
            messages.append(ToolMessage(content=content, tool_call_id=message["tool_call_id"], name=message.get("name")))
        elif role == "system":
            need(system is None, "more than one system message")
            system = content
        else:
            raise Refused(f"role {role!r} is not known")
    validator = MistralRequestValidatorV3(ValidationMode.finetuning)
    validator.validate_messages(messages)
    # Why the private method: the public one takes a whole request, whose class refuses the key `weight`.
    validator._validate_tools(tools)
    InstructRequest(messages=messages, system_prompt=system, available_tools=tools or None)


def mistral_tool(tool):
    need("function" in tool, "a tool has no function")
    function = tool["function"]
    for key in ("name", "description", "parameters"):
        need(key in function, f"a function has no {key}")
    need(isinstance(function["parameters"], dict), "a function's parameters are not an object")
    return Tool(function=Function(**{key: function[key] for key in ("name", "description", "parameters")}))


def mistral_call(call):
    for key in ("id", "function"):
        need(key in call, f"a tool call has no {key}")
    for key in ("name", "arguments"):
        need(key in call["function"], f"a tool call's function has no {key}")
    need(isinstance(call["function"]["arguments"], str), "a tool call's arguments are not a string")
    return ToolCall(id=call["id"], function=FunctionCall(name=call["function"]["name"], arguments=call["function"]["arguments"]))


# -- datasets and trl ------------------------------------------------------------------------------------------------

# Every role and shape is rendered: what is refused is refused by trl, not by a template's taste.
TEMPLATE = (
    "{% for tool in tools or [] %}<tool>{{ tool | tojson }}\n{% endfor %}"
    "{% for message in messages %}<{{ message.role }}>"
    "{% if message.content is string %}{{ message.content }}"
    "{% else %}{% for part in message.content or [] %}{{ part.text if part.text else '<image>' }}{% endfor %}{% endif %}"
    "{% for call in message.tool_calls or [] %}<call>{{ call | tojson }}{% endfor %}\n{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}"
)
SHAPES = {"messages", "conversations", "text", "prompt", "completion", "chosen", "rejected"}


def tokenizer():
    words = Tokenizer(models.WordLevel({"?": 0}, unk_token="?"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    return PreTrainedTokenizerFast(tokenizer_object=words, unk_token="?", chat_template=TEMPLATE)


TOKENIZER = tokenizer()
CACHE = Path(tempfile.mkdtemp(prefix="conform-"))


def load(path):
    """load_dataset("json") as a trainer calls it; its cache is emptied after each file."""
    try:
        return datasets.load_dataset("json", data_files=str(path), split="train", cache_dir=str(CACHE), keep_in_memory=True)
    except datasets.exceptions.DatasetGenerationError as error:
        cause = error.__cause__ or error
        raise Refused(f"{type(cause).__name__}: {cause}") from None
    except ValueError as error:
        raise Refused(f"ValueError: {error}") from None
    finally:
        shutil.rmtree(CACHE, ignore_errors=True)


def hub_datasets(path):
    load(path)


def trl(path):
    """What trl's trainers do to each row before they tokenize it, with a tiny tokenizer and a template that takes anything."""
    try:
        rows = load(path)
    except Exception:
        raise NotApplicable("load_dataset does not load it") from None
    if not SHAPES & set(rows.column_names):
        raise NotApplicable("no column that trl knows")
    for number, row in enumerate(rows, 1):
        try:
            trl_row(row)
        except (KeyError, ValueError, TemplateError) as error:
            raise Refused(f"row {number}: {type(error).__name__}: {error}") from None


def trl_row(row):
    row = maybe_extract_prompt(maybe_convert_to_chatml(row))
    if row.get("images") and isinstance(row.get("messages"), list):
        row["messages"] = prepare_multimodal_messages(row["messages"], row["images"])
    tools = row.get("tools")
    tools = json.loads(tools) if isinstance(tools, str) else tools
    if row.get("chat_template_kwargs", {}) is None:
        del row["chat_template_kwargs"]
    row = maybe_apply_chat_template(row, TOKENIZER, tools=tools)
    for column in ("text", "prompt", "completion", "chosen", "rejected"):
        if column in row:
            TOKENIZER(text=row[column])


# -- the table -------------------------------------------------------------------------------------------------------

ORACLES = {
    "cookbook": cookbook,
    "datasets": hub_datasets,
    "mistral": mistral,
    "python-json": python_json,
    "together": together,
    "trl": trl,
}


def verdict(oracle, path):
    try:
        oracle(path)
        return {"verdict": "accept"}
    except NotApplicable as error:
        return {"verdict": "not-applicable", "message": tidy(error, path)}
    except (Refused, UnicodeDecodeError) as error:
        return {"verdict": "refuse", "message": tidy(error, path)}
    except Exception as error:  # noqa: BLE001: whatever else a program ends with is what we want to know
        return {"verdict": "crash", "message": tidy(f"{type(error).__name__}: {error}", path)}


def verdict_apart(oracle, path):
    """The verdict, reached in a process of its own: deep nesting overflows the stack of some readers."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w") as answer:
            json.dump(verdict(oracle, path), answer)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status == 0:
        return json.loads(text)
    return {"verdict": "crash", "message": signal.Signals(-status).name if status < 0 else f"exit code {status}"}


def tidy(message, path):
    """One line without anything that another run, machine or folder would change."""
    text = str(message).replace(str(path), "FILE")
    text = re.sub(r"(/[\w.+-]+){2,}/?", "PATH", text) if str(CACHE) in text or sys.prefix in text else text
    text = re.sub(r"0x[0-9a-f]{6,}", "0x…", " ".join(text.split()))
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= LONGEST_MESSAGE else text[: LONGEST_MESSAGE - 1] + "…"


def corpus_files(corpus, scratch):
    """Each file's name in the table and its place; the generated ones are written first."""
    table = tomllib.loads((corpus / "corpus.toml").read_text(encoding="utf-8"))
    listed = {entry["path"] for entry in table["file"]}
    found = {path.relative_to(corpus).as_posix() for path in corpus.rglob("*.jsonl")}
    if listed != found:
        sys.exit(f"corpus.toml and the files differ: {sorted(listed ^ found)}")
    for entry in table["file"]:
        yield entry["path"], corpus / entry["path"]
    for entry in table["generated"]:
        path = scratch / entry["path"]
        path.parent.mkdir(exist_ok=True)
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for piece in entry["pieces"]:
                file.write(piece["text"] * piece["times"])
        yield entry["path"], path


def render(answer):
    """The answer as JSON with one verdict a line, so that a difference names itself."""
    one_line = lambda verdict: "\0" + json.dumps(verdict, ensure_ascii=False, sort_keys=True)  # noqa: E731
    verdicts = {
        name: {oracle: one_line(verdict) for oracle, verdict in judged.items()}
        for name, judged in answer["verdicts"].items()
    }
    text = json.dumps({**answer, "verdicts": verdicts}, ensure_ascii=False, indent=1, sort_keys=True)
    return re.sub(r'"\\u0000((?:[^"\\]|\\.)*)"', lambda found: json.loads(f'"{found[1]}"'), text)


def main():
    datasets.disable_progress_bars()
    datasets.logging.set_verbosity(datasets.logging.CRITICAL)
    corpus, *files = (Path(argument).absolute() for argument in sys.argv[1:])
    with tempfile.TemporaryDirectory() as scratch:
        named = [(path.name, path) for path in files] or corpus_files(corpus, Path(scratch))
        verdicts = {}
        for name, path in named:
            judge = verdict_apart if name.startswith("generated/") else verdict
            verdicts[name] = {key: judge(oracle, path) for key, oracle in ORACLES.items()}
    answer = {
        "versions": {"python": "%d.%d" % sys.version_info[:2], **{name: metadata.version(name) for name in PACKAGES}},
        "verdicts": verdicts,
    }
    print(render(answer))


if __name__ == "__main__":
    main()
