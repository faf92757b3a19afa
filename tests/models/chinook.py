"""Chinook's eleven tables as SQLModel classes, with the names that Chinook gives to tables and columns.

A music shop: artists, albums and tracks, playlists, employees who report to one another, customers and invoices.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, Optional

from sqlalchemy import Column, DateTime, ForeignKey, Integer, Numeric, String
from sqlalchemy.orm import registry
from sqlmodel import Field, Relationship, SQLModel


class Base(SQLModel, registry=registry()):
    """The tables of this module know only each other."""


def key(name: str) -> Any:
    return Field(sa_column=Column(name, Integer, primary_key=True))


def reference(name: str, target: str, *, nullable: bool = False) -> Any:
    return Field(
        default=None, sa_column=Column(name, Integer, ForeignKey(target), nullable=nullable, index=True)
    )


def text(name: str, length: int, *, nullable: bool = True) -> Any:
    return Field(default=None, sa_column=Column(name, String(length), nullable=nullable))


class Artist(Base, table=True):
    """A musician or a band."""

    __tablename__ = "Artist"
    artist_id: int = key("ArtistId")
    name: str | None = text("Name", 120)
    albums: list["Album"] = Relationship(back_populates="artist")


class Album(Base, table=True):
    """An album of one artist."""

    __tablename__ = "Album"
    album_id: int = key("AlbumId")
    title: str = text("Title", 160, nullable=False)
    artist_id: int = reference("ArtistId", "Artist.ArtistId")
    artist: Artist = Relationship(back_populates="albums")
    tracks: list["Track"] = Relationship(back_populates="album")


class MediaType(Base, table=True):
    """A file format."""

    __tablename__ = "MediaType"
    media_type_id: int = key("MediaTypeId")
    name: str | None = text("Name", 120)
    tracks: list["Track"] = Relationship(back_populates="media_type")


class Genre(Base, table=True):
    """A style of music."""

    __tablename__ = "Genre"
    genre_id: int = key("GenreId")
    name: str | None = text("Name", 120)
    tracks: list["Track"] = Relationship(back_populates="genre")


class PlaylistTrack(Base, table=True):
    """That a track is on a playlist: a link table without columns of its own."""

    __tablename__ = "PlaylistTrack"
    playlist_id: int = Field(
        sa_column=Column("PlaylistId", ForeignKey("Playlist.PlaylistId"), primary_key=True)
    )
    track_id: int = Field(sa_column=Column("TrackId", ForeignKey("Track.TrackId"), primary_key=True))


class Playlist(Base, table=True):
    """A list of tracks."""

    __tablename__ = "Playlist"
    playlist_id: int = key("PlaylistId")
    name: str | None = text("Name", 120)
    tracks: list["Track"] = Relationship(back_populates="playlists", link_model=PlaylistTrack)


class Track(Base, table=True):
    """A piece of music."""

    __tablename__ = "Track"
    track_id: int = key("TrackId")
    name: str = text("Name", 200, nullable=False)
    album_id: int | None = reference("AlbumId", "Album.AlbumId", nullable=True)
    media_type_id: int = reference("MediaTypeId", "MediaType.MediaTypeId")
    genre_id: int | None = reference("GenreId", "Genre.GenreId", nullable=True)
    composer: str | None = text("Composer", 220)
    milliseconds: int = Field(sa_column=Column("Milliseconds", Integer, nullable=False))
    size: int | None = Field(default=None, sa_column=Column("Bytes", Integer))
    unit_price: Decimal = Field(sa_column=Column("UnitPrice", Numeric(10, 2), nullable=False))
    album: Album | None = Relationship(back_populates="tracks")
    media_type: MediaType = Relationship(back_populates="tracks")
    genre: Genre | None = Relationship(back_populates="tracks")
    playlists: list[Playlist] = Relationship(back_populates="tracks", link_model=PlaylistTrack)
    invoice_lines: list["InvoiceLine"] = Relationship(back_populates="track")


class Employee(Base, table=True):
    """Someone who works at the shop; `reports_to` is a link, whose column is not a field."""

    __tablename__ = "Employee"
    employee_id: int = key("EmployeeId")
    last_name: str = text("LastName", 20, nullable=False)
    first_name: str = text("FirstName", 20, nullable=False)
    title: str | None = text("Title", 30)
    reports_to_id: int | None = reference("ReportsTo", "Employee.EmployeeId", nullable=True)
    birth_date: datetime | None = Field(default=None, sa_column=Column("BirthDate", DateTime))
    hire_date: datetime | None = Field(default=None, sa_column=Column("HireDate", DateTime))
    city: str | None = text("City", 40)
    country: str | None = text("Country", 40)
    email: str | None = text("Email", 60)
    reports_to: Optional["Employee"] = Relationship(
        back_populates="reports", sa_relationship_kwargs={"remote_side": "Employee.employee_id"}
    )
    reports: list["Employee"] = Relationship(back_populates="reports_to")
    customers: list["Customer"] = Relationship(back_populates="support_rep")


class Customer(Base, table=True):
    """Someone who buys."""

    __tablename__ = "Customer"
    customer_id: int = key("CustomerId")
    first_name: str = text("FirstName", 40, nullable=False)
    last_name: str = text("LastName", 20, nullable=False)
    company: str | None = text("Company", 80)
    city: str | None = text("City", 40)
    country: str | None = text("Country", 40)
    email: str = text("Email", 60, nullable=False)
    support_rep_id: int | None = reference("SupportRepId", "Employee.EmployeeId", nullable=True)
    support_rep: Employee | None = Relationship(back_populates="customers")
    invoices: list["Invoice"] = Relationship(back_populates="customer")


class Invoice(Base, table=True):
    """What a customer owes."""

    __tablename__ = "Invoice"
    invoice_id: int = key("InvoiceId")
    customer_id: int = reference("CustomerId", "Customer.CustomerId")
    invoice_date: datetime = Field(sa_column=Column("InvoiceDate", DateTime, nullable=False))
    billing_city: str | None = text("BillingCity", 40)
    billing_country: str | None = text("BillingCountry", 40)
    total: Decimal = Field(sa_column=Column("Total", Numeric(10, 2), nullable=False))
    customer: Customer = Relationship(back_populates="invoices")
    lines: list["InvoiceLine"] = Relationship(back_populates="invoice")


class InvoiceLine(Base, table=True):
    """One track on an invoice."""

    __tablename__ = "InvoiceLine"
    invoice_line_id: int = key("InvoiceLineId")
    invoice_id: int = reference("InvoiceId", "Invoice.InvoiceId")
    track_id: int = reference("TrackId", "Track.TrackId")
    unit_price: Decimal = Field(sa_column=Column("UnitPrice", Numeric(10, 2), nullable=False))
    quantity: int = Field(sa_column=Column("Quantity", Integer, nullable=False))
    invoice: Invoice = Relationship(back_populates="lines")
    track: Track = Relationship(back_populates="invoice_lines")


CHINOOK = (
    Artist,
    Album,
    Track,
    MediaType,
    Genre,
    Playlist,
    PlaylistTrack,
    Employee,
    Customer,
    Invoice,
    InvoiceLine,
)
