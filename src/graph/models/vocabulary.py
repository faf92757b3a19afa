"""The closed vocabularies of the ecosystem: one enumeration for each column that allows a fixed set of words.

A member's value equals its name: databases, CSV files and clients all use the same word.
"""

from enum import StrEnum


class OrganizationType(StrEnum):
    """Which kind of organization a row is."""

    UNIVERSITY = "UNIVERSITY"
    COMPANY = "COMPANY"
    INSTITUTION = "INSTITUTION"


class InstitutionKind(StrEnum):
    """What an institution is for."""

    GOVERNMENT = "GOVERNMENT"
    CLUSTER = "CLUSTER"
    INVESTOR = "INVESTOR"
    PLATFORM = "PLATFORM"
    EXCHANGE = "EXCHANGE"
    OTHER = "OTHER"


class NameKind(StrEnum):
    """How a name is used."""

    PREFERRED = "PREFERRED"
    AS_PRINTED = "AS_PRINTED"
    FORMER = "FORMER"
    SHORT = "SHORT"


class IdentifierScheme(StrEnum):
    """Who assigned an identifier."""

    ROR = "ROR"


class PlaceKind(StrEnum):
    """The level of a place."""

    COUNTRY = "COUNTRY"
    REGION = "REGION"
    STATE = "STATE"
    CITY = "CITY"
    ADDRESS = "ADDRESS"


class Precision(StrEnum):
    """How much of a date its source gives."""

    DAY = "DAY"
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    YEAR = "YEAR"
    RANGE = "RANGE"
    OPEN = "OPEN"


class Qualifier(StrEnum):
    """How a figure relates to the number printed, from the surest to the least sure."""

    EXACT = "EXACT"
    ABOUT = "ABOUT"
    MORE_THAN = "MORE_THAN"
    LESS_THAN = "LESS_THAN"
    UNKNOWN = "UNKNOWN"


class Stage(StrEnum):
    """How far a programme has come."""

    PRECLINICAL = "PRECLINICAL"
    PHASE_1 = "PHASE_1"
    PHASE_1_2 = "PHASE_1_2"
    PHASE_2 = "PHASE_2"
    PHASE_3 = "PHASE_3"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class FacilityKind(StrEnum):
    """What a facility is used for."""

    MANUFACTURING = "MANUFACTURING"
    OFFICE = "OFFICE"
    LABORATORY = "LABORATORY"
    HEADQUARTERS = "HEADQUARTERS"
    OPERATIONS = "OPERATIONS"
    ADDRESS = "ADDRESS"


class Measure(StrEnum):
    """What a figure measures."""

    FUNDS_RAISED = "FUNDS_RAISED"
    FUNDS_INVESTED = "FUNDS_INVESTED"
    JOBS_FTE = "JOBS_FTE"
    PEOPLE = "PEOPLE"
    DIRECT_JOBS = "DIRECT_JOBS"
    INDIRECT_JOBS = "INDIRECT_JOBS"
    EMPLOYMENT_GROWTH = "EMPLOYMENT_GROWTH"
    EMPLOYMENT_GROWTH_YEARLY = "EMPLOYMENT_GROWTH_YEARLY"
    AREA = "AREA"
    CLEANROOMS = "CLEANROOMS"
    CLEANROOM_AREA = "CLEANROOM_AREA"
    LABORATORIES = "LABORATORIES"
    CAPACITY_GROWTH = "CAPACITY_GROWTH"
    MANUFACTURING = "MANUFACTURING"
    INVESTMENT = "INVESTMENT"
    PUBLIC_SHARE = "PUBLIC_SHARE"
    PRIVATE_SHARE = "PRIVATE_SHARE"
    AIRPORTS = "AIRPORTS"
    TRAVEL_TIME = "TRAVEL_TIME"
    MEMBERS = "MEMBERS"


class FigureStatus(StrEnum):
    """Whether a figure tells what is or what is planned."""

    REPORTED = "REPORTED"
    PLANNED = "PLANNED"


class SourceKind(StrEnum):
    """Whether a source is the article that the dataset is made from, or public record outside it."""

    ARTICLE = "ARTICLE"
    PUBLIC_RECORD = "PUBLIC_RECORD"


class Basis(StrEnum):
    """How a fact follows from its source."""

    STATED = "STATED"
    INFERRED = "INFERRED"
    DERIVED = "DERIVED"


class Predicate(StrEnum):
    """What the subject of a relation did, or is, to its object."""

    INITIATED = "INITIATED"
    SUPPORTED = "SUPPORTED"
    PARTNER_IN = "PARTNER_IN"
    CONTRIBUTES_TO = "CONTRIBUTES_TO"
    FUND_OF = "FUND_OF"
    PART_OF = "PART_OF"
    SEE_ALSO = "SEE_ALSO"


class AcquisitionScope(StrEnum):
    """What was bought."""

    COMPANY = "COMPANY"
    ASSETS = "ASSETS"


class ClaimAspect(StrEnum):
    """What a further source speaks of."""

    AMOUNT = "AMOUNT"
    AMOUNT_EQUITY = "AMOUNT_EQUITY"
    AMOUNT_LOANS = "AMOUNT_LOANS"
    AMOUNT_SOUGHT = "AMOUNT_SOUGHT"
    INVESTORS = "INVESTORS"
    DATE = "DATE"
    PRICE = "PRICE"
    PRICE_PER_SHARE = "PRICE_PER_SHARE"
    JOBS = "JOBS"
    FUNDS_RAISED = "FUNDS_RAISED"
    FOUNDED = "FOUNDED"
    NAME = "NAME"
    ORIGIN = "ORIGIN"
    ADDRESS = "ADDRESS"
    PROGRAMME = "PROGRAMME"
    AREA = "AREA"
    STANDING = "STANDING"
    STUDY = "STUDY"
    OTHER = "OTHER"


class DiscrepancyKind(StrEnum):
    """In which way figures or statements disagree."""

    TOTAL = "TOTAL"
    GROWTH = "GROWTH"
    SCOPE = "SCOPE"
    COUNT = "COUNT"
    IDENTITY = "IDENTITY"
    SPELLING = "SPELLING"
    INCOMPARABLE = "INCOMPARABLE"
    UNLINKED = "UNLINKED"
