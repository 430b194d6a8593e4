"""`./motcua provision`: the secrets and certificates of an installation in Kubernetes, in
containers or on a host, as files in a folder.

Promises that nothing secret is printed, and nothing that is there is replaced.
"""

from pathlib import Path

import click

from deploy.provision import PLACES, Provision
from services.console import terminal


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--for",
    "place",
    type=click.Choice(list(PLACES)),
    default="kubernetes",
    show_default=True,
    help="Where it will run: addresses and certificates depend on it.",
)
@click.option("--namespace", default="motcua", show_default=True, help="Of Kubernetes.")
@click.option(
    "--name", "names", multiple=True, metavar="HOST", help="By which services are called, too."
)
def provision(folder: Path, place: str, namespace: str, names: tuple[str, ...]) -> None:
    """Make the secrets and certificates of an installation, in a folder."""
    made = Provision(folder, PLACES[place], namespace=namespace, names=names).write()
    terminal.say(f"Secrets in {folder}/secrets: {len(made)}. Keep the folder, and keep it apart.")
    if place == "kubernetes":
        terminal.say(f"Make them in the cluster: kubectl apply -k {folder}")
