"""`levelfield import-ratings`: an existing study's ratings become a programme."""

from __future__ import annotations

import argparse
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from app.commands.console import (
    DONE,
    Commands,
    Trouble,
    Unusable,
    add_command,
    ready_database,
    say,
    say_json,
)
from app.operations.importing import Study, check_programme_name, import_study
from app.queries.known_instruments import known_instrument
from app.queries.teams import NamedTeam, teams
from app.studies.mapping import StudyMapping, read_mapping
from app.studies.problems import StudyProblems
from app.studies.reading import read_study
from app.studies.table import read_table
from instruments.definition import Instrument

Found = TypeVar("Found")

MAPPING_HELP = """The mapping says what the columns are. A study with a row for each film and a column for each rater:

  layout: wide
  title: Credibility
  scale: 1..6
  observers: [rater1, rater2, rater3, rater4]

A study with a row for each sheet:

  layout: long
  consultation: visit
  clinician: doctor
  observer: who
  observer_type: role
  items: [listens, explains, decides]
  scale: {0: Not seen, 1: A little, 2: Much}
  total: mean

With a row for each single rating, give item and rating (two columns) in the place of items. Further keys: date
(a column), default_type, instrument: {id: ..., version: ...} in the place of scale, and for each observer a name and
type: observers: {rater1: {name: Ann, type: Patient partner}}.
"""


def add(commands: Commands) -> None:
    """Add `import-ratings`."""
    parser = add_command(
        commands,
        "import-ratings",
        _import,
        "load an existing study's ratings as a closed programme, all of them or none",
        'levelfield import-ratings study.csv --mapping study.yaml --programme "Film study" --dry-run',
    )
    parser.epilog = f"{parser.epilog}\n\n{MAPPING_HELP}"
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV: comma, semicolon or tab, in UTF-8")
    parser.add_argument("--mapping", type=Path, required=True, metavar="FILE", help="YAML or JSON, see below")
    parser.add_argument("--programme", required=True, help="the name of the programme to make")
    parser.add_argument("--team", help="the team it belongs to (not needed when there is only one)")
    parser.add_argument("--dry-run", action="store_true", help="say what would be made, and make nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _import(arguments: argparse.Namespace) -> int:
    programme = arguments.programme.strip()
    if not 0 < len(programme) <= 120:
        raise Unusable("Give the programme a name of at most 120 letters.")
    mapping = _read(arguments.mapping, read_mapping)
    table = _read(arguments.file, read_table)
    with ready_database() as database:
        with database.open(readonly=True) as session:
            team = _team(teams(session), arguments.team)
            instrument = _instrument(session, team.id, mapping, arguments.mapping)
            check_programme_name(session, team.id, programme)
            study = _with_file(
                arguments.file,
                lambda: read_study(
                    table,
                    mapping,
                    programme=programme,
                    team=team.name,
                    instrument=instrument,
                    source=arguments.file.name,
                ),
            )
        imported = None
        if not arguments.dry_run:
            with database.short_write() as session:
                imported = import_study(session, study, team_id=team.id, programme=programme, actor_id=None)
    if arguments.json:
        say_json(
            {
                **_counts(study),
                "team": team.name,
                "programme": programme,
                "round": str(imported.round_id) if imported else None,
            }
        )
        return DONE
    verb = "Imported" if imported else "Nothing was stored. This would import"
    say(f"{verb} the programme {programme} into the team {team.name}:")
    for line in _summary(study):
        say(f"  {line}")
    if imported:
        say(f"Its comparison is at /compare/ for the leads of {team.name}.")
    return DONE


def _read(file: Path, reader: Callable[[bytes], Found]) -> Found:
    try:
        content = file.read_bytes()
    except OSError as refused:
        raise Unusable(f"{file} cannot be read: {refused.strerror}.") from refused
    return _with_file(file, lambda: reader(content))


def _with_file(file: Path, work: Callable[[], Found]) -> Found:
    try:
        return work()
    except StudyProblems as refused:
        raise Unusable([Trouble(each.sentence, str(file), each.line) for each in refused.problems]) from refused


def _team(known: tuple[NamedTeam, ...], wanted: str | None) -> NamedTeam:
    found = [team for team in known if not wanted or team.name.lower() == wanted.strip().lower()]
    if len(found) == 1:
        return found[0]
    if not known:
        raise Unusable("There is no team yet. Make one, with its lead: levelfield people create --help")
    raise Unusable(f"Say which team with --team. The teams are: {', '.join(team.name for team in known)}.")


def _instrument(session: Session, team_id: uuid.UUID, mapping: StudyMapping, file: Path) -> Instrument | None:
    if mapping.instrument is None:
        return None
    found = known_instrument(session, team_id, *mapping.instrument)
    if found is None:
        code, version = mapping.instrument
        raise Unusable([Trouble(f"There is no instrument {code} version {version} here.", str(file))])
    return found


def _counts(study: Study) -> dict[str, object]:
    return {
        "consultations": len(study.consultations),
        "clinicians": len(study.clinicians),
        "observers": dict(Counter(observer.type for observer in study.observers)),
        "sheets": len(study.sheets),
        "ratings": sum(len(sheet.sheet) for sheet in study.sheets),
        "missing": study.missing,
        "instrument": {"id": study.instrument.id, "version": study.instrument.version},
        "items": [item.id for item in study.instrument.items],
    }


def _summary(study: Study) -> list[str]:
    kinds = Counter(observer.type for observer in study.observers)
    marks = sum(len(sheet.sheet) for sheet in study.sheets)
    points = study.instrument.items[0].scale.points
    return [
        f"{len(study.consultations)} consultations of {len(study.clinicians)} clinicians",
        f"{len(study.observers)} observers: {', '.join(f'{number} {kind}' for kind, number in kinds.items())}",
        f"{len(study.sheets)} sheets with {marks} ratings; {study.missing} left blank",
        f"instrument {study.instrument.id} version {study.instrument.version}: {len(study.instrument.items)} items, "
        f"points {points[0].code} to {points[-1].code}",
    ]
