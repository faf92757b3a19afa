"""The prose of the article, number by number."""

# ruff: noqa: E501 - each fact is one line of a table

from tests.facts.asking import (
    BONE,
    FIVE,
    MASTHERCELL,
    NOVADIP,
    PROMETHERA,
    QUANTITY,
    Fact,
    about,
    exact,
    figure,
    group,
    listings,
    more_than,
)

JULY_2013 = ["July 2013", "2013-07-01", "2013-07-31", None]
FEBRUARY_2015 = ["February 2015", "2015-02-01", "2015-02-28", None]
EURONEXT = [BONE, *FEBRUARY_2015, "celyad", *JULY_2013]
PERIOD = "period { asPrinted earliest latest }"
FROM_2005 = ["From 2005 to 2014", "2005-01-01", "2014-12-31"]

PROSE = [
    Fact("30 research labs, none named", *group("cell-therapy-research-labs", exact("30", "30", "labs"))),
    Fact("five universities", *group("cell-therapy-universities", exact("five", "5", "universities"), "uclouvain", "ulb", "uliege", "umons", "unamur")),
    Fact("five companies, six listed", *group(FIVE, exact("five", "5", "companies"), BONE, "celyad", MASTHERCELL, NOVADIP, "orgenesis", PROMETHERA)),
    Fact("three spin-offs, none named", *group("ulb-uclouvain-spinoffs", exact("three", "3", "companies"))),
    Fact("three of the five", '{ group(slug: "ulb-uclouvain-spinoffs") { subsetOf { slug } } }', [FIVE]),
    Fact("about 15 service companies, seven named", *group("service-companies", about("approximately 15", "15", "companies"), "aseptic-technologies", "biion-sapristic", MASTHERCELL, "ovizio", "pluriomics", "quality-assistance", "univercells")),
    Fact("university hospitals, uncounted", *group("university-hospitals", [None])),
    Fact("first-in-human centres, uncounted", *group("first-in-human-centres", [None])),
    Fact("Belgium leads in Phase 1 trials", '{ place(slug: "belgium") { claims { nodes { aspect asPrinted } } } }', ["STANDING", "European leader in Phase 1 clinical trials"]),
    Fact("MaSTherCell supported by BioWin and the Government, 2011", '{ company(slug: "masthercell") { relations(orderBy: [{id: ASC}]) { nodes { predicate period { asPrinted } subject { name } } } } }', ["SUPPORTED", "2011", "BioWin", "SUPPORTED", "2011", "Government of Wallonia"]),
    Fact("Orgenesis acquired MaSTherCell in March 2015, no price", '{ company(slug: "masthercell") { acquiredBy { nodes { scope acquirer { slug } price { low } closed { asPrinted earliest latest } } } } }', ["COMPANY", "orgenesis", None, "March 2015", "2015-03-01", "2015-03-31"]),
    Fact("the platform, 2013: two initiators, two contributors", '{ institution(slug: "walloon-cellular-therapy-platform") { relations(orderBy: [{id: ASC}]) { nodes { predicate period { asPrinted } subject { slug } } } } }', ["INITIATED", "2013", BONE, "INITIATED", "2013", PROMETHERA, "CONTRIBUTES_TO", "2013", "sambrinvest", "CONTRIBUTES_TO", "2013", "walloon-region"]),
    Fact("seven pharmaceutical organisations", *group("major-pharmaceutical-organisations", exact("seven", "7", "organisations"), "baxter", "eurogentec", "gsk-vaccines", "iba", "ire-ire-elit", "ucb", "zoetis")),
    Fact("employment grew by 73 %, 2005-2014", *figure("place", "wallonia", "EMPLOYMENT_GROWTH", [*exact("73%", "73", "percent"), *FROM_2005], PERIOD)),
    Fact("more than 8 % a year", *figure("place", "wallonia", "EMPLOYMENT_GROWTH_YEARLY", [*more_than("more than 8%", "8", "percent"), *FROM_2005], PERIOD)),
    Fact("over 16,000 direct jobs, 2014", *figure("place", "wallonia", "DIRECT_JOBS", [*more_than("over 16,000", "16000", "jobs"), "2014", "2014-01-01", "2014-12-31"], PERIOD)),
    Fact("the direct jobs are never the five companies'", '{ group(slug: "cell-therapy-companies") { figures(where: {measure: {eq: DIRECT_JOBS}}) { totalCount } } }', [0]),
    Fact("about 32,000 indirect jobs created, 2005-2014", *figure("place", "wallonia", "INDIRECT_JOBS", [*about("approximately 32,000", "32000", "jobs"), "during the same period", "2005-01-01", "2014-12-31"], PERIOD)),
    Fact("more than 48,000 employed by the health sector", *figure("place", "wallonia", "PEOPLE", more_than("more than 48,000", "48000", "people"))),
    Fact("more than 300 employed by the five", *figure("group", FIVE, "PEOPLE", more_than("more than 300", "300", "people"))),
    Fact("more than EUR 995 m raised, 2005-2015", *figure("group", "walloon-health-smes", "FUNDS_RAISED", [*more_than("more than €995 million", "995000000", "EUR"), "over the past 10 years (2005-2015)", "2005-01-01", "2015-12-31"], PERIOD)),
    Fact("the study was made for BioWin", '{ institution(slug: "biowin") { claims { nodes { aspect asPrinted } } } }', ["STUDY", "study on behalf of BioWin"]),
    Fact("more than EUR 400 m invested since 2006", *figure("place", "wallonia", "FUNDS_INVESTED", [*more_than("more than €400 million", "400000000", "EUR"), "since 2006", "2006-01-01", None], PERIOD)),
    Fact("listed in Brussels: Celyad July 2013, Bone Therapeutics February 2015", *listings("euronext-brussels", *EURONEXT)),
    Fact("listed in Paris: Celyad July 2013, Bone Therapeutics February 2015", *listings("euronext-paris", *EURONEXT)),
    Fact("Celyad on Nasdaq during the same period", *listings("nasdaq", "celyad", "during the same period", "2015-01-01", "2015-12-31", None)),
    Fact("Promethera's third round, EUR 20.3 m, late 2014", '{ company(slug: "promethera-biosciences") { fundingRounds(where: {ordinal: {eq: 3}}) { nodes { amount { asPrinted low high currency } closed { asPrinted earliest latest precision } citation { source { kind } } } } } }', ["€20.3 million", "20300000", "20300000", "EUR", "late 2014", "2014-10-01", "2014-12-31", "QUARTER", "ARTICLE"]),
    Fact("Novadip's first round, EUR 28 m, September 2015", '{ company(slug: "novadip-biosciences") { fundingRounds { nodes { ordinal amount { asPrinted low currency } closed { asPrinted earliest latest } citation { source { kind } } } } } }', [1, "€28 million", "28000000", "EUR", "September 2015", "2015-09-01", "2015-09-30", "ARTICLE"]),
    Fact("two offices in Boston", '{ place(slug: "boston") { facilities(orderBy: [{id: ASC}]) { nodes { kind company { slug } } } } }', ["OFFICE", BONE, "OFFICE", "celyad"]),
    Fact("18 people in Durham", f'{{ place(slug: "durham") {{ parent {{ isoCode }} facilities {{ nodes {{ company {{ slug }} figures {{ nodes {{ measure {QUANTITY} }} }} }} }} }} }}', ["US-NC", PROMETHERA, "PEOPLE", *exact("18", "18", "people")]),
    Fact("key assets of Cytonet, April 2016", '{ company(slug: "promethera-biosciences") { acquisitions { nodes { scope targetText target { slug } closed { asPrinted } } } } }', ["ASSETS", "key assets", "cytonet", "April 2016"]),
    Fact("two regional airports", *figure("place", "wallonia", "AIRPORTS", exact("two", "2", "airports"))),
    Fact("within two hours", *figure("place", "wallonia", "TRAVEL_TIME", ["within two hours", None, "2", "LESS_THAN", "hours"])),
]  # fmt: skip
