"""What can be earned at the Dorobek Demo Academy, in Polish and English. Invented, and plainly so."""

from __future__ import annotations

from dataclasses import dataclass

ACADEMY = {"pl": "Akademia Demo Dorobek", "en": "Dorobek Demo Academy"}
ACADEMY_IS = {
    "pl": "Wymyślona akademia, która wystawia przykładowe odznaki do wypróbowania portfela Dorobek.",
    "en": "An invented academy that issues sample badges for trying out the Dorobek wallet.",
}
ESCO = "http://data.europa.eu/esco/skill/"


@dataclass(frozen=True)
class Words:
    """One achievement in one language. `criteria` is Markdown."""

    name: str
    description: str
    criteria: str
    tags: tuple[str, ...]
    skill: str = ""  # the ESCO skill by its label


@dataclass(frozen=True)
class Subject:
    """One achievement. `esco` is the identifier of an ESCO skill, "" where none fits."""

    slug: str
    colour: str
    shape: str  # of wallet.demo.pictures
    sign: str
    hours: int
    pl: Words
    en: Words
    esco: str = ""

    def words(self, language: str) -> Words:
        return self.pl if language == "pl" else self.en


SUBJECTS = (
    Subject(
        "digital-content",
        "#0b5d4e",
        "hexagon",
        "bars",
        24,
        Words(
            "Tworzenie treści cyfrowych",
            "Planuje, pisze i publikuje krótkie materiały cyfrowe: tekst, obraz i dostępną stronę.",
            "Osoba ucząca się:\n\n- przygotowała **trzy materiały** dla wybranej grupy odbiorców,\n"
            "- opisała obrazy tekstem zastępczym,\n- podała źródła i licencje,\n"
            "- obroniła wybory w rozmowie z dwiema osobami oceniającymi.",
            ("kompetencje cyfrowe", "dostępność", "publikowanie"),
            "opracowywanie treści cyfrowych",
        ),
        Words(
            "Digital Content Creation",
            "Plans, writes and publishes short digital pieces: text, picture and an accessible page.",
            "The learner:\n\n- made **three pieces** for a chosen audience,\n- described pictures in words,\n"
            "- named sources and licences,\n- defended the choices before two assessors.",
            ("digital skills", "accessibility", "publishing"),
            "develop digital content",
        ),
        "5fd5c985-eaaa-47aa-8314-62359c54505a",
    ),
    Subject(
        "first-aid",
        "#b3261e",
        "circle",
        "cross",
        16,
        Words(
            "Pierwsza pomoc w miejscu pracy",
            "Zabezpiecza miejsce zdarzenia, wzywa pomoc, prowadzi resuscytację i używa AED. Ważne dwa lata.",
            "Egzamin praktyczny w parach:\n\n1. ocena miejsca i poszkodowanego,\n"
            "2. resuscytacja z AED przez 6 minut,\n3. opatrzenie krwotoku i oparzenia.",
            ("bezpieczeństwo pracy", "BHP", "pierwsza pomoc"),
        ),
        Words(
            "First Aid at Work",
            "Secures the scene, calls for help, resuscitates and uses an AED. Good for two years.",
            "Practical examination in pairs:\n\n1. assess the scene and the casualty,\n"
            "2. resuscitate with an AED for 6 minutes,\n3. dress bleeding and burns.",
            ("work safety", "first aid"),
        ),
    ),
    Subject(
        "local-community",
        "#7a4b00",
        "shield",
        "speech",
        20,
        Words(
            "Komunikacja ze społecznością lokalną",
            "Rozpoznaje potrzeby mieszkańców, prowadzi otwarte spotkanie i podsumowuje ustalenia.",
            "Osoba ucząca się zaplanowała i poprowadziła spotkanie dla co najmniej **15 mieszkańców** oraz "
            "opublikowała notatkę z ustaleniami, napisaną prostym językiem.",
            ("komunikacja", "współpraca", "prosty język"),
            "komunikowanie się ze społecznością docelową",
        ),
        Words(
            "Communicating with a Local Community",
            "Finds out what residents need, leads an open meeting and sums up what was agreed.",
            "The learner planned and led a meeting for at least **15 residents** and published a note of "
            "what was agreed, in plain language.",
            ("communication", "collaboration", "plain language"),
            "communicate with target community",
        ),
        "80f308e6-0e09-404a-80cd-ec5f50f6f304",
    ),
    Subject(
        "project-basics",
        "#1f4e8c",
        "octagon",
        "steps",
        30,
        Words(
            "Zarządzanie projektem: poziom podstawowy",
            "Rozpisuje mały projekt na zadania, dba o relacje w zespole, pilnuje terminów i budżetu.",
            "Osoba ucząca się przedstawiła:\n\n- kartę projektu i harmonogram,\n- rejestr ryzyk,\n"
            "- podsumowanie po zakończeniu z wnioskami zespołu.",
            ("zarządzanie projektem", "praca zespołowa"),
            "nawiązywanie relacji współpracy",
        ),
        Words(
            "Project Management: Basic Level",
            "Breaks a small project into tasks, keeps the team together, the time and the budget.",
            "The learner handed in:\n\n- a project charter and a schedule,\n- a risk register,\n"
            "- a closing summary with what the team had learned.",
            ("project management", "teamwork"),
            "establish collaborative relations",
        ),
        "326809fc-238d-40c2-881e-40042f7f2f0d",
    ),
    Subject(
        "circular-economy",
        "#2f6b1f",
        "flower",
        "leaf",
        18,
        Words(
            "Gospodarka obiegu zamkniętego w praktyce",
            "Mierzy odpady w małej firmie i proponuje, jak ich uniknąć, naprawić lub użyć ponownie.",
            "Osoba ucząca się przez cztery tygodnie prowadziła dziennik odpadów i wdrożyła "
            "**jedną zmianę**, której skutek pokazała w liczbach.",
            ("zielone kompetencje", "obieg zamknięty", "recykling"),
        ),
        Words(
            "Circular Economy in Practice",
            "Measures the waste of a small firm and proposes how to avoid, repair or use it again.",
            "The learner kept a waste diary for four weeks and made **one change** whose effect is shown in "
            "figures.",
            ("green skills", "circular economy", "recycling"),
        ),
    ),
    Subject(
        "spreadsheet-analysis",
        "#5b2a86",
        "hexagon",
        "grid",
        24,
        Words(
            "Analiza danych w arkuszu kalkulacyjnym",
            "Porządkuje dane, łączy tabele i pokazuje wynik na czytelnym wykresie.",
            "Zadanie na otwartych danych miasta: oczyszczenie zbioru, tabela przestawna, dwa wykresy i "
            "wniosek w pięciu zdaniach.",
            ("dane", "arkusz kalkulacyjny", "wizualizacja"),
        ),
        Words(
            "Data Analysis in a Spreadsheet",
            "Cleans data, joins tables and shows the result in a chart that can be read.",
            "A task on a city's open data: clean the set, a pivot table, two charts and a conclusion in five "
            "sentences.",
            ("data", "spreadsheet", "visualisation"),
        ),
    ),
    Subject(
        "team-creativity",
        "#a0336b",
        "circle",
        "spark",
        12,
        Words(
            "Pobudzanie kreatywności zespołu",
            "Prowadzi warsztat pomysłów, w którym każdy zostaje wysłuchany, i zamienia pomysły w plan.",
            "Osoba ucząca się poprowadziła dwa warsztaty po 90 minut; uczestnicy ocenili je w ankiecie, a "
            "plan działań przyjął zespół.",
            ("kreatywność", "moderacja", "praca zespołowa"),
            "pobudzanie kreatywności zespołu",
        ),
        Words(
            "Stimulating Creativity in a Team",
            "Leads a workshop of ideas in which everyone is heard, and turns ideas into a plan.",
            "The learner led two workshops of 90 minutes; participants rated them in a survey, and the team "
            "took on the plan.",
            ("creativity", "facilitation", "teamwork"),
            "stimulate creativity in the team",
        ),
        "ccdf3597-5c80-410f-896d-e1bdfa223de9",
    ),
)
BY_SLUG = {subject.slug: subject for subject in SUBJECTS}
