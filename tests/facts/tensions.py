"""What does not fit together, and is kept so."""

# ruff: noqa: E501 - each fact is one line of a table

from tests.facts.asking import Fact, discrepancy

TENSIONS = [
    Fact("1: 409.55 is a lower bound printed as exact", *discrepancy("409.55", "409.55 as a lower bound", 6)),
    Fact("2: 1970 leaves out what is planned", *discrepancy("1970", "1970; 3770 with the planned areas", 8)),
    Fact("3: 340 drops the 5, all add up to 345", *discrepancy("340", "340 without the 5; 345 with it", 7)),
    Fact("3: 5/81 is divided by inference", *discrepancy("5/81", None, 2)),
    Fact("4: 6.28 % compounded, 8.1 % the simple mean", *discrepancy("73%; more than 8% a year", "6.28 % a year compounded; 8.11 % as the simple mean", 2)),
    Fact("5: over 16,000 against 340", *discrepancy("over 16,000", "340", 3)),
    Fact("6: 16,000 + 32,000", *discrepancy("more than 48,000", "48000 as a mixed bound", 3)),
    Fact("7: more than 300, 340, 345", *discrepancy("more than 300; 340", "345", 2)),
    Fact("7: 16 people, 18 full-time equivalents", *discrepancy("16; 18", None, 2)),
    Fact("8: doubling against three times", *discrepancy("double", "3 times the area", 3)),
    Fact("9: what MaSTherCell is", '{ company(slug: "masthercell") { activities } }', [["platform", "service company", "CDMO"]]),
    Fact("9: Orgenesis is Walloon and foreign", '{ discrepancies(where: {text: {startsWith: "Orgenesis is one of five"}}) { nodes { kind } } }', ["IDENTITY"]),
    Fact("10: 995 and 400 are not comparable", *discrepancy("more than €995 million; more than €400 million", None, 2)),
    Fact("11: Phase 3 and NKR T cells are not linked", "{ discrepancies(where: {kind: {eq: UNLINKED}}) { nodes { printed } } }", ["Phase 3"]),
    Fact("12: spellings", *discrepancy("BioSciences, Biosciences; MaSTherCell, MasTherCell", None, 0)),
    Fact("12: IRE/IRE Elit may be two", *discrepancy("IRE/IRE Elit", None, 0)),
    Fact("12: Biion/Sapristic may be two", *discrepancy("Biion/Sapristic", None, 0)),
    Fact("12: the joint row is never halved", *discrepancy("Orgenesis/MaSTherCell; 8.5", None, 1)),
    Fact("12: names of MaSTherCell", '{ company(slug: "masthercell") { names(orderBy: [{text: ASC}]) { nodes { text kind } } } }', ["MaSTherCell", "PREFERRED", "MasTherCell", "AS_PRINTED", "Orgenesis/MaSTherCell", "AS_PRINTED"]),
    Fact("three spin-offs printed, four in the public record", *discrepancy("three", "4 in the public record", 0)),
]  # fmt: skip
