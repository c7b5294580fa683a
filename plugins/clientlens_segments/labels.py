"""The labels of the model that shows segments, and what people call them."""

from __future__ import annotations

from collections.abc import Mapping

from clientlens.plugin_api import Messages, Study, Text
from clientlens_segments.naming import LOCALE, feature_name
from clientlens_segments.values import Layout


def names_of_labels(study: Study, layout: Layout) -> Mapping[str, Text]:
    """Question, segmentation, attribute, segment or value → its name in both languages."""
    zh, en = Messages("zh", [LOCALE]), Messages("en", [LOCALE])
    is_told = len({feature.partition(".")[0] for feature in layout.features}) > 1
    names = {
        feature: Text(
            zh=feature_name(feature, zh, study, with_facet=is_told),
            en=feature_name(feature, en, study, with_facet=is_told),
        )
        for feature in layout.features
    }
    for attribute in (*layout.segmentations, *layout.attributes):
        known = study.respondents[attribute]
        if known.name:
            names[attribute] = known.name
    for label in (*layout.segments, *layout.levels):
        attribute, _, value = label.partition("=")
        named = study.respondents[attribute].names.get(value)
        if named:
            names[label] = named
    return names
