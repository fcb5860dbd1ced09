"""What is asked at once is asked once, and everybody gets their own answer."""

import asyncio
from collections.abc import Sequence

import pytest

from shared.together import Together


class Register:
    """Answers ten times the number, and keeps what it was asked; slowly if told."""

    def __init__(self) -> None:
        self.calls: list[list[int]] = []
        self.asked, self.open = asyncio.Event(), asyncio.Event()
        self.open.set()

    async def __call__(self, numbers: Sequence[int]) -> list[int]:
        self.calls.append(list(numbers))
        self.asked.set()
        await self.open.wait()
        if 13 in numbers:
            raise LookupError("13")
        return [10 * number for number in numbers]


@pytest.fixture
def register() -> Register:
    return Register()


async def test_who_asks_alone_is_answered_at_once(register: Register) -> None:
    ask = Together(register)
    assert [await ask(1), await ask(2)] == [10, 20]
    assert register.calls == [[1], [2]]


async def test_what_is_asked_in_one_turn_is_one_call_and_each_gets_its_own_answer(register: Register) -> None:
    ask = Together(register)
    assert await asyncio.gather(*map(ask, [3, 1, 3])) == [30, 10, 30]
    assert register.calls == [[3, 1, 3]]


async def test_what_is_asked_meanwhile_waits_for_the_next_call(register: Register) -> None:
    ask = Together(register)
    register.open.clear()
    first = asyncio.create_task(ask(1))
    await register.asked.wait()
    later = asyncio.gather(ask(2), ask(3))
    asyncio.get_running_loop().call_soon(register.open.set)  # when both have asked
    assert [await first, *await later] == [10, 20, 30]
    assert register.calls == [[1], [2, 3]]


async def test_a_failure_is_told_to_all_of_that_call_and_to_nobody_else(register: Register) -> None:
    ask = Together(register)
    answers = await asyncio.gather(ask(1), ask(13), return_exceptions=True)
    assert [type(answer) for answer in answers] == [LookupError, LookupError]
    assert await ask(2) == 20


async def test_an_answer_that_is_a_failure_is_told_to_whom_it_is_for() -> None:
    async def answer(numbers: Sequence[int]) -> list[int | Exception]:
        return [LookupError("13") if number == 13 else 10 * number for number in numbers]

    answers = await asyncio.gather(*map(Together(answer), [1, 13, 2]), return_exceptions=True)
    assert answers[0] == 10
    assert isinstance(answers[1], LookupError)
    assert answers[2] == 20


async def test_who_goes_away_takes_nobody_along(register: Register) -> None:
    ask = Together(register)
    register.open.clear()
    going, staying = asyncio.create_task(ask(1)), asyncio.create_task(ask(2))
    await register.asked.wait()
    going.cancel()
    register.open.set()
    assert await staying == 20
    assert await ask(3) == 30
