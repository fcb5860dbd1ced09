"""Ports are free, differ from each other, and cannot be drawn by a client's outgoing connection."""

import socket

import pytest

from shared.devstack.ports import RANGE, PortTaken, take


async def test_free_ports_differ_and_lie_below_those_of_outgoing_connections() -> None:
    ports = await take([None] * 20)
    assert len(set(ports)) == 20
    assert all(port in RANGE for port in ports)


async def test_a_wanted_port_is_given_where_it_is_free() -> None:
    free = (await take([None]))[0]
    assert (await take([None, free]))[1] == free


async def test_a_wanted_port_that_is_in_use_is_refused_by_its_number() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", (await take([None]))[0]))
        server.listen()
        port = server.getsockname()[1]
        with pytest.raises(PortTaken, match=f"port {port} is in use"):
            await take([port], within=0)
