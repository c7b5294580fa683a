"""What people call the constructs and questions of an index."""

from __future__ import annotations

from collections.abc import Mapping

from clientlens.plugin_api import Question, Study, Text
from clientlens_csi.structure import PRODUCT, REPEATED
from clientlens_csi.study.design import design_of, questions_by_name
from clientlens_csi.study.options import CsiOptions


def names_of(study: Study, options: CsiOptions) -> Mapping[str, Text]:
    """Label → name: of constructs, of their products, of questions, of groups compared."""
    design = design_of(study, options)
    known = questions_by_name(study)
    questions = {name: _question_name(known[name], study) for name in design.questions}
    repeated = {
        f"{whole}{REPEATED}{question}": questions[question]
        for whole, parts in design.higher.items()
        for part in parts
        for question in design.blocks[part]
    }
    products = {product: _product_name(product, design.names) for product in design.products}
    found = {**questions, **repeated, **products, **design.names, **_groups(study, options)}
    return {code: text for code, text in found.items() if text}


def _groups(study: Study, options: CsiOptions) -> dict[str, Text]:
    """Group code → name: of groups that are tested for invariance, and of segments found.

    Two methods may find segments of the same name, so theirs begins with that of the attribute.
    """
    asked = [options.micom.by] if options.micom else []
    found = {by: _values(study, by) for by in (*asked, *study.found) if by in study.respondents}
    return {
        f"{by}={value}": _joined(study.respondents[by].name, by, name)
        if by in study.found
        else name
        for by, names in found.items()
        for value, name in names.items()
    }


def _values(study: Study, attribute: str) -> dict[str, Text]:
    own = study.respondents[attribute]
    return {v: own.names.get(v, Text(zh=v, en=v)) for v in own.values.values()}


def _joined(title: Text | None, code: str, name: Text) -> Text:
    title = title or Text(zh=code, en=code)
    return Text(
        zh=f"{title.in_language('zh')}：{name.in_language('zh')}",
        en=f"{title.in_language('en')}: {name.in_language('en')}",
    )


def _question_name(question: Question, study: Study) -> Text | None:
    """The name of an item, or of the indicator that is rated."""
    if question.facet is None:
        return study.items[question.code].name
    for dimension in study.dimensions.values():
        if question.code in dimension.indicators:
            name = dimension.indicators[question.code].name
            return name or Text(zh=question.code, en=question.code)
    return None


def _product_name(product: str, names: Mapping[str, Text]) -> Text:
    factors = [names.get(f, Text(zh=f, en=f)) for f in product.split(PRODUCT)]
    zh, en = (
        " × ".join(factor.in_language(language) or "" for factor in factors)
        for language in ("zh", "en")
    )
    return Text(zh=zh, en=en)
