"""Many conversations at once on the real web page, over the same HTTP calls as a browser's.

``python -m evals.bench.web PORT`` reads the conversations from standard input as JSON and writes
what :func:`hold_all` returns. What each page shows is compared with what the core says, to the byte.

It shares the machine with the server, so while the clock runs it only passes bytes through sockets;
what they say is read afterwards.
"""

import http.client
import json
import re
import secrets
import socket
import sys
import threading
from collections.abc import Sequence
from time import perf_counter
from typing import Any

HOST = "127.0.0.1"
TIMEOUT_S = 60
AT_ONCE = 1 << 16
TOLD = re.compile(rb"^data: (.+)$", re.MULTILINE)
Talk = Sequence[str]


def hold_all(port: int, talks: Sequence[Talk]) -> dict[str, Any]:
    """Hold all conversations at once.

    Returns:
        ``ms``: per conversation, the milliseconds of each answer until it is complete; ``seconds``:
        in all; ``shown``: per conversation, what its page shows after each answer.
    """
    config = json.loads(get(port, "/config"))
    chat = next(event for event in config["dependencies"] if event["api_name"] == "answer")
    sessions = [secrets.token_hex(6) for _ in talks]
    asked = [
        [join_request(chat, session, question) for question in talk]
        for session, talk in zip(sessions, talks, strict=True)
    ]
    held: list[tuple[list[float], list[bytes]]] = [([], [])] * len(talks)

    def one(place: int) -> None:
        held[place] = hold(port, sessions[place], asked[place])

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(talks))]
    started = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = perf_counter() - started
    shown = [[page_of(stream) for stream in streams] for _, streams in held]
    return {"ms": [ms for ms, _ in held], "seconds": seconds, "shown": shown}


def hold(port: int, session: str, asked: Sequence[bytes]) -> tuple[list[float], list[bytes]]:
    """One conversation: milliseconds and event stream of each answer; stops where an answer is lost.

    Like a browser, it asks on a connection that it keeps, and opens one for every stream of events.
    """
    listen = request("GET", f"/gradio_api/queue/data?session_hash={session}")
    times, streams = [], []
    with socket.create_connection((HOST, port), TIMEOUT_S) as line:
        for join in asked:
            started = perf_counter()
            try:
                exchanged(line, join, b"}")
                with socket.create_connection((HOST, port), TIMEOUT_S) as events:
                    stream = exchanged(events, listen, b'"close_stream"')
            except OSError:
                break
            times.append((perf_counter() - started) * 1000)
            streams.append(stream)
    return times, streams


def exchanged(line: socket.socket, message: bytes, end: bytes) -> bytes:
    """Send a request; what comes back until ``end`` has come.

    Raises:
        OSError: the line is closed before, or silent for too long.
    """
    line.sendall(message)
    received = bytearray()
    while end not in received:
        piece = line.recv(AT_ONCE)
        if not piece:
            raise ConnectionError("the answer is cut off")
        received += piece
    return bytes(received)


def join_request(chat: dict[str, Any], session: str, question: str) -> bytes:
    """The request by which a session's page asks a question."""
    asked = {
        "data": [question, None],
        "fn_index": chat["id"],
        "session_hash": session,
        "trigger_id": chat["targets"][0][0],
        "event_data": None,
    }
    return request("POST", "/gradio_api/queue/join", json.dumps(asked).encode())


def request(method: str, path: str, body: bytes = b"") -> bytes:
    """An HTTP request; a body is JSON."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", "Accept-Encoding: gzip, deflate"]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def page_of(stream: bytes) -> str:
    """What the page shows last after a stream of events: the question, then the answer, as HTML.

    Empty where the stream tells of no complete answer.
    """
    messages: Any = []
    for told in map(json.loads, TOLD.findall(stream)):
        if told["msg"] == "process_generating":
            change = told["output"]["data"][1]
            messages = patched(messages, change) if messages else change
        if told["msg"] == "process_completed" and told["success"]:
            return "".join(message["content"][0]["text"] for message in messages[-2:])
    return ""


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
