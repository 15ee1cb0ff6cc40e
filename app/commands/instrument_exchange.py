"""`levelfield instrument export` and `import`: definitions to and from other systems, with what was lost said."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.commands.console import DONE, Commands, Trouble, Unusable, add_command, complain
from app.commands.instrument_file import read_definition
from app.durable_files import write_whole
from app.exchange_files.door import FORMS_IN, WAYS_OUT, export_file, import_file
from instruments.exchange.loss import LossReport
from instruments.loading import to_yaml


def add_exchange(what: Commands) -> None:
    """Add the two commands to `instrument`."""
    export = add_command(
        what,
        "export",
        _export,
        "write a definition for another system, and say what it could not carry",
        "levelfield instrument export our-instrument.yaml --to fhir-r4 --out our-instrument.json",
    )
    export.add_argument("--to", choices=sorted(WAYS_OUT), required=True)
    export.add_argument("--wording", default="any", help="whose wording (patient_partner, peer_clinician)")
    export.add_argument("--language", default="en", help="where the file has room for one language (default: en)")
    bring = add_command(
        what,
        "import",
        _import,
        "make a draft definition from a file of another system, and say what was assumed or left out",
        "levelfield instrument import our-form.xlsx --out our-tool.yaml --loss-report lost.txt",
    )
    bring.add_argument("--from", choices=sorted(FORMS_IN), default="", dest="form", help="default: found out")
    bring.add_argument("--id", default="", help="small letters, digits and hyphens (default: as in the file)")
    bring.add_argument("--title", default="", help="default: as in the file")
    for parser in (export, bring):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--out", type=Path, metavar="FILE", help="a new file (default: standard output)")
        parser.add_argument("--loss-report", type=Path, metavar="FILE", help="default: standard error")


def _export(arguments: argparse.Namespace) -> int:
    instrument = read_definition(arguments.file)
    made = export_file(instrument, arguments.to, wording=arguments.wording, language=arguments.language)
    return _deliver(arguments, made.content, LossReport(made.losses))


def _import(arguments: argparse.Namespace) -> int:
    file: Path = arguments.file
    try:
        content = file.read_bytes()
    except OSError as refused:
        raise Unusable(f"{file} cannot be read: {refused.strerror}.") from refused
    made = import_file(file.name, content, form=arguments.form, instrument_id=arguments.id, title=arguments.title)
    if made.instrument is None:
        raise Unusable([Trouble(each.sentence, str(file), each.line) for each in made.problems])
    return _deliver(arguments, to_yaml(made.instrument).encode(), LossReport(made.losses))


def _deliver(arguments: argparse.Namespace, content: bytes, report: LossReport) -> int:
    if arguments.out is not None:
        _new_file(arguments.out, content)
    else:
        sys.stdout.write(_as_text(content))
        sys.stdout.flush()
    if arguments.loss_report is not None:
        _new_file(arguments.loss_report, report.text().encode())
    elif report:
        complain(report.text().rstrip())
    return DONE


def _as_text(content: bytes) -> str:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise Unusable("This format is not text: say where to write it with --out FILE.")
    return text


def _new_file(file: Path, content: bytes) -> None:
    try:
        write_whole(file, content, replace=False)
    except FileExistsError as refused:
        raise Unusable([Trouble("this file is there already: choose another name.", str(file))]) from refused
    except OSError as refused:
        raise Unusable(f"{file} cannot be written: {refused.strerror}.") from refused
