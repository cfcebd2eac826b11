"""Dutch words of the page Beste plan zoeken: the question as a form, and the answer."""

from collections.abc import Mapping
from typing import Final

from spreiding.optimise.question import Goal

TOGETHER: Final = "de gekozen gemeenten samen"

# The question.
WHERE: Final = "Waar mag iets veranderen?"
WHERE_HELP: Final = "Alleen daar tellen inwoners en kosten; de vestigingen van de buren blijven zoals ze zijn."
WHOLE_REGION: Final = "Hele regio: elke gemeente met haar eigen budget"
GOAL: Final = "Wat zoekt u?"
# One line in plain words below each goal.
ABOUT_GOALS: Final[Mapping[Goal, str]] = {
    Goal.COVERAGE: "Zoveel mogelijk mensen hebben een vestiging binnen uw norm.",
    Goal.COST: "Zo goedkoop mogelijk, terwijl een aandeel van de inwoners binnen uw norm blijft.",
    Goal.DISTANCE: "Iedereen samen reist zo min mogelijk, per kernfunctie naar wie haar biedt.",
    Goal.FURTHEST: "Wie het verst van alles woont, krijgt het zo dichtbij mogelijk.",
    Goal.EQUIVALENT: "Als het gemiddelde, maar een lange weg telt extra zwaar (Kolm-Pollak).",
    Goal.WORST_TENTH: "Alleen de tien procent met de langste weg telt.",
}
SECOND: Final = "Bij gelijke uitkomst"
NO_SECOND: Final = "goedkoopst, minst veranderd"
BUDGET: Final = "Budget per jaar voor vestigingen, in hele euro's"
BUDGET_NAME, SHARE_NAME = "Het budget", "Het aandeel"
BUDGET_HELP: Final = "Wat er staat ingevuld, is wat de vestigingen nu kosten, voor zover bekend."
OWN_BUDGETS: Final = "Elke gemeente houdt het budget van nu: {amounts}."
OWN_BUDGETS_CHANGED: Final = "Budget per gemeente: {amounts}."
SHARE: Final = "Aandeel inwoners binnen de norm, in procenten"
SHARE_HELP: Final = "Bijvoorbeeld 90 of 92,5."
LEAST_SHARE: Final = "Minstens zoveel procent van de inwoners binnen de norm"
LEAST_SHARE_HELP: Final = "Leeg: geen eis."
TIME_LIMIT: Final = "Hoogste rekentijd"
SECONDS: Final = "{} seconden"
QUESTION_ABOUT: Final = "Uw norm: hooguit {norm} km (label: {label}). U verandert haar links."
SEARCH_NOW: Final = "Zoek het beste plan"
START_ANEW: Final = "Begin met een lege vraag"

# What every plan must meet.
DEMANDS: Final = "Eisen aan elk plan"
NORMS: Final = "Normen waaraan elk plan voldoet"
NORMS_HELP: Final = "De normen van de pagina Normtoets; daar verandert u ze ook."
CHANGED_NORM: Final = "{norm} (aangepast)"
KEEP_LARGEST: Final = "Elke gemeente houdt haar grootste klasse"
KEEP_LARGEST_HELP: Final = (
    "Minstens één vestiging van die klasse, waar dan ook in de gemeente. Zonder deze regel is het goedkoopste plan "
    "vaak alleen servicepunten."
)
LARGEST: Final = "Die klasse is minstens"
LARGEST_TODAY: Final = "de grootste van nu"
STAYS_OPEN: Final = "Deze blijven of gaan open"
STAYS_CLOSED: Final = "Deze gaan of blijven dicht"
NO_CHOICE: Final = "Geen"
CANDIDATE: Final = "{name} (mogelijke plek)"
MAX_CHANGES: Final = "Hooguit zoveel wijzigingen"
MAX_CHANGES_NAME: Final = "Het aantal wijzigingen"
MAX_CHANGES_HELP: Final = "Leeg: zoveel als nodig. Een andere klasse telt ook als wijziging."
HARM: Final = "Niemand meer dan zoveel meter verder dan nu"
HARM_NAME: Final = "De verslechtering"
HARM_HELP: Final = "Leeg: geen grens. Tot de dichtstbijzijnde vestiging, van welke klasse ook."
CATCHMENTS: Final = "Genoeg inwoners dichtbij elke vestiging"
CATCHMENTS_HELP: Final = "Voor haar klasse minstens {minima}. Dit zijn aannames, zie Uitleg."
MINIMUM: Final = "{minimum} voor {klasse}"
MEASURED: Final = "Afstand meten"
CUTOFF: Final = "Afstanden tellen mee tot zoveel meter"
CUTOFF_NAME: Final = "De grens voor afstanden"
CUTOFF_HELP: Final = "Wie verder moet, telt alsof het deze afstand is. Alleen bij doelen over afstand."
PER_FUNCTION, NEAREST = "per kernfunctie, naar wie haar biedt", "naar de dichtstbijzijnde vestiging"
MEASURED_HELP: Final = (
    "Per kernfunctie helpt een servicepunt voor lezen en niet voor debat: zo verschillen de klassen. Het geldt alleen "
    "bij doelen over afstand."
)

# While it searches.
FINISHING: Final = "De rekentijd is om; het antwoord wordt nagekeken …"
STOP: Final = "Stop en toon het beste tot nu toe"
SEARCH_ON: Final = "U kunt ondertussen naar een andere pagina: het zoeken gaat door."
EARLIER: Final = "Wat hieronder staat, is nog het antwoord van hiervoor."

OWN_FAULT: Final = (
    "Dit is een fout in Spreiding zelf, niet in uw gegevens. Meld hem met de regels in het venster waarin de app "
    "draait; uw scenario's zijn heel."
)

# The answer.
FOUND: Final = (
    "In {where} wonen {persons} van {all} inwoners ({share}) binnen {norm} km, met {n_branches} voor {cost} per jaar."
)
FOUND_GOAL: Final = "{goal}: {value}."
KNOWN_COST: Final = "{cost} aan bekende kosten"
WHOLE_BILL: Final = "Dat bedrag is voor de vestigingen; de hele rekening staat hieronder bij Kosten per jaar."
ONCE: Final = "Veranderen kost eenmalig {cost}."
NO_ONCE: Final = "Wat veranderen eenmalig kost (verhuizen, verbouwen, afbouwen), telt hier niet mee."
TECHNICAL: Final = "Technisch: {status}, {seconds} s rekentijd, gap {gap}, startgetal {seed}."
STAGES: Final = "Doelen"
GOAL_COLUMN, REACHED, BOUND, GAP = "Doel", "Bereikt", "Beter kan zeker niet dan", "Verschil"
BLOCKED: Final = "Wat in de weg zit"
MUST_GIVE: Final = "Wat er minstens moet veranderen"
TAKE_OVER: Final = "Neem dit over en zoek opnieuw"
PLAN_NAME: Final = "Gevonden plan"
SAVE_PLAN: Final = "Bewaar als scenario"
GO_TO_PLAN: Final = "Bekijk en verander dit plan bij Scenario's"
DOWNLOAD: Final = "Download de vraag"
QUESTION_FILE: Final = "vraag.toml"
OTHER_QUESTION: Final = "Dit antwoord hoort bij een andere regio of norm; zoek opnieuw."
IN_PLAN, PURPOSE = "In dit plan", "Waarvoor"
