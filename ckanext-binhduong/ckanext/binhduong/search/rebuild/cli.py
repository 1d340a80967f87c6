"""``ckan binhduong index``: build the search index anew while search answers, see how far that is, stop it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
import pysolr
import requests
from redis.exceptions import RedisError

from ckanext.binhduong.core.problems.both_languages import in_both
from ckanext.binhduong.core.problems.translation import marked as _
from ckanext.binhduong.search.rebuild import cores, progress, watch
from ckanext.binhduong.search.rebuild import rebuild as rebuilding

__all__ = ["index"]

_REASONS: dict[type[Exception], str] = {
    rebuilding.AlreadyRuns: _("Another rebuild runs; `bin/portal ckan binhduong index status` says how far it is."),
    rebuilding.Stopped: _("The rebuild was stopped; search answers from the index it had."),
    rebuilding.Incomplete: _("The new index is not what the database holds, and was not taken; search answers from the index it had."),
    rebuilding.Unfinished: _("The new index answers, but may lack what was changed as it took the other's place. Build it once more."),
    cores.CoreError: _("Solr refuses; search answers from the index it had. Is its disk full? See var/log/solr.log."),
    pysolr.SolrError: _("Solr does not answer. Look at `bin/portal status`."),
    requests.RequestException: _("Solr does not answer. Look at `bin/portal status`."),
    RedisError: _("Redis does not answer. Look at `bin/portal status`."),
}
_DETAILED = (rebuilding.Incomplete, rebuilding.Unfinished, cores.CoreError)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except tuple(_REASONS) as error:
        reason = next(text for kind, text in _REASONS.items() if isinstance(error, kind))
        detail = f"\n{error}" if isinstance(error, _DETAILED) else ""
        raise click.ClickException(in_both(reason) + detail) from error


@click.group()
def index() -> None:
    """The search index."""


@index.command()
@click.option("--force", is_flag=True, help="Also take an index without the datasets that cannot be indexed; they are named.")
@click.option("--in-background", is_flag=True, help="Have the worker do it, with --force.")
def rebuild(force: bool, in_background: bool) -> None:
    """Index every dataset anew, in a second core that takes the other's place when it has all of them.

    Search answers meanwhile, and what is changed meanwhile is in the new index. May be stopped at any time (Ctrl-C) and begun again.
    """
    with _explained():
        if in_background:
            watch.queue()
            return
        done = rebuilding.rebuild(tolerant=force)
    click.echo(f"{done.datasets} datasets, {done.seconds} s")
    for package_id in done.left_out:
        click.echo(f"  {package_id}: " + in_both(_("could not be indexed; the log says why")))


@index.command()
def status() -> None:
    """Print what database and index have, whether a rebuild runs, and how far the last one came."""
    with _explained():
        datasets, indexed = watch.counts()
        click.echo(f"datasets {datasets}, indexed {indexed}")
        click.echo("a rebuild runs" if rebuilding.is_running() else "no rebuild runs")
        last = progress.last()
    if last:
        click.echo(f"{last['at']} {last['phase']} {last['done']}/{last['total']} {last['detail']}".rstrip())


@index.command()
def stop() -> None:
    """Have the rebuild that runs stop within seconds; the index stays as it is."""
    with _explained():
        progress.stop()
