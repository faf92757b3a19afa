"""What public record outside the article adds, each under its own source."""

# ruff: noqa: E501 - each fact is one line of a table

from tests.facts.asking import (
    BONE,
    MASTHERCELL,
    NOVADIP,
    PROMETHERA,
    Fact,
    about,
    claim,
    exact,
    figure,
    ror,
    round_,
    spinoffs,
)

RECORD = "PUBLIC_RECORD"
FIERCE = "fiercebiotech.com, 25 November 2014"
VENTURING = "globalventuring.com, 2 April 2012"
CARDIO3 = "Announcement of Celyad (then Cardio3 BioSciences), 4 July 2013"
NOTICE = "Prospectus notice of Bone Therapeutics, 21 January 2015"
MEDECIN = "Article 15091 of lejournaldumedecin.com"
TRENDS = "Article 417759 of trends.levif.be"
LEVIF = "Article 88655 of levif.be"
AMOUNT, PRINTED, DATE = "quantity { low high }", "asPrinted", "date { earliest latest }"
A = [
    "life-sciences-research-partners",
    "sopartec",
    "sriw",
    "vesalius-biocapital",
    "vives-louvain-technology-fund",
]
B = ["atmi", "boehringer-ingelheim-venture-fund", "mitsui-global-investment", "sambrinvest", "shire"]
C = ["boehringer-ingelheim-venture-fund", "mitsui-global-investment", "sfpi-fpim", "shire", "sms-investments", "sriw", "vesalius-biocapital"]  # fmt: skip
BONE_IS, CELYAD_IS = f'company(slug: "{BONE}")', 'company(slug: "celyad")'
PROMETHERA_IS, NOVADIP_IS = f'company(slug: "{PROMETHERA}")', f'company(slug: "{NOVADIP}")'
MASTHERCELL_IS, PLATFORM_IS = (
    f'company(slug: "{MASTHERCELL}")',
    'institution(slug: "walloon-cellular-therapy-platform")',
)
SECOND, THIRD = "(where: {ordinal: {eq: 2}})", "(where: {ordinal: {eq: 3}})"
FIRST_LISTING, NASDAQ = (
    "(orderBy: [{id: ASC}], first: 1)",
    '(where: {listed: {asPrinted: {eq: "during the same period"}}})',
)

PUBLIC = [
    Fact("spin-offs of ULB", *spinoffs("ulb", "Esprit libre, October 2007", RECORD, BONE, MEDECIN, RECORD, MASTHERCELL)),
    Fact("spin-offs of UCLouvain", *spinoffs("uclouvain", "Article 9465272 of lecho.be", RECORD, NOVADIP, "Notice 306784 of ucl.ac.be", RECORD, PROMETHERA)),
    Fact("Bone Therapeutics, November 2006", *claim(BONE_IS, "", "", "FOUNDED", DATE, "2006-11-01", "2006-11-30", "Biopark document", "2006-01-01", "2006-12-31", "Cell Therapy: At the Heart of Wallonia")),
    Fact("Novadip, May 2013", *claim(NOVADIP_IS, "", "", "FOUNDED", DATE, "2013-05-01", "2013-05-31", "Article 9465272 of lecho.be", "2013-01-01", "2013-12-31", "Cell Therapy: At the Heart of Wallonia")),
    Fact("Promethera, 32 employees in November 2015", *claim(PROMETHERA_IS, "", "", "JOBS", f"{AMOUNT} {DATE}", "32", "32", "2015-11-01", "2015-11-30", "Website of Promethera Biosciences")),
    Fact("Promethera, EUR 67 m", *claim(PROMETHERA_IS, "", "", "FUNDS_RAISED", AMOUNT, "67000000", "67000000", "Website of Promethera Biosciences")),
    Fact("MaSTherCell, 35 people", *claim(MASTHERCELL_IS, "", "", "JOBS", AMOUNT, "35", "35", MEDECIN)),
    Fact("Celyad, origin", *claim(CELYAD_IS, "", "", "ORIGIN", PRINTED, "not built on research of a university of its own", "Article 629191 of levif.be")),
    Fact("Celyad, Cardio3 BioSciences until May 2015", *claim(CELYAD_IS, "", "", "NAME", DATE, None, "2015-05-31", "fiercepharma.com on Celyad")),
    Fact("Celyad's former name", '{ company(slug: "celyad") { names(where: {kind: {eq: FORMER}}) { nodes { text } } } }', ["Cardio3 BioSciences"]),
    Fact("C-Cure, heart failure, Phase III", '{ company(slug: "celyad") { programmes(where: {name: {eq: "C-Cure"}}) { nodes { indication stage stageText citation { source { kind } } } } } }', ["heart failure", "PHASE_3", "Phase III (CHART-1)", RECORD]),
    Fact("addresses", "{ facilities(where: {kind: {eq: ADDRESS}}, orderBy: [{id: ASC}]) { nodes { company { slug } place { name } citation { source { kind } } } } }", [BONE, "Rue Adrienne Bolland 8, 6041 Gosselies", RECORD, "celyad", "Mont-Saint-Guibert", RECORD, PROMETHERA, "Rue Granbonpré 11, 1435 Mont-Saint-Guibert", RECORD]),
    Fact("ROR of ULB", *ror("ulb", "01r9htc13")),
    Fact("ROR of UCLouvain", *ror("uclouvain", "02495e989")),
    Fact("ROR of ULiège", *ror("uliege", "00afp2z80")),
    Fact("ROR of UNamur", *ror("unamur", "03d1maw17")),
    Fact("ROR of UMons", *ror("umons", "02qnnz951")),
    Fact("Promethera A, EUR 5.3 m, October 2009", *round_(PROMETHERA, 1, A, "5300000", "5300000", "October 2009")),
    Fact("Promethera B, EUR 17 m, March 2012", *round_(PROMETHERA, 2, sorted(A + B), "17000000", "17000000", "March 2012")),
    Fact("Promethera B, loan of EUR 6.6 m", *claim(PROMETHERA_IS, "fundingRounds", SECOND, "AMOUNT_LOANS", AMOUNT, "6600000", "6600000", VENTURING)),
    Fact("Promethera C, investors", *round_(PROMETHERA, 3, C, "20300000", "20300000", "late 2014")),
    Fact("Promethera C, leading investors", '{ company(slug: "promethera-biosciences") { fundingRounds(where: {ordinal: {eq: 3}}) { nodes { investors(orderBy: [{slug: ASC}]) { edges { lead } } } } } }', [True, False, False, False, False, False, True]),
    Fact("Promethera C, EUR 25.33 m", *claim(PROMETHERA_IS, "fundingRounds", THIRD, "AMOUNT", AMOUNT, "25330000", "25330000", FIERCE)),
    Fact("Promethera C, EUR 20.33 m capital", *claim(PROMETHERA_IS, "fundingRounds", THIRD, "AMOUNT_EQUITY", AMOUNT, "20330000", "20330000", FIERCE)),
    Fact("Promethera C, EUR 5 m loans and subsidies", *claim(PROMETHERA_IS, "fundingRounds", THIRD, "AMOUNT_LOANS", AMOUNT, "5000000", "5000000", FIERCE)),
    Fact("Promethera C, 25 November 2014", *claim(PROMETHERA_IS, "fundingRounds", THIRD, "DATE", DATE, "2014-11-25", "2014-11-25", FIERCE)),
    Fact("Promethera's third round is one round", '{ company(slug: "promethera-biosciences") { fundingRounds { totalCount } } }', [3]),
    Fact("Novadip, investors", *round_(NOVADIP, 1, ["new-science-ventures", "vives-ii"], "28000000", "28000000", "September 2015")),
    Fact("Novadip, EUR 8.5 m sought", *claim(NOVADIP_IS, "fundingRounds", "", "AMOUNT_SOUGHT", AMOUNT, "8500000", "8500000", TRENDS)),
    Fact("Novadip, largest shareholder", '{ institution(slug: "new-science-ventures") { investments { edges { note } } } }', ["Largest shareholder."]),
    Fact("MaSTherCell, more than EUR 5 m", *round_(MASTHERCELL, 1, ["sambrinvest", "sofipole", "theodorus"], "5000000", None, None)),
    Fact("Theodorus is ULB's fund", '{ institution(slug: "theodorus") { relations { nodes { predicate object { slug } } } } }', ["FUND_OF", "ulb"]),
    Fact("Celyad's offering, 4 July 2013", *claim(CELYAD_IS, "listings", FIRST_LISTING, "DATE", DATE, "2013-07-04", "2013-07-04", CARDIO3)),
    Fact("Celyad's offering, EUR 16.65 a share", *claim(CELYAD_IS, "listings", FIRST_LISTING, "PRICE_PER_SHARE", AMOUNT, "16.65", "16.65", CARDIO3)),
    Fact("Celyad's offering, EUR 23.0 m, 26.5 m after 15 July 2013", *claim(CELYAD_IS, "listings", FIRST_LISTING, "AMOUNT", f"{AMOUNT} {DATE}", "23000000", "23000000", "2013-07-04", "2013-07-04", CARDIO3, "26500000", "26500000", "2013-07-15", "2013-07-15", "biopharmanalyses.fr on the offering of Cardio3 BioSciences")),
    Fact("Bone Therapeutics' offering, EUR 14.5-16.5 a share", *claim(BONE_IS, "listings", FIRST_LISTING, "PRICE_PER_SHARE", AMOUNT, "14.5", "16.5", NOTICE)),
    Fact("Bone Therapeutics' offering, 22 January - 2 February, trading 6 February 2015", *claim(BONE_IS, "listings", FIRST_LISTING, "DATE", DATE, "2015-02-06", "2015-02-06", NOTICE, "2015-01-22", "2015-02-02", NOTICE)),
    Fact("Celyad on Nasdaq, 19 June 2015", *claim(CELYAD_IS, "listings", NASDAQ, "DATE", DATE, "2015-06-19", "2015-06-19", "Announcement of Celyad, 18 June 2015")),
    Fact("Celyad on Nasdaq, USD 100.1 m", *claim(CELYAD_IS, "listings", NASDAQ, "AMOUNT", "quantity { low currency }", "100100000", "USD", "Announcement of Celyad, 18 June 2015")),
    Fact("Cardio3 BioSciences bought OnCyte, January 2015", '{ company(slug: "oncyte") { acquiredBy { nodes { acquirer { slug } closed { asPrinted } } } } }', ["celyad", "January 2015"]),
    Fact("Orgenesis paid USD 24.6 m in shares", *claim(MASTHERCELL_IS, "acquiredBy", "", "PRICE", "asPrinted quantity { low currency }", "USD 24.6 m in shares", "24600000", "USD", MEDECIN)),
    Fact("the platform, EUR 20 m", *figure("institution", "walloon-cellular-therapy-platform", "INVESTMENT", exact("EUR 20 m", "20000000", "EUR"))),
    Fact("the platform, 40 % public", *figure("institution", "walloon-cellular-therapy-platform", "PUBLIC_SHARE", exact("40 %", "40", "percent"))),
    Fact("the platform, 60 % private", *figure("institution", "walloon-cellular-therapy-platform", "PRIVATE_SHARE", exact("60 %", "60", "percent"))),
    Fact("the platform, nearly 2,000 m² of clean rooms planned", *figure("institution", "walloon-cellular-therapy-platform", "CLEANROOM_AREA", [*about("nearly 2,000 m²", "2000", "m2"), "PLANNED"], "status")),
    Fact("the platform, in Gosselies", *claim(PLATFORM_IS, "", "", "ADDRESS", PRINTED, "Gosselies", LEVIF)),
    Fact("the platform, inaugurated 24 April 2015", *claim(PLATFORM_IS, "", "", "DATE", DATE, "2015-04-24", "2015-04-24", "Written question 161 of 2015-2016")),
]  # fmt: skip
