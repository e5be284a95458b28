import pytest

from assistant.errors import SettingsError
from assistant.ui.app import listen


def test_a_taken_port_is_one_clear_line():
    with listen("127.0.0.1", 0) as first, pytest.raises(SettingsError) as caught:
        listen("127.0.0.1", first.getsockname()[1])
    assert "无法在 127.0.0.1" in str(caught.value)
    assert "端口已被占用" in str(caught.value)
    assert "\n" not in str(caught.value)
