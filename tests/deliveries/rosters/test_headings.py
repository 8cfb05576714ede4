"""Tests of the headings of systems that export class lists."""

from __future__ import annotations

import pytest

from torchgrade.deliveries.rosters.headings import count_known, find_columns


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        ("Student;ID;SIS User ID;SIS Login ID;Section", "name lms number login section"),
        ("First name;Surname;ID number;Email address", "first last number email"),
        ("Vorname;Nachname;ID-Nummer;E-Mail-Adresse", "first last number email"),
        ("Prénom;Nom;Numéro d'identification;Adresse de courriel", "first last number email"),
        ("Nombre;Apellido(s);Número de ID;Dirección de correo", "first last number email"),
        ("First Name;Last Name;SID;Email;Sections", "first last number email section"),
        ("OrgDefinedId;Username;Last Name;First Name;End-of-Line Indicator", "number login last first -"),
        ("Last Name;First Name;Username;Student ID;Availability", "last first login number -"),
        ("identifier;github_username;github_id;name", "number login - name"),
        ("assignment_name;github_username;roster_identifier;points_awarded", "- login number -"),
        ("username;first_name;last_name;email;section;github_id", "login first last email section -"),
        ("REGISTRATION_NUMBER;FAMILY_NAME_OF_STUDENT;FIRST_NAME_OF_STUDENT;GRADE", "number last first -"),
        ("mtknr;nachname;vorname;stg", "number last first -"),
        ("Matrikelnr.;Name;Vorname", "number last first"),
        ("Matr.-Nr.;Name", "number name"),
        ("N° étudiant;NOM;Prénom", "number last first"),
        ("DNI;Apellidos y Nombre", "number name"),
        ("DNI;Apellidos;Nombre;Número de matrícula", "- last first number"),
        ("Numero d'etudiant;Nom", "number name"),
        ("Matrícula;Nombre completo", "number name"),
        ("Matricola;Cognome;Nome", "number last first"),
        ("Nº mecanográfico;Nome", "number name"),
        ("序号;学号;姓名;班级", "- number name section"),
        ("学号/工号;学生姓名;院系", "number name -"),
        ("学号(必填);真实姓名;手机号", "number name -"),
        ("学生作业id;学号;姓名;成绩（录入项）", "- number name -"),
        ("学籍番号;氏名", "number name"),
        ("학번;이름;이메일", "number name email"),
        ("Nr albumu;Nazwisko;Imię", "number last first"),
        ("Фамилия;Имя;Номер зачётки", "last first number"),
        ("学号 Student ID;姓名/Name;班级 Class", "number name -"),
        ("Number;Student ID;Name", "- number name"),
        ("Number;Name", "number name"),
        ("Matrikelnummer / Student ID;Name", "number name"),
        ("姓氏;名字;ID号码;Email地址", "last first number email"),
        ("Vorname;Nachname;Benutzername;Institutionsnummer", "first last login number"),
        ("*Student ID (required);*Name", "number name"),
        ("StudentID;FullName", "number name"),
    ],
)
def test_headings_of_systems_and_languages_are_known(headings: str, columns: str) -> None:
    found = find_columns(headings.split(";"))
    kinds = {position: kind for kind, positions in (found or {}).items() for position in positions}

    assert [kinds.get(position, "-") for position in range(len(headings.split(";")))] == columns.split()


@pytest.mark.parametrize(
    "line", ["课程名称：;深度学习", "sep=", "Klasse;Fach", "Vorname;Klasse", "20250001;Ada Ngo", ""]
)
def test_a_line_that_names_no_student_is_no_heading(line: str) -> None:
    assert find_columns(line.split(";")) is None


def test_headings_that_are_known_are_counted_and_those_beyond_ascii_apart() -> None:
    assert count_known(["学号", "name", "x"]) == 2
    assert count_known(["学号", "name", "x"], foreign=True) == 1
