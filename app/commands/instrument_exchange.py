"""`levelfield instrument export` and `import`: definitions to and from other systems, with what was lost said."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from app.commands.console import DONE, Commands, Trouble, Unusable, add_command, complain
from app.commands.instrument_file import read_definition, unusable
from instruments.definition import Instrument
from instruments.exchange.codebook import codebook
from instruments.exchange.fhir import questionnaire
from instruments.exchange.item_list import from_item_list
from instruments.exchange.loss import LossReport
from instruments.exchange.redcap import data_dictionary
from instruments.exchange.redcap_import import from_data_dictionary
from instruments.loading import DefinitionProblems, canonical_json, to_yaml

Written: TypeAlias = tuple[bytes, LossReport]

WAYS_OUT: Mapping[str, Callable[[Instrument, str], Written]] = MappingProxyType(
    {
        "yaml": lambda instrument, _: (to_yaml(instrument).encode(), LossReport()),
        "json": lambda instrument, _: (canonical_json(instrument), LossReport()),
        "codebook": lambda instrument, _: codebook(instrument),
        "redcap": data_dictionary,
        "fhir-r4": lambda instrument, kind: questionnaire(instrument, "R4", kind),
        "fhir-r5": lambda instrument, kind: questionnaire(instrument, "R5", kind),
    }
)
WAYS_IN: Mapping[str, Callable[[bytes, str, str], tuple[Instrument, LossReport]]] = MappingProxyType(
    {"items": from_item_list, "redcap": from_data_dictionary}
)


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
    bring = add_command(
        what,
        "import",
        _import,
        "make a draft definition from a list of items or a REDCap data dictionary",
        'levelfield instrument import items.csv --from items --id our-tool --title "Our tool" --out our-tool.yaml',
    )
    bring.add_argument("--from", choices=sorted(WAYS_IN), required=True, dest="kind")
    bring.add_argument("--id", required=True, help="small letters, digits and hyphens")
    bring.add_argument("--title", required=True)
    for parser in (export, bring):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--out", type=Path, metavar="FILE", help="a new file (default: standard output)")
        parser.add_argument("--loss-report", type=Path, metavar="FILE", help="default: standard error")


def _export(arguments: argparse.Namespace) -> int:
    return _deliver(arguments, WAYS_OUT[arguments.to](read_definition(arguments.file), arguments.wording))


def _import(arguments: argparse.Namespace) -> int:
    try:
        content = arguments.file.read_bytes()
        draft, report = WAYS_IN[arguments.kind](content, arguments.id, arguments.title)
    except OSError as refused:
        raise Unusable(f"{arguments.file} cannot be read: {refused.strerror}.") from refused
    except DefinitionProblems as refused:
        raise unusable(arguments.file, refused) from refused
    return _deliver(arguments, (to_yaml(draft).encode(), report))


def _deliver(arguments: argparse.Namespace, written: Written) -> int:
    content, report = written
    if arguments.out is None:
        sys.stdout.write(content.decode())
        sys.stdout.flush()
    else:
        _new_file(arguments.out, content)
    if arguments.loss_report is not None:
        _new_file(arguments.loss_report, report.text().encode())
    elif report:
        complain(report.text().rstrip())
    return DONE


def _new_file(file: Path, content: bytes) -> None:
    try:
        with file.open("xb") as opened:
            opened.write(content)
    except FileExistsError as refused:
        raise Unusable([Trouble("this file is there already: choose another name.", str(file))]) from refused
    except OSError as refused:
        raise Unusable(f"{file} cannot be written: {refused.strerror}.") from refused
