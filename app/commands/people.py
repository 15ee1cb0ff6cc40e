"""`levelfield people create`: the first lead or administrator of a site, and a new link for anybody locked out."""

from __future__ import annotations

import argparse

from email_validator import EmailNotValidError, validate_email
from flask import url_for

from app.application import create_app
from app.commands.console import (
    DONE,
    Commands,
    Unusable,
    add_command,
    add_group,
    ready_database,
    say,
    say_json,
)
from app.operations.accounts import add_membership, create_person, create_team
from app.operations.invitations import set_up_token_from_the_server
from app.queries.teams import team_named
from app.settings import settings_from_environment

ADDRESS = "http://127.0.0.1:8000"


def add(commands: Commands) -> None:
    """Add `people create`."""
    what = add_group(commands, "people", "accounts: who can sign in")
    create = add_command(
        what,
        "create",
        _create,
        "make an account for a lead or an administrator, and print the link with which they choose a password",
        'levelfield people create --name "Ann Lead" --email ann@example.org --lead-of "Riverside"',
    )
    create.add_argument("--name", required=True)
    create.add_argument("--email", required=True, help="they sign in with it; nothing is sent to it")
    create.add_argument("--lead-of", metavar="TEAM", help="the team they lead; made if it is not there yet")
    create.add_argument("--administrator", action="store_true", help="looks after the whole site")
    create.add_argument("--address", default=ADDRESS, help=f"where people reach this site (default: {ADDRESS})")
    create.add_argument("--json", action="store_true", help="print one JSON object")


def _create(arguments: argparse.Namespace) -> int:
    if not arguments.lead_of and not arguments.administrator:
        raise Unusable("Say what this person does here: --lead-of TEAM, --administrator, or both.")
    name = arguments.name.strip()
    if not name or len(name) > 120:
        raise Unusable("Give the person's name, with at most 120 letters.")
    email = _address(arguments.email)
    settings = settings_from_environment()
    with ready_database(settings) as database:
        app = create_app(settings, database)
        with app.app_context(), database.short_write() as session:
            person_id = create_person(session, name, email, actor_id=None, administrator=arguments.administrator)
            if arguments.lead_of:
                team_id = team_named(session, arguments.lead_of) or create_team(
                    session, arguments.lead_of, actor_id=None
                )
                add_membership(session, person_id, team_id, "lead", actor_id=None)
            token = set_up_token_from_the_server(session, person_id)
        with app.test_request_context(base_url=arguments.address):
            link = url_for("security.reset_password", token=token, _external=True)
    if arguments.json:
        say_json({"person": str(person_id), "email": email, "link": link})
    else:
        say(f"{name} can sign in as {email} once they have chosen a password with this link.")
        say("It works for three days, and once. Hand it to nobody else:")
        say(link)
    return DONE


def _address(email: str) -> str:
    try:
        return validate_email(email, check_deliverability=False).normalized.lower()
    except EmailNotValidError as refused:
        raise Unusable(f"{email} is not an e-mail address: {refused}") from refused
