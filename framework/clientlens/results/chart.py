"""The chart: a picture as text, in the forms a report needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clientlens.messages import Messages

Spec = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """One picture as Vega-Lite specifications.

    Attributes
    ----------
    name : str
        Unique within the model; part of file names and anchors.
    title, description : str
        Heading, and what somebody who can't see the picture should know.
    wide : Spec
        For a screen of 900 px and more; may be interactive.
    narrow : Spec or None
        For a telephone (about 360 px); the wide one is scaled where there is none.
    print : Spec or None
        For paper: still, and readable in grey; the wide one where there is none.
    note : str
        A sentence or two below the picture on how to read it.
    """

    name: str
    title: str
    description: str
    wide: Spec
    narrow: Spec | None = None
    print: Spec | None = None
    note: str = ""

    @classmethod
    def said(
        cls, key: str, specs: tuple[Spec, Spec], words: Messages, **variables: str | float
    ) -> Chart:
        """A chart whose words lie in the catalogue.

        Parameters
        ----------
        key : str
            ``<plugin>-chart-<name>``: the message of its title. Those of its description and its
            note are called ``<key>-describes`` and ``<key>-note``. A key of another form is the
            name of the chart as it is.
        specs : tuple of Spec
            The wide and the narrow one.
        words : Messages
            The catalogue.
        **variables
            What the description names.
        """
        return cls(
            name=key.rpartition("-chart-")[2],
            title=words(key),
            description=words(f"{key}-describes", **variables),
            wide=specs[0],
            narrow=specs[1],
            note=words.get(f"{key}-note", ""),
        )
