"""The check of OpenAI's cookbook, in our own words: an oracle, and the peer that the validator's speed is compared with."""


class Refused(Exception):
    """Our rendering of a rule says no."""


COOKBOOK_ROLES = {"system", "user", "assistant", "function"}
COOKBOOK_KEYS = {"role", "content", "name", "function_call", "weight"}


def cookbook_record(record):
    if not isinstance(record, dict):
        raise Refused("the record is not an object")
    messages = record.get("messages")
    if not messages:
        raise Refused("no messages")
    for index, message in enumerate(messages):
        where = f"message {index}"
        if "role" not in message or "content" not in message:
            raise Refused(f"{where}: role or content is missing")
        extra = [key for key in message if key not in COOKBOOK_KEYS]
        if extra:
            raise Refused(f"{where}: key `{extra[0]}` is not known")
        if message["role"] not in COOKBOOK_ROLES:
            raise Refused(f"{where}: role {message['role']!r} is not known")
        content = message["content"]
        if not isinstance(content, str) or not (content or message.get("function_call")):
            raise Refused(f"{where}: content is empty or not a string")
    if not any(message["role"] == "assistant" for message in messages):
        raise Refused("no assistant message")
