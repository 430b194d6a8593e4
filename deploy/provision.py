"""The secrets of an installation that is no embedded stack: keys, passwords, addresses and
certificates, as files that Kubernetes, containers or systemd hand to services.

Promises that whatever is there already stays, so that it may be called again: what is missing is
made, and certificates that have less than half of their life left are renewed. The folder is a data
directory, too: `./motcua token` and `./motcua reader` work on it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deploy.embedded.accounts import ACCOUNTS, SERVICES
from deploy.embedded.authority import Authority, Issued
from deploy.embedded.credentials import Credentials
from deploy.embedded.databases import verifier
from deploy.embedded.directory import PRIVATE, Directory
from deploy.embedded.identity import ourselves
from deploy.embedded.nats import ROUTE
from deploy.embedded.readers import Readers
from deploy.embedded.rings import Rings, bus_users
from deploy.embedded.tokens import ensure_key

FOLDER = "secrets"
SEALING = ("catalog", "submissions")
PAGES, PROXY, NATS, POSTGRES = "pages", "grpc-web", "nats", "postgres"
CERTIFIED = (*SERVICES, PAGES, PROXY, NATS, POSTGRES)
LASTS = timedelta(days=365)
TYPES = {"tls.crt": "kubernetes.io/tls", "username": "kubernetes.io/basic-auth"}
# What an operator fills in: nobody else is believed, nothing is revoked.
EDITED = {
    "identity": {"issuers.toml": "", "revoked.json": '{"tokens": [], "subjects": {}}\n'},
    PAGES: {"client-secret": ""},  # of the identity provider at which people sign in
}


@dataclass(frozen=True)
class Place:
    """Where services find the others. `database`: of one service, as host:port; `authority`: by
    which its certificate is believed, "" where there is none, on loopback; `nodes`: of NATS.
    """

    database: str
    authority: str
    nodes: tuple[str, ...]
    scheme: str = "tls"


NODES = tuple(f"nats-{number}.nats-nodes" for number in range(3))
PLACES = {
    "kubernetes": Place("{}-db-rw:5432", "/run/motcua/database-ca/ca.crt", NODES),
    "compose": Place("postgres:5432", "/run/motcua/ca/ca.crt", ("nats",)),
    "host": Place("127.0.0.1:5432", "", ("127.0.0.1",), "nats"),
}


class Provision:
    """Of one folder. `names`: by which services are called, besides their own; `namespace`: of
    Kubernetes.
    """

    def __init__(
        self, root: Path, place: Place, *, namespace: str = "motcua", names: tuple[str, ...] = ()
    ) -> None:
        root.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        self.directory = Directory(root=root.resolve(), identity=ourselves())
        self.place, self.namespace, self.names = place, namespace, names
        self.credentials, self.rings = Credentials(self.directory), Rings(self.directory)

    def write(self) -> list[str]:
        """Make what is missing; the names of all secrets."""
        made = {**self.made(), **dict(self.certificates())}
        self.directory.folder(FOLDER, mode=PRIVATE)
        for name, values in made.items():
            self.directory.folder(f"{FOLDER}/{name}", mode=PRIVATE)
            for key, text in values.items():
                self.directory.write_private(f"{FOLDER}/{name}/{key}", text)
        self.directory.write_private("kustomization.yaml", self.kustomization(made))
        return sorted(made)

    def made(self) -> dict[str, Mapping[str, str]]:
        """All but certificates."""
        every: dict[str, Mapping[str, str]] = {NATS: self.bus(), "identity": self.identity()}
        keys = {"secret-keys": self.credentials.ring("secret.pages")}
        every[PAGES] = {**keys, **self.edited(PAGES)}
        every[POSTGRES] = self.postgres()
        for service in SERVICES:
            owner = f"{service}_owner"
            every[service] = self.service(service)
            every[f"{service}-owner"] = {"owner-dsn": self.dsn(service, owner)}
            every[f"{service}-db-user"] = self.user(service)
            every[f"{service}-db-owner"] = self.user(owner)
        return every

    def service(self, service: str) -> dict[str, str]:
        """What one service alone knows."""
        kinds = ("secret", "log", *(["sealing"] if service in SEALING else []))
        return {
            "database-dsn": self.dsn(service, service),
            "nats-url": self.nats_url(service),
            **{f"{kind}-keys": self.credentials.ring(f"{kind}.{service}") for kind in kinds},
        }

    def dsn(self, service: str, role: str) -> str:
        """A database's address as that role."""
        authority = self.place.authority
        verified = f"?sslmode=verify-full&sslrootcert={authority}" if authority else ""
        where = self.place.database.format(service)
        return f"postgresql://{role}:{self.password(role)}@{where}/{service}{verified}"

    def password(self, role: str) -> str:
        """Of a role of PostgreSQL."""
        return self.credentials.secret(f"postgres.{role}")

    def user(self, role: str) -> dict[str, str]:
        """The same for who makes the role."""
        return {"username": role, "password": self.password(role)}

    def nats_url(self, account: str) -> str:
        """All servers, as the account's current user."""
        user, password = next(iter(bus_users(self.rings, account).items()))
        who = f"{self.place.scheme}://{user}:{password}"
        return ",".join(f"{who}@{node}:4222" for node in self.place.nodes)

    def bus(self) -> dict[str, str]:
        """What NATS's configuration includes; readers that were added are in there."""
        users = {each.name: bus_users(self.rings, each.name) for each in ACCOUNTS}
        Readers(self.directory).configure(ACCOUNTS, users)
        files = ("accounts.conf", "passwords.conf")
        texts = {name: (self.directory.root / name).read_text(encoding="utf-8") for name in files}
        return {**texts, "routes.conf": self.routes()}

    def routes(self) -> str:
        """By which servers of NATS meet; nobody joins without the password."""
        password = self.credentials.secret("nats.route")
        routes = [f"nats-route://{ROUTE}:{password}@{each}:6222" for each in self.place.nodes]
        joins = {"user": ROUTE, "password": password}
        return f"authorization: {json.dumps(joins)}\nroutes: {json.dumps(routes)}\n"

    def identity(self) -> dict[str, str]:
        """Whom all services believe."""
        key = self.credentials.secret("subjects")
        keys = {"token-keys": ensure_key(self.directory), "subject-key": key}
        return {**keys, **self.edited("identity")}

    def edited(self, name: str) -> dict[str, str]:
        """Of a secret what an operator fills in, as it is now."""
        return {key: self.kept(f"{name}/{key}") or text for key, text in EDITED[name].items()}

    def kept(self, path: str) -> str:
        """What stands in a file of the secrets; empty where there is none."""
        file = self.directory.root / FOLDER / path
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def postgres(self) -> dict[str, str]:
        """For a server of one's own: its administrator's password, and databases with roles."""
        text = self.kept(f"{POSTGRES}/databases.sql") or "".join(self.databases())
        return {"password": self.password(POSTGRES), "databases.sql": text}

    def databases(self) -> Iterator[str]:
        """A role reaches its own database only; the server gets what it keeps of passwords."""
        yield "REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC;\n"
        for name in SERVICES:
            for role in (f"{name}_owner", name):
                kept = verifier(self.password(role))
                yield f"CREATE ROLE {role} LOGIN PASSWORD '{kept}';\n"
            yield f"CREATE DATABASE {name} OWNER {name}_owner TEMPLATE template0 ENCODING 'UTF8';\n"
            yield f"REVOKE ALL ON DATABASE {name} FROM PUBLIC;\n"
            yield f"GRANT CONNECT, TEMPORARY ON DATABASE {name} TO {name};\n"

    def certificates(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Of whoever listens, by an authority of this folder: renewed at half of their life."""
        authority = self.authority()
        yield "motcua-ca", {"ca.crt": authority.pem.certificate}
        for part in CERTIFIED:
            name = f"{part}-tls"
            issued = Issued(self.kept(f"{name}/tls.crt"), self.kept(f"{name}/tls.key"))
            if not is_fresh(issued):
                issued = authority.issue(part, hosts=self.hosts(part), lasts=LASTS)
            yield name, {"tls.key": issued.key, "tls.crt": issued.certificate}

    def authority(self) -> Authority:
        """Whoever has its key can be any service: keep this folder apart."""
        paths = [self.directory.root / name for name in ("ca.crt", "ca.key")]
        if not all(path.exists() for path in paths):
            made = Authority.made("Motcua installation").pem
            self.directory.write_private("ca.key", made.key)
            self.directory.write_private("ca.crt", made.certificate)
        return Authority.loaded(*(path.read_text(encoding="ascii") for path in paths))

    def hosts(self, part: str) -> list[str]:
        """By which it is called, within its namespace and from others."""
        own = [part, *(self.place.nodes if part == NATS else ())]
        far = [f"{each}.{self.namespace}{end}" for each in own for end in ("", ".svc")]
        return [*own, *far, "localhost", "127.0.0.1", *self.names]

    def kustomization(self, made: Mapping[str, Mapping[str, str]]) -> str:
        """By which `kubectl apply -k` makes a Secret of each, but for a server of one's own."""
        own = (POSTGRES, f"{POSTGRES}-tls")
        rows = (self.generated(name, made[name]) for name in sorted(made) if name not in own)
        return (
            "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
            f"namespace: {self.namespace}\n"
            'generatorOptions: {disableNameSuffixHash: true, labels: {cnpg.io/reload: "true"}}\n'
            "secretGenerator:\n" + "".join(rows)
        )

    def generated(self, name: str, values: Mapping[str, str]) -> str:
        """One Secret, of the type that its keys say."""
        files = ", ".join(f"{FOLDER}/{name}/{key}" for key in values)
        kind = next((kind for key, kind in TYPES.items() if key in values), "Opaque")
        return f"  - {{name: {name}, type: {kind}, files: [{files}]}}\n"


def is_fresh(issued: Issued) -> bool:
    """Whether half of its life is left; none was issued where it is empty."""
    return bool(issued.certificate) and issued.expires - today() > LASTS / 2


def today() -> datetime:
    """Now, as certificates are judged."""
    return datetime.now(UTC)
