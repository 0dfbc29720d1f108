"""French sentences of a word list: right in grammar, void of sense, and typed with what typesetting has to mend."""

from __future__ import annotations

import re
from random import Random


def choices(text: str) -> tuple[str, ...]:
    """Return what semicolons part.

    >>> choices("le siège;un élu")
    ('le siège', 'un élu')
    """
    return tuple(text.split(";"))


SUBJECTS = choices(
    "l'équipe;le service;la direction;un collègue;chaque atelier;l'accueil;une voisine;le comptable;la mairie;"
    "ce fournisseur;l'association;un stagiaire;notre coopérative;le siège;la commission;un usager;l'ancienne cheffe;"
    "le chauffeur;une cliente;tout le bureau;l'apprentie;le groupe du jeudi;la rédaction;un élu;la caissière"
)
VERBS = choices(
    "mesure;partage;répare;garde;raconte;compte;prépare;corrige;oublie;retrouve;explique;range;discute;choisit;"
    "relit;attend;défend;emprunte;cherche;transmet;annonce;vérifie;reporte;simplifie;remplace"
)
OBJECTS = choices(
    "le calendrier;une règle simple;l'outil commun;les trajets du matin;un vieux registre;la réunion de rentrée;"
    "son budget;les mots justes;une habitude tenace;la liste des courses;le plan de charge;les machines à l'arrêt;"
    "un accord verbal;l'histoire de la maison;des preuves modestes;la clé de l'armoire;les questions gênantes;"
    "le tableau des présences;une erreur ancienne;l'avis des absents;les factures d'énergie;un essai à blanc;"
    "la moitié du chemin;le dossier partagé;des promesses chiffrées"
)
WHEN = choices(
    "avant la réunion;depuis trois ans;en 2019;sans attendre l'accord du siège;chaque lundi à 9 h 30;au fil de l'eau;"
    "malgré tout;avec 1 500 euros par an;à deux pas de la gare;faute de mieux;dès le 1er mars;pour 12 % des postes;"
    "jusqu'à l'automne;entre deux portes;avec l'aide d'un tiers;quand il pleut;par souci d'équité;en moins d'une heure;"
    "aujourd'hui encore;à la fin du trimestre"
)
OPENERS = choices(
    "D'abord,;Ensuite,;Au fond,;À vrai dire,;Or,;Pourtant,;Ce jour-là,;Bien sûr,;À l'inverse,;Peu à peu,;"
    "Plus tard,;Sur le papier,"
)
SHAPES = (
    "{S} {v} {o} {w}.",
    "{S} {v} {o}, et {s} {v} {o} {w}.",
    "{O} {s} {v} {o} ; {s}, lui ou elle, {v} {o}.",
    "Est-ce que {s} {v} {o} ? Personne ne {v} {o} {w} !",
    '"{S} {v} {o}" : voilà ce que l\'on entend {w}.',
    "Quand {s} {v} {o}, {s} {v} *{o}* et {v} {o} {w}...",
    "{O} {s} {v} {o} - c'est le point - et {v} {o} {w}.",
    "On dit que {s} {v} **{o}** {w}, parce que {s} {v} {o}.",
    "{S} {v} {o} (p. 12, fig. 3) : {s} {v} {o} {w}.",
    "Dans `releve.csv`, {s} {v} {o} {w} ; c'est tout, ou presque.",
)
CODE = '''```python
def bilan(releve: dict[str, int], seuil: int = {a}) -> int:
    """Compte les lignes du relevé qui passent le seuil."""
    total = 0
    for nom, valeur in sorted(releve.items()):
        if valeur > seuil:  # le reste n'apprend rien
            total += valeur - {b}
            print(f"{{nom}} : {{valeur}}")
    return total


print(bilan({{"lundi": {c}, "mardi": {d}, "jeudi": {e}}}))
```'''


def statement(chance: Random) -> str:
    """Return the beginning of a sentence, without its stop."""
    subject = chance.choice(SUBJECTS)
    return f"{capitalised(subject)} {chance.choice(VERBS)} {chance.choice(OBJECTS)}"


def sentence(chance: Random) -> str:
    """Return a sentence."""
    words = iter(chance.choice(SHAPES).split("{"))
    made = next(words)
    kinds = {"s": SUBJECTS, "S": SUBJECTS, "v": VERBS, "o": OBJECTS, "w": WHEN, "O": OPENERS}
    for part in words:
        kind, _, rest = part.partition("}")
        word = chance.choice(kinds[kind])
        made += (capitalised(word) if kind == "S" else word) + rest
    return elided(made)


def paragraph(chance: Random) -> str:
    """Return three to six sentences."""
    return " ".join(sentence(chance) for _ in range(chance.randrange(3, 7)))


def heading(chance: Random) -> str:
    """Return the words of a heading, without a mark in them."""
    return elided(f"Ce que {chance.choice(SUBJECTS)} {chance.choice(VERBS)} {chance.choice(WHEN)}")


def word_list(chance: Random) -> str:
    """Return a list of four."""
    return "\n".join(f"- {chance.choice(SUBJECTS)} {chance.choice(VERBS)} {chance.choice(OBJECTS)} ;" for _ in range(4))


def code(chance: Random) -> str:
    """Return a block of code."""
    return CODE.format(**{name: chance.randrange(2, 100) for name in "abcde"})


def capitalised(words: str) -> str:
    """Return words with a capital in front.

    >>> capitalised("l'équipe")
    "L'équipe"
    """
    return words[:1].upper() + words[1:]


def elided(words: str) -> str:
    """Return words with ``que`` shortened before a vowel.

    >>> elided("Ce que une voisine garde")
    "Ce qu'une voisine garde"
    """
    return re.sub(r"\bque (?=[aeéiou])", "qu'", words)
