"""What a double click starts (bao-cao.cmd, ke-hoach.cmd, kiem-chung.cmd): the environment, once;
exports that were dropped onto the file, or workbooks to verify; the day of the report, asked where
somebody sits before it; then the command.

Whatever Python is installed runs this, before anything else is: the standard library alone.
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

COMMANDS = {
    "report": ("report", "--open"), "plan": ("plan", "draft", "--open"), "verify": ("verify",),
}  # fmt: skip
_PLAN = "ke-hoach.xlsx"
_READY = "da-cai.txt"  # in the environment: the digest of what was installed
_DAYS = ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%Y-%m-%d", "%Y/%m/%d")
_YEARS = range(1990, 2101)  # others are slips of the pen, for --as-of, too
_FAILED = 2


class CannotStartError(Exception):
    """Why nothing was started, and what to do."""


def main() -> None:
    """`python -m pipeline.desktop report|plan|verify [FILE…]`; the exit status is the command's."""
    sys.exit(run(sys.argv[1:], Path(__file__).resolve().parents[1]))


def run(arguments: list[str], root: Path) -> int:
    """The command in the environment below `root`, exports dropped onto it first in inputs/; of
    `verify` for each workbook dropped onto it, the status that of the worst.
    """
    command, *dropped = arguments
    try:
        workbooks = _workbooks(dropped) if command == "verify" else []
        for line in copied(map(Path, () if workbooks else dropped), root / "inputs"):
            _say(line)
        python = environment(root)
        day = _asked_day() if command == "report" and sys.stdin and sys.stdin.isatty() else ()
    except CannotStartError as error:
        _say(f"Lỗi: {error}")
        return _FAILED
    except OSError as error:
        where = error.filename2 or error.filename or root
        _say(f"Lỗi: không đọc hoặc không ghi được {where}: đang mở, không có quyền, hoặc đĩa đầy.")
        return _FAILED
    except KeyboardInterrupt:
        _say("Đã dừng theo yêu cầu; bấm đúp lại thì làm tiếp.")
        return _FAILED
    command_line = [str(python), "-m", "pipeline", *COMMANDS[command]]
    statuses = [
        subprocess.run([*command_line, *more], cwd=root, check=False).returncode  # noqa: S603 - our own
        for more in workbooks or [day]
    ]
    status = max(statuses, key=abs)
    if status == 0:
        _say("Cửa sổ này tự đóng sau một phút, hoặc khi bấm một phím.")
    return status


def _workbooks(dropped: list[str]) -> list[tuple[str, ...]]:
    """What is handed over with each run; the workbooks stay where they are."""
    if not dropped:
        raise CannotStartError(
            "chưa có tệp nào để kiểm chứng.\nKéo tệp phu-luc-ii_….xlsx thả lên kiem-chung.cmd; các "
            "bản xuất và tệp kế hoạch đã dùng khi lập phải ở trong thư mục inputs."
        )
    return [("--", str(Path(name).resolve())) for name in dropped]


def _asked_day() -> tuple[str, ...]:
    """The option that names the day which is typed; none where Enter alone is."""
    while True:
        try:
            typed = input("Ngày số liệu (Enter = ngày mới nhất): ").strip()
        except EOFError:
            return ()
        if not typed:
            return ()
        if day := read_day(typed):
            return "--as-of", day.isoformat()
        _say(f"“{typed}” không phải là ngày; ví dụ: 16/05/2024. Gõ lại.")


def read_day(typed: str) -> date | None:
    """A day as 16/05/2024 or 2024-05-16; the packages that read more may not be here."""
    for form in _DAYS:
        try:
            day = datetime.strptime(typed, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
        return day if day.year in _YEARS else None
    return None


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def copied(dropped: Iterable[Path], inputs: Path) -> Iterator[str]:
    """Copies files and folders into inputs/, never over another file; says what became of each."""
    for path in dropped:
        if not path.exists():
            raise CannotStartError(
                f"không thấy “{path}”.\nTên có dấu &, ^ hoặc % thì đổi tên rồi kéo lại; hoặc tự "
                f"chép tệp vào {inputs}."
            )
        if path.resolve().is_relative_to(inputs.resolve()):
            yield f"{path.name} đã ở trong {inputs}."
            continue
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in inside:
            if file.is_file() and not file.name.startswith(("~$", ".")):
                yield _copied(file, inputs, file.relative_to(path.parent))


def _copied(file: Path, inputs: Path, name: Path) -> str:
    if name.as_posix().casefold() == _PLAN:
        raise CannotStartError(
            f"{file} có tên của tệp kế hoạch, nên không chép.\nNếu muốn thay kế hoạch, tự chép tệp "
            f"vào {inputs}; nếu là bản xuất, đổi tên."
        )
    number, target = 1, inputs / name
    while target.exists():
        if target.is_file() and filecmp.cmp(file, target, shallow=False):
            return f"{file.name} đã có trong {inputs}."
        number += 1
        target = (inputs / name).with_stem(f"{name.stem} ({number})")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)
    return f"Đã chép {file.name} vào {target}."


def environment(root: Path) -> Path:
    """The Python of .venv with all that requirements.txt names; made where it is not there, or not
    so any more.
    """
    folder = root / ".venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = hashlib.sha256((root / "requirements.txt").read_bytes()).hexdigest()
    ready = folder / _READY
    is_usable = _runs(python)
    if is_usable and ready.is_file() and ready.read_text(encoding="ascii") == wanted:
        return python
    _say("Lần đầu chạy: đang cài đặt, mất vài phút. Đừng đóng cửa sổ này.")
    if not is_usable:
        _create(folder)
    _install(python, root)
    ready.write_text(wanted, encoding="ascii")
    return python


def _create(folder: Path) -> None:
    try:
        venv.create(folder, clear=True, with_pip=True)
    except subprocess.CalledProcessError as error:
        raise CannotStartError(
            "không tạo được thư mục .venv: bản Python trên máy thiếu venv hoặc pip.\nCài lại "
            "Python 3.11 từ python.org rồi chạy lại."
        ) from error


def _runs(python: Path) -> bool:
    """Whether it is there, and what it was made from still is."""
    try:
        return subprocess.run([python, "-c", ""], check=False).returncode == 0  # noqa: S603 - ours
    except OSError:
        return False


def _install(python: Path, root: Path) -> None:
    """All packages, by hash; from the folder wheels/ without a network, where it is there."""
    wheels = root / "wheels"
    local = ("--no-index", "--find-links", str(wheels)) if wheels.is_dir() else ()
    done = subprocess.run(  # noqa: S603 - our own
        [
            python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--only-binary", ":all:", "--require-hashes", *local,
            "-r", str(root / "requirements.txt"),
        ],
        cwd=root, check=False, capture_output=True, text=True, encoding="utf-8", errors="replace",
    )  # fmt: skip
    if done.returncode != 0:
        last = "\n".join(done.stderr.strip().splitlines()[-3:])
        raise CannotStartError(
            "không cài đặt được.\nMáy không có mạng thì dùng bản tải về có thư mục wheels/ (Python "
            f"3.11, 64 bit). Chi tiết cho người quản trị:\n{last}"
        )


if __name__ == "__main__":
    main()
