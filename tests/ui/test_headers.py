import http.client
import re
from urllib.parse import urlsplit

import pytest

PATHS = ["/", "/config", "/ui/chat.js", "/ui/chat.css", "/nothing-here", "/gradio_api/info"]


def get(address: str, path: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.mark.parametrize("path", PATHS)
def test_every_response_is_guarded(standin_address, path):
    response, _ = get(standin_address, path)
    policy = response.headers["Content-Security-Policy"]
    for rule in (
        "default-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ):
        assert rule in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_scripts_of_the_page_carry_a_nonce_used_once(standin_address):
    nonces = []
    for _ in range(2):
        response, body = get(standin_address, "/")
        nonces.append(re.search(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])[1])
        scripts = re.findall(rb"<script[^>]*>", body)
        assert scripts
        assert all(nonces[-1].encode() in script for script in scripts)
    assert nonces[0] != nonces[1]


def test_page_names_no_other_host_to_load_from(standin_address):
    _, body = get(standin_address, "/")
    assert not re.findall(rb"""(?:src|href)=["'](?:https?:)?//[^"']+""", body)


def test_nothing_can_be_uploaded(standin_address):
    connection = http.client.HTTPConnection(urlsplit(standin_address).netloc, timeout=10)
    body = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
        + b"a" * 4096
        + b"\r\n--x--\r\n"
    )
    connection.request(
        "POST", "/gradio_api/upload", body, {"Content-Type": "multipart/form-data; boundary=x"}
    )
    assert connection.getresponse().status == 413
    connection.close()
