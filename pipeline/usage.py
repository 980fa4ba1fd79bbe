"""How commands are written: values, help and errors in Vietnamese; click itself speaks English."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WORDS = {
    "[OPTIONS]": "[TÙY CHỌN]",
    "COMMAND [ARGS]...": "LỆNH …",
    "Show this message and exit.": "Hiện hướng dẫn này.",
}
_REQUIRED = ("[required]", "[bắt buộc]")


class _Refusal(click.UsageError):
    """A refusal of ours, in Vietnamese."""


class Day(click.ParamType[date]):
    """A day, as 2024-05-16 or 16/05/2024."""

    name = "ngày"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; fails with an example where the text names none."""
        from pipeline.values.dates import parse_date  # noqa: PLC0415 - keeps --help quick

        moment = parse_date(value) if "/" in value or "-" in value else None
        if moment is None:
            self.fail(
                f"“{value}” không phải là ngày; ví dụ: 16/05/2024 hoặc 2024-05-16", param, ctx
            )
        return moment.date()


class Count(click.IntRange):
    """A whole number between bounds."""

    name = "số"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number; fails with the bounds."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            bounds = (f"từ {self.min}", f"đến {self.max}" if self.max is not None else "trở lên")
            self.fail(f"“{value}” không phải là số nguyên {' '.join(bounds)}", param, ctx)


class Word(click.Choice[str]):
    """One of a few words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word; fails with what there is."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"không có “{value}”; chọn một trong: {', '.join(self.choices)}", param, ctx)


class Place(click.Path):
    """A file or a folder, which need not be there, nor be readable: who opens it says so."""

    def __init__(self, *, is_folder: bool) -> None:
        super().__init__(
            file_okay=not is_folder, dir_okay=is_folder, readable=False, path_type=Path
        )
        self.name = "thư mục" if is_folder else "tệp"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; fails where the one stands for the other."""
        path = Path(value)
        if self.dir_okay and path.is_file():
            self.fail(f"“{value}” là tệp, không phải thư mục", param, ctx)
        if self.file_okay and path.is_dir():
            self.fail(f"“{value}” là thư mục, không phải tệp", param, ctx)
        return super().convert(value, param, ctx)


class _Help(click.Command):
    """Help in Vietnamese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line that shows how to write the command."""
        pieces = (_WORDS.get(piece, piece) for piece in self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Cách dùng: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of options."""
        records = [record for p in self.get_params(ctx) if (record := p.get_help_record(ctx))]
        rows = [(name, _WORDS.get(text, text).replace(*_REQUIRED)) for name, text in records]
        with formatter.section("Tùy chọn"):
            formatter.write_dl(rows)


class Command(_Help):
    """A command that names what it has no use for."""

    allow_extra_args = True  # refused here, in Vietnamese

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Fails where more is written than the command takes."""
        try:
            rest = super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            error.ctx = error.ctx or ctx  # click's parser leaves it out
            raise
        if rest and not ctx.resilient_parsing:
            words = ", ".join(f"“{word}”" for word in rest)
            reason = f"thừa {words}; đường dẫn có dấu cách phải đặt trong dấu nháy kép"
            raise _Refusal(reason, ctx)
        return rest


class Group(_Help, click.Group):
    """A group of commands."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of options, then of commands."""
        super().format_options(ctx, formatter)
        rows = [(name, command.get_short_help_str(100)) for name, command in self.commands.items()]
        with formatter.section("Lệnh"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; fails with the nearest that there is."""
        name = args[0]
        if self.get_command(ctx, name) is None and not (
            name.startswith("-") or ctx.resilient_parsing
        ):
            raise _Refusal(f"không có lệnh “{name}”: {_nearest(name, self.commands)}", ctx)
        return super().resolve_command(ctx, args)


Group.group_class = Group


def message(error: click.ClickException) -> str:
    """What was wrong on the command line, and how to see what there is."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "pipeline"
    return f"{_what(error)}\nXem các tùy chọn: {command} --help"


def _what(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            return _no_option(error)
        case click.BadOptionUsage():
            return _option_usage(error)
        case click.MissingParameter():
            return f"thiếu {_shown(error.param)}"
        case click.BadParameter():
            param = error.param
            name = param.opts[0] if isinstance(param, click.Option) else _shown(param)
            return f"{name}: giá trị không dùng được. {error.message}"
        case click.UsageError(ctx=click.Context(command=click.Group() as group)) if not isinstance(
            error, _Refusal
        ):
            return f"thiếu lệnh: {_nearest('', group.commands)}"
        case _:
            return error.format_message()


def _options(error: click.UsageError) -> dict[str, click.Parameter]:
    """Those of the command, by how they are written."""
    parameters: Sequence[click.Parameter] = (
        error.ctx.command.get_params(error.ctx) if error.ctx else ()
    )
    return {name: p for p in parameters if isinstance(p, click.Option) for name in p.opts}


def _no_option(error: click.NoSuchOption) -> str:
    options = _options(error)
    near = f": {_nearest(error.option_name, options)}" if options else ""
    return f"không có tùy chọn {error.option_name}{near}"


def _option_usage(error: click.BadOptionUsage) -> str:
    option = _options(error).get(error.option_name)
    if isinstance(option, click.Option) and option.is_flag:
        return f"{error.option_name} không nhận giá trị; chỉ ghi {error.option_name}"
    return f"{error.option_name} thiếu giá trị ở sau"


def _shown(parameter: click.Parameter | None) -> str:
    if isinstance(parameter, click.Option):
        return f"{parameter.opts[0]}: {parameter.help}"
    return parameter.human_readable_name if parameter else "tham số"


def _nearest(name: str, known: Iterable[str]) -> str:
    from pipeline.plan.nearest import nearest  # noqa: PLC0415 - only where something is wrong

    return nearest(name, known)
