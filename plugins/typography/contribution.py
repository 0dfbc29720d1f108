"""What typography contributes: its transform, and a check of the rules that texts leave out."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.base.findings import Finding, listed, suggestion
from plugins.framework.corpus.corpus import Corpus
from plugins.framework.outputs.contributions import Contribution, Phase, TransformAt
from plugins.i18n.messages import N_, message
from plugins.typography.rule_options import NUMBERS

__all__ = ["TypographyContribution"]


class TypographyContribution(Contribution):
    """Typography: the last transform, since what the others write is typeset too."""

    package = "typography"
    prefix = "TYPOGRAPHY_"
    model = "plugins.typography.settings:TypographySettings"
    transforms = (TransformAt(Phase.WORDS, "plugins.typography.transform:typeset"),)

    def examine(self, corpus: Corpus) -> Iterator[Finding]:
        """Yield a finding for each unknown rule name in the front matter key ``typography``."""
        for text in corpus.texts:
            for name in text.card.rules:
                if name not in NUMBERS:
                    problem = message(
                        N_("unknown typography rule '{rule}' (there are: {rules})"), rule=name, rules=listed(NUMBERS)
                    )
                    where = text.card.position("typography")
                    yield Finding(text.card.path, where, problem, suggestion(name, NUMBERS))
