"""Watches that an answer keeps coming: a server that sends a byte now and then never times out."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import httpx


class Watch:
    """Ends the connections of one question when too little of its answer comes; `is_cut` tells that it did.

    `response` is the answer, from the moment that its head is in: until then nothing has come.
    """

    def __init__(self) -> None:
        self.is_cut = False
        self.response: httpx.Response | None = None
        self._over = threading.Event()
        self._connections: list[socket.socket] = []

    def trace(self, event: str, told: Mapping[str, Any]) -> None:
        """Note a connection that was made, as httpcore tells of it."""
        if event.endswith("connect_tcp.complete"):
            # A double keeps reaching the connection when TLS has taken the first one over.
            self._connections.append(told["return_value"].get_extra_info("socket").dup())

    def run(self, stall_s: float, stall_bytes: int) -> None:
        """Look every `stall_s` [s] whether at least `stall_bytes` came since the last time."""
        n_before = 0
        while not self._over.wait(stall_s):
            n_bytes = 0 if self.response is None else self.response.num_bytes_downloaded
            if n_bytes - n_before < stall_bytes:
                self.is_cut = True
                for connection in tuple(self._connections):
                    with suppress(OSError):
                        connection.shutdown(socket.SHUT_RDWR)
            n_before = n_bytes

    def stop(self) -> None:
        """Stop looking."""
        self._over.set()

    def close(self) -> None:
        """Let go of the connections."""
        for connection in self._connections:
            connection.close()


@contextmanager
def watch(*, stall_s: float, stall_bytes: int) -> Iterator[Watch]:
    """Watch one question from a thread of its own: whoever waits for the next byte cannot look at the clock.

    Raises
    ------
    httpx.ReadTimeout
        When less than `stall_bytes` came in `stall_s` [s]; whatever else was raised comes from that.

    """
    watching = Watch()
    thread = threading.Thread(target=watching.run, args=(stall_s, stall_bytes), daemon=True)
    thread.start()
    try:
        yield watching
    except Exception as error:
        if watching.is_cut:
            raise httpx.ReadTimeout(str(error)) from error
        raise
    else:
        # An answer without a length looks whole when its connection ends.
        if watching.is_cut:
            message = "the connection was ended"
            raise httpx.ReadTimeout(message)
    finally:
        watching.stop()
        thread.join()
        watching.close()
