"""Settings, read from the environment once, when the application is made."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.durable_files import OWNER_ONLY, make_folder, write_whole

DEFAULT_DATA = Path("levelfield-data")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a site may set. One object, passed to `create_app`; nothing else reads the environment.

    ``data``: folder for the embedded database and the generated secret.
    ``database_url``: SQLAlchemy address; embedded SQLite in ``data`` unless set.
    ``secret_key``: signs form tokens and set-up links; never in the repository.
    ``secure_cookies``: true behind HTTPS. False only for a trial on this machine.
    ``proxies``: how many trusted proxies stand in front (0: client addresses in headers are ignored).
    ``idle_minutes``: a signed-in session that is not used for so long ends.
    """

    data: Path
    database_url: str
    secret_key: str
    secure_cookies: bool = True
    proxies: int = 0
    idle_minutes: int = 12 * 60
    site_name: str = "Levelfield"
    testing: bool = False


def settings_from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Read ``LEVELFIELD_*`` variables.

    A secret that is not given is made once and kept in the data folder, readable by its owner only, so that a
    restart does not sign everybody out.
    """
    env = os.environ if environment is None else environment
    data = Path(env.get("LEVELFIELD_DATA", str(DEFAULT_DATA))).absolute()
    url = env.get("LEVELFIELD_DATABASE_URL", f"sqlite:///{data / 'levelfield.sqlite'}")
    return Settings(
        data=data,
        database_url=url,
        secret_key=env.get("LEVELFIELD_SECRET_KEY") or _kept_secret(data / "secret-key"),
        secure_cookies=env.get("LEVELFIELD_SECURE_COOKIES", "yes") != "no",
        proxies=int(env.get("LEVELFIELD_PROXIES", "0")),
        idle_minutes=int(env.get("LEVELFIELD_IDLE_MINUTES", str(12 * 60))),
        site_name=env.get("LEVELFIELD_SITE_NAME", "Levelfield"),
    )


def _kept_secret(path: Path) -> str:
    kept = path.read_text("ascii").strip() if path.exists() else ""
    if kept:
        return kept
    # A file without a secret is what an older version left that was cut short: nothing may be signed with nothing.
    path.unlink(missing_ok=True)
    make_folder(path.parent)
    # Should another process of the same site be quicker, its secret is the one.
    with suppress(FileExistsError):
        write_whole(path, secrets.token_urlsafe(48).encode("ascii"), OWNER_ONLY, replace=False)
    return path.read_text("ascii").strip()
