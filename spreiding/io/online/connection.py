"""Questions to a server: with time-outs, limits and repeated attempts, every failure as a fault with a name."""

import io
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

import httpx
from pydantic import TypeAdapter
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from spreiding import __version__
from spreiding.errors import InputError
from spreiding.io.files.signatures import N_FIRST_BYTES, starts_as
from spreiding.io.online.addresses import Source
from spreiding.io.online.watch import watch

OnBytes = Callable[[int, int | None], None]
_Value = TypeVar("_Value")

_JSON: Final[TypeAdapter[Any]] = TypeAdapter(Any)
_MAX_REDIRECTS: Final = 5

OK, PARTIAL, UNCHANGED, NO_SUCH_RANGE = 200, 206, 304, 416
_ABSENT: Final = (404, 410)
_LATER: Final = (408, 425, 429)
_FIRST_SERVER_FAULT: Final = 500


@dataclass(frozen=True)
class Patience:
    """How long to go on [s]: waits between attempts, silence of a server, less than `stall_bytes` per `stall_s`.

    `lock_s` is how long another run may hold the same file.
    """

    n_attempts: int = 5
    first_wait_s: float = 1.0
    max_wait_s: float = 60.0
    connect_s: float = 15.0
    read_s: float = 30.0
    stall_s: float = 120.0
    stall_bytes: int = 64 * 1024
    lock_s: float = 3600.0


@dataclass(frozen=True)
class Client:
    """The connections, the folder of the cache, and how to wait."""

    http: httpx.Client
    folder: Path
    patience: Patience = Patience()
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Answer:
    """A parsed JSON answer, its headers, and how large it was [bytes]."""

    value: Any
    headers: httpx.Headers
    n_bytes: int


class AgainError(Exception):
    """An attempt failed in a way that may pass; `fault` is what is told when it does not."""

    def __init__(self, fault: InputError, *, wait_s: float = 0.0) -> None:
        super().__init__(fault)
        self.fault = fault
        self.wait_s = wait_s


class _Writable(Protocol):
    def write(self, data: bytes, /) -> int: ...


@contextmanager
def open_client(folder: Path, *, patience: Patience | None = None) -> Iterator[Client]:
    """Open connections that fetch into `folder`; they follow the proxy settings of the system."""
    limits = patience or Patience()
    timeout = httpx.Timeout(limits.read_s, connect=limits.connect_s)
    headers = {"User-Agent": f"spreiding/{__version__}"}
    with httpx.Client(
        timeout=timeout,
        headers=headers,
        follow_redirects=True,
        max_redirects=_MAX_REDIRECTS,
        # Each question has connections of its own, which the watch over it can end.
        limits=httpx.Limits(max_keepalive_connections=0),
    ) as http:
        yield Client(http, folder, limits)


def get_json(client: Client, source: Source, url: str) -> Answer:
    """Ask `url` for JSON.

    Raises
    ------
    InputError
        Why it could not be asked, or `download_not_the_file`.

    """

    def attempt() -> Answer:
        body = io.BytesIO()
        with ask(client, source, url, headers={"Accept": "application/json, application/geo+json"}) as response:
            receive(source, response, out=body)
        try:
            return Answer(_JSON.validate_json(body.getvalue()), response.headers, body.tell())
        except ValueError as error:
            raise not_the_file(source, response.url.host) from error

    return retry(client, attempt)


def retry(client: Client, attempt: Callable[[], _Value]) -> _Value:
    """Call `attempt` until it does not fail in a way that may pass, with a longer wait each time.

    Raises
    ------
    InputError
        The fault of the last attempt.

    """
    patience = client.patience
    backoff = wait_exponential_jitter(patience.first_wait_s, patience.max_wait_s, jitter=patience.first_wait_s)

    def wait_s(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome is not None else None
        return max(backoff(state), error.wait_s if isinstance(error, AgainError) else 0.0)

    retrying = Retrying(
        stop=stop_after_attempt(patience.n_attempts),
        wait=wait_s,
        sleep=client.sleep,
        retry=retry_if_exception_type(AgainError),
        reraise=True,
    )
    try:
        return retrying(attempt)
    except AgainError as error:
        raise error.fault from error


@contextmanager
def ask(client: Client, source: Source, url: str, *, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
    """Open the answer to `url`; its body is still to be read.

    Raises
    ------
    AgainError, InputError
        A failure that may pass, and one that does not.

    """
    patience = client.patience
    try:
        host = httpx.URL(url).host
        with (
            watch(stall_s=patience.stall_s, stall_bytes=patience.stall_bytes) as watching,
            client.http.stream("GET", url, headers=headers, extensions={"trace": watching.trace}) as response,
        ):
            watching.response = response
            _check_status(client, source, response)
            yield response
    except httpx.TooManyRedirects as error:
        raise InputError("download_redirects", source=source.name, url=url) from error
    except (httpx.UnsupportedProtocol, httpx.InvalidURL, UnicodeError) as error:
        # A name of a host that cannot exist is a UnicodeError for Python.
        raise InputError("download_bad_redirect", source=source.name, url=url, reason=str(error)) from error
    except httpx.TimeoutException as error:
        raise AgainError(InputError("download_slow", source=source.name, host=host)) from error
    except (httpx.ConnectError, httpx.ProxyError) as error:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            raise InputError("download_certificate", source=source.name, host=host) from error
        raise AgainError(InputError("download_unreachable", source=source.name, host=host)) from error
    except (httpx.RequestError, ssl.SSLError) as error:
        raise broken(source, host, reason=str(error)) from error


def receive(
    source: Source,
    response: httpx.Response,
    *,
    out: _Writable,
    n_kept: int = 0,
    n_total: int | None = None,
    on_bytes: OnBytes | None = None,
) -> None:
    """Write the body of an answer to `out`, behind the `n_kept` bytes that are there already.

    Raises
    ------
    InputError
        `download_too_large` and `download_not_the_file`, the last from the first bytes on.

    """
    n_bytes, first = n_kept, b""
    is_checked = n_kept > 0
    for chunk in response.iter_bytes():
        n_bytes += len(chunk)
        if n_bytes > source.max_bytes:
            raise _too_large(source, response)
        if not is_checked:
            first += chunk[:N_FIRST_BYTES]
            is_checked = len(first) >= N_FIRST_BYTES
            if is_checked and not starts_as(source.kind, first):
                raise not_the_file(source, response.url.host)
        out.write(chunk)
        if on_bytes is not None:
            on_bytes(n_bytes, n_total)
    if not is_checked and not starts_as(source.kind, first):
        raise not_the_file(source, response.url.host)


def follow(source: Source, url: str, link: str) -> str:
    """Return the address of a link on the answer to `url`.

    Raises
    ------
    InputError
        `download_bad_redirect`.

    """
    try:
        return str(httpx.URL(url).join(link))
    except httpx.InvalidURL as error:
        raise InputError("download_bad_redirect", source=source.name, url=url, reason=str(error)) from error


def not_the_file(source: Source, host: str) -> InputError:
    """Return the fault of an answer that is something else than was asked for."""
    return InputError("download_not_the_file", source=source.name, host=host, expected=source.kind.value)


def broken(source: Source, host: str, *, reason: str) -> AgainError:
    """Return the failure of an answer that is not whole or not sound."""
    return AgainError(InputError("download_broken", source=source.name, host=host, reason=reason))


def _check_status(client: Client, source: Source, response: httpx.Response) -> None:
    status, host = response.status_code, response.url.host
    if status in (OK, PARTIAL, UNCHANGED, NO_SUCH_RANGE):
        return
    if status in _ABSENT:
        raise InputError("download_absent", source=source.name, url=response.url)
    if status in _LATER or status >= _FIRST_SERVER_FAULT:
        fault = InputError("download_overloaded", source=source.name, host=host, status=status)
        raise AgainError(fault, wait_s=min(_retry_after_s(response), client.patience.max_wait_s))
    raise InputError("download_refused", source=source.name, host=host, status=status)


def _retry_after_s(response: httpx.Response) -> float:
    """Seconds that the server asks to wait, given as a number or as a moment; 0 when it does not say."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _too_large(source: Source, response: httpx.Response) -> InputError:
    return InputError("download_too_large", source=source.name, host=response.url.host, max_mb=source.max_mb)
