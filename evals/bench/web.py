"""Many conversations at once on the real web page, over the same HTTP calls as a browser's.

``python -m evals.bench.web PORT`` reads the conversations from standard input as JSON and writes
what :func:`hold_all` returns. What each page shows is compared with what the core says, to the byte.
"""

import http.client
import json
import secrets
import sys
import threading
from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import Any

HOST = "127.0.0.1"
TIMEOUT_S = 60
Talk = Sequence[str]


def hold_all(port: int, talks: Sequence[Talk]) -> dict[str, Any]:
    """Hold all conversations at once.

    Returns:
        ``ms``: per conversation, the milliseconds of each answer until it is complete; ``seconds``:
        in all; ``shown``: per conversation, what its page shows after each answer.
    """
    config = json.loads(get(port, "/config"))
    chat = next(event for event in config["dependencies"] if event["api_name"] == "answer")
    held: list[tuple[list[float], list[str]]] = [([], [])] * len(talks)

    def one(place: int) -> None:
        held[place] = hold(port, chat, talks[place])

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(talks))]
    started = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = perf_counter() - started
    return {"ms": [ms for ms, _ in held], "seconds": seconds, "shown": [shown for _, shown in held]}


def hold(port: int, chat: dict[str, Any], talk: Talk) -> tuple[list[float], list[str]]:
    """One conversation: milliseconds and page after each answer; stops where an answer is lost."""
    session = secrets.token_hex(6)
    line = http.client.HTTPConnection(HOST, port, timeout=TIMEOUT_S)
    times, pages = [], []
    for question in talk:
        started = perf_counter()
        try:
            page = answer(port, line, chat, session, question)
        except (OSError, http.client.HTTPException, LookupError):
            break
        times.append((perf_counter() - started) * 1000)
        pages.append(page)
    line.close()
    return times, pages


def answer(
    port: int, line: http.client.HTTPConnection, chat: dict[str, Any], session: str, question: str
) -> str:
    """What the page shows last once the answer is complete: the question, then the answer, as HTML."""
    asked = {
        "data": [question, None],
        "fn_index": chat["id"],
        "session_hash": session,
        "trigger_id": chat["targets"][0][0],
        "event_data": None,
    }
    line.request("POST", "/gradio_api/queue/join", json.dumps(asked), {"Content-Type": "application/json"})
    event = json.loads(line.getresponse().read())["event_id"]
    messages: Any = []
    for told in events(port, session):
        if told.get("event_id") != event:
            continue
        if told["msg"] == "process_generating":
            change = told["output"]["data"][1]
            messages = patched(messages, change) if messages else change
        if told["msg"] == "process_completed":
            return "".join(message["content"][0]["text"] for message in messages[-2:])
    raise LookupError("the stream ended without an answer")


def events(port: int, session: str) -> Iterator[dict[str, Any]]:
    """What the server tells a session, until it closes the stream."""
    stream = http.client.HTTPConnection(HOST, port, timeout=TIMEOUT_S)
    stream.request("GET", f"/gradio_api/queue/data?session_hash={session}")
    reply = stream.getresponse()
    try:
        while line := reply.readline():
            if line.startswith(b"data:"):
                told = json.loads(line[5:])
                if told["msg"] == "close_stream":
                    return
                yield told
    finally:
        stream.close()


def patched(value: Any, changes: list[list[Any]]) -> Any:  # noqa: ANN401 - what JSON holds
    """A value after Gradio's changes: [replace | append | add | delete, path, value]."""
    for action, path, new in changes:
        if not path:
            value = value + new if action == "append" else new
            continue
        place = value
        for step in path[:-1]:
            place = place[step]
        last = path[-1]
        if action == "delete":
            del place[last]
        elif action == "add" and isinstance(place, list):
            place.insert(last, new)
        else:
            place[last] = place[last] + new if action == "append" else new
    return value


def get(port: int, path: str) -> str:
    """The body of a page."""
    line = http.client.HTTPConnection(HOST, port, timeout=TIMEOUT_S)
    line.request("GET", path)
    body = line.getresponse().read().decode()
    line.close()
    return body


if __name__ == "__main__":
    print(json.dumps(hold_all(int(sys.argv[1]), json.load(sys.stdin))))
