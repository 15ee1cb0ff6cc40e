"""`levelfield demo`: fills an empty database with an invented programme."""

import argparse
import json
from datetime import UTC, datetime

from flask_security import hash_password

from app.application import create_app
from app.commands.console import DONE, Commands, Failed, Unusable, add_command, complain, ready_database, say
from app.demonstration.making import Sizes, make_demonstration
from app.demonstration.sign_in_table import sign_in_table
from app.queries.teams import has_people
from app.settings import settings_from_environment

# No secret: it is printed wherever it is used, and `demo` refuses a database with anybody in it.
PASSWORD = "level playing field"  # noqa: S105
TRUTH = "demo-truth.json"
SEED = 5


def add(commands: Commands) -> None:
    """Add `demo`."""
    usual = Sizes()
    parser = add_command(
        commands,
        "demo",
        _demo,
        "fill an empty database with an invented programme, and print who can sign in",
        "levelfield demo --seed 7 --clinicians 40 --consultations 400",
    )
    parser.add_argument("--seed", type=int, default=SEED, help=f"the same seed makes the same programme ({SEED})")
    parser.add_argument("--clinics", type=int, default=usual.clinics)
    parser.add_argument("--clinicians", type=int, default=usual.clinicians)
    parser.add_argument("--patient-partners", type=int, default=usual.patient_partners)
    parser.add_argument("--peers", type=int, default=usual.peers)
    parser.add_argument("--consultations", type=int, default=usual.consultations)


def _demo(arguments: argparse.Namespace) -> int:
    settings = settings_from_environment()
    sizes = Sizes(
        clinics=arguments.clinics,
        clinicians=arguments.clinicians,
        patient_partners=arguments.patient_partners,
        peers=arguments.peers,
        consultations=arguments.consultations,
    )
    if arguments.seed < 0:
        raise Unusable("The seed is a whole number from 0 on.")
    with ready_database(settings) as database:
        app = create_app(settings, database)
        with app.app_context(), database.short_write() as session:
            if has_people(session):
                raise Failed(
                    "This database has people in it, so the demonstration was not made. Give it an empty one: "
                    "set LEVELFIELD_DATA to a new folder and run levelfield migrate."
                )
            try:
                made = make_demonstration(
                    session,
                    seed=arguments.seed,
                    sizes=sizes,
                    now=datetime.now(UTC),
                    password=hash_password(PASSWORD),
                )
            except ValueError as refused:
                raise Unusable(str(refused)) from refused
    settings.data.mkdir(parents=True, exist_ok=True)
    truth = json.dumps(dict(made.truth), ensure_ascii=False, indent=1)
    (settings.data / TRUTH).write_text(truth, "utf-8")
    counts = ", ".join(f"{number} {what}" for what, number in made.counts.items())
    complain(f"Made the demonstration: {counts}.")
    say(sign_in_table(made, PASSWORD))
    return DONE
