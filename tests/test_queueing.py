"""Few at once, and nobody overtakes."""

import threading
import time

import pytest

from assistant.queueing import InTurn


def test_no_more_than_its_places_work_at_once() -> None:
    turn, working, most = InTurn(2), [], []

    def work(number: int) -> None:
        with turn:
            working.append(number)
            most.append(len(working))
            time.sleep(0.002)
            working.remove(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 2
    assert len(most) == 12


def test_those_who_wait_go_in_the_order_in_which_they_came() -> None:
    turn, order = InTurn(1), []

    def work(number: int) -> None:
        with turn:
            order.append(number)

    with turn:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(5)]
        for waiting, thread in enumerate(threads, 1):
            thread.start()
            while len(turn._waiting) < waiting:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_an_error_gives_the_place_back() -> None:
    turn = InTurn(1)
    with pytest.raises(ValueError, match="x"), turn:
        raise ValueError("x")
    with turn:
        pass
