"""The resident helper, with real processes: one of it, for who knows the token, as long as it is needed."""

from __future__ import annotations

import hmac
import os
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from addin.resident import serve
from sync import resident
from sync.cli import main
from sync.errors import Locked
from sync.resident import FILE, Ended, ask, prove

ROOT = Path(__file__).parents[2]
SCRIPT = [sys.executable, "-S", "-E", "-B", str(ROOT / "sync" / "resident.py")]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the state folder is set by XDG_STATE_HOME")


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The state folder of this test alone; a helper that is left there ends."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    folder = tmp_path / "salesheet"
    yield folder
    for _ in range(100):
        try:
            if ask(str(folder), "stop", []) is None:
                return
        except Ended:
            pass
        time.sleep(0.05)


def until(true: Callable[[], object]) -> None:
    for _ in range(600):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def helper(code: str = "from addin.resident import main; main()") -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)


def pid(state: Path) -> int | None:
    answer = ask(str(state), "ping", [])
    return None if answer is None else int(answer[1])


class Here:
    """A helper in a thread of this process, which keeps what it is asked to run."""

    def __init__(self, folder: Path, idle: float = 60) -> None:
        self.ran: list[tuple[str, Sequence[str]]] = []
        self.thread = threading.Thread(target=serve, args=(folder, self.run, idle), daemon=True)
        self.thread.start()
        until((folder / FILE).exists)

    def run(self, button: str, arguments: Sequence[str]) -> tuple[int, str]:
        self.ran.append((button, list(arguments)))
        return (1, "第一行\n第二行") if button == "fix" else (0, "")


def test_the_first_click_starts_it_and_the_next_is_done_by_it(state: Path) -> None:
    first = subprocess.run([*SCRIPT, "help", "--wb=a.xlsm"], capture_output=True, text=True, check=False)
    assert first.returncode == 1 and "程序出错：help" in first.stderr  # no Excel here, and so told by either
    until(lambda: pid(state))
    number = pid(state)
    again = subprocess.run([*SCRIPT, "help", "--wb=a.xlsm"], capture_output=True, text=True, check=False)
    assert (again.returncode, again.stderr) == (first.returncode, first.stderr)
    assert pid(state) == number
    assert stat.S_IMODE((state / FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(state.stat().st_mode) == 0o700


def test_two_at_the_same_time_are_one(state: Path) -> None:
    both = [helper(), helper()]
    until(lambda: any(one.poll() is not None for one in both))
    (left,) = [one for one in both if one.poll() is None]
    assert [one.returncode for one in both if one is not left] == [0]
    until(lambda: pid(state))
    assert pid(state) == left.pid
    assert ask(str(state), "stop", []) == (0, str(left.pid))
    assert left.wait(30) == 0
    assert not (state / FILE).exists()


def test_a_click_comes_over_with_what_xlwings_gives(state: Path) -> None:
    here = Here(state)
    given = ["--wb=张 伟.xlsm", "--from_xl=1", "--hwnd=123"]
    assert ask(str(state), "check_sheet", given) == (0, "")
    assert ask(str(state), "fix", []) == (1, "第一行\n第二行")
    assert here.ran == [("check_sheet", given), ("fix", [])]


@pytest.mark.parametrize(("button", "argument"), [("_click", "--wb=a"), ("Path", ""), ("check_sheet", "-c")])
def test_it_runs_buttons_and_nothing_else(state: Path, button: str, argument: str) -> None:
    here = Here(state)
    assert ask(str(state), button, [argument] if argument else []) is None
    assert here.ran == []
    assert pid(state) == os.getpid()


def test_a_wrong_token_is_refused_by_both_sides(state: Path, tmp_path: Path) -> None:
    here = Here(state)
    port, _ = (state / FILE).read_bytes().split()
    wrong = tmp_path / FILE
    wrong.touch(0o600)
    wrong.write_bytes(port + b" " + b"0" * 64 + b"\n")
    assert ask(str(tmp_path), "check_sheet", []) is None  # whoever listens there cannot show that it is the helper
    with socket.create_connection(("127.0.0.1", int(port))) as line:
        line.sendall(b"salesheet " + b"a" * 32 + b"\n")
        nonce = line.recv(4096).split()[0]
        body = "\x1f".join([resident.fingerprint(), "check_sheet"]).encode()
        line.sendall(body + b"\n" + prove(b"0" * 64, b"click", b"a" * 32, nonce, body) + b"\n")
        assert line.recv(4096) == b"no\n"
    with socket.create_connection(("127.0.0.1", int(port))) as line:
        line.sendall(b"GET / HTTP/1.1\r\n\r\n")
        with suppress(ConnectionResetError):  # it closes with what it did not read
            assert line.recv(4096) == b""
    assert here.ran == []
    assert ask(str(state), "check_sheet", []) == (0, "") and len(here.ran) == 1


def test_what_was_said_once_cannot_be_said_again(state: Path) -> None:
    """The proof holds for the random words of one connection."""
    here = Here(state)
    port, token = (state / FILE).read_bytes().split()
    body = "\x1f".join([resident.fingerprint(), "check_sheet"]).encode()
    said = b""
    for attempt in range(2):
        with socket.create_connection(("127.0.0.1", int(port))) as line:
            line.sendall(b"salesheet " + b"a" * 32 + b"\n")
            nonce = line.recv(4096).split()[0]
            said = said or body + b"\n" + prove(token, b"click", b"a" * 32, nonce, body) + b"\n"
            line.sendall(said)
            assert line.recv(6) == (b"taken\n", b"no\n")[attempt]
    assert len(here.ran) == 1


def test_a_file_that_others_may_read_does_not_count(state: Path) -> None:
    Here(state)
    (state / FILE).chmod(0o644)
    assert ask(str(state), "ping", []) is None
    (state / FILE).chmod(0o600)
    assert pid(state) == os.getpid()


def test_one_that_says_nothing_does_not_keep_others_from_it(state: Path) -> None:
    Here(state)
    port = int((state / FILE).read_bytes().split()[0])
    with socket.create_connection(("127.0.0.1", port)):
        assert pid(state) == os.getpid()


def test_killed_in_the_middle_is_told_and_not_done_twice(state: Path, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    code = f"""
import time; from pathlib import Path; from addin.resident import serve
def run(button, arguments): Path({str(begun)!r}).touch(); time.sleep(600)
serve(Path({str(state)!r}), run)
"""
    process = helper(code)
    until((state / FILE).exists)
    click = subprocess.Popen([*SCRIPT, "new_customer"], stderr=subprocess.PIPE, text=True)
    until(begun.exists)
    process.kill()
    process.wait(30)
    said = click.communicate(timeout=30)[1]
    assert click.returncode == 1
    assert "再点一次" in said and "click again" in said
    assert (state / FILE).exists()  # of the dead one: nobody answers, and the next may begin
    assert ask(str(state), "ping", []) is None
    here = Here(state)
    until(lambda: pid(state))
    assert ask(str(state), "check_sheet", []) == (0, "") and len(here.ran) == 1


def test_it_ends_by_itself(state: Path) -> None:
    here = Here(state, idle=0.3)
    here.thread.join(30)
    assert not here.thread.is_alive() and not (state / FILE).exists()
    assert ask(str(state), "ping", []) is None


def test_it_ends_when_its_file_is_taken_away(state: Path) -> None:
    here = Here(state)
    (state / FILE).unlink()
    here.thread.join(30)
    assert not here.thread.is_alive()


def test_it_ends_for_another_version_or_another_python(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Here(state)
    monkeypatch.setattr(resident, "fingerprint", lambda: "3.99|elsewhere")
    assert ask(str(state), "check_sheet", []) is None
    here.thread.join(30)
    assert not here.thread.is_alive() and here.ran == []


def test_a_second_one_does_not_begin(state: Path) -> None:
    Here(state)
    with pytest.raises(Locked):
        serve(state, lambda *_: (0, ""))


def test_the_proof_is_an_ordinary_one() -> None:
    assert prove(b"k" * 64, b"a", b"b").decode() == hmac.new(b"k" * 64, b"a\nb", "sha256").hexdigest()
    assert prove(b"short", b"a").decode() == hmac.new(b"short", b"a", "sha256").hexdigest()


def test_what_a_click_waits_for_imports_next_to_nothing(state: Path) -> None:
    Here(state)
    code = "import sys; sys.path.insert(0, 'sync'); import resident; resident.main(['ping']); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-S", "-E", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "resident" in run.stdout.split()
    heavy = {"socket", "json", "hmac", "hashlib", "pathlib", "subprocess", "typing", "re", "site", "xlwings", "sync"}
    assert heavy.isdisjoint(run.stdout.split())


def test_the_doctor_says_whether_it_runs(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["excel", "doctor"]) == 0
    assert "does not run" in capsys.readouterr().out
    Here(state)
    assert main(["excel", "doctor"]) == 0
    assert f"runs (process {os.getpid()})" in capsys.readouterr().out.replace("\n", " ")
