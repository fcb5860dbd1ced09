"""Waiting for an answer: what counts as having waited."""

import asyncio
import socket
import threading

import pytest

from shared.patience import patience


async def test_patience_ends() -> None:
    with pytest.raises(TimeoutError):
        async with patience(0.01):
            await asyncio.Event().wait()


async def test_what_is_answered_in_time_is_not_cut() -> None:
    async with patience(0.01):
        answered = True
    assert answered


async def test_an_answer_that_came_while_the_process_was_suspended_is_heard() -> None:
    here, there = socket.socketpair()
    with there:
        reader, writer = await asyncio.open_connection(sock=here)

        def answered_and_suspended() -> None:
            there.send(b"done\n")
            threading.Event().wait(0.6)  # the whole process stands still, and its timers come due

        async with patience(0.3):
            asyncio.get_running_loop().call_soon(answered_and_suspended)
            assert await reader.readline() == b"done\n"
        writer.close()
        await writer.wait_closed()
