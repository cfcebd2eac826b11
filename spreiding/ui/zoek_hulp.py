"""Help of the command that searches the best plan."""

from typing import Final

HULP: Final[dict[str, str]] = {
    "--doel": (
        "bereik (meeste inwoners binnen de norm), kosten (laagste), afstand (kortste gemiddeld), verste (wie het verst "
        "moet, zo dichtbij mogelijk), kolm-pollak (eerlijk gewogen afstand) of slechtste-tiende (de 10% die het verst "
        "moet reizen). Vaker te geven: het eerste doel gaat voor."
    ),
    "--budget": (
        "Hoogste bedrag per jaar in euro: één bedrag voor de gekozen gemeenten samen, of per gemeente, zoals "
        "Midden-Drenthe=500000; vaker te geven. Een gemeente zonder bedrag houdt het budget van nu."
    ),
    "--aandeel": (
        "Ten minste dit percentage van de inwoners woont binnen de norm. Zonder --doel zoekt dit de laagste kosten."
    ),
    "--gemeente": "Alleen in deze gemeente (naam of code) mag iets veranderen; vaker te geven.",
    "--norm": (
        "Een norm waaraan elk plan moet voldoen: uit de lijst om mee te beginnen, zoals "
        "redelijke-afstand-over-de-weg, of een TOML-bestand met normen; vaker te geven."
    ),
    "--open": "Id van een vestiging of plek die open moet zijn, in welke klasse ook; vaker te geven.",
    "--dicht": "Id van een vestiging of plek die dicht moet zijn; vaker te geven.",
    "--wijzigingen": "Hooguit zoveel plekken zijn anders dan nu.",
    "--verslechtering": "Niemand hoeft meer dan zoveel meter verder dan nu naar de dichtstbijzijnde vestiging.",
    "--grootste": (
        "Klasse waarvan de gemeente minstens één vestiging houdt (of een grotere), zoals Midden-Drenthe=klein; vaker "
        "te geven. Standaard haar grootste klasse van nu."
    ),
    "--zonder-grootste": "Laat de regel vervallen dat elke gemeente haar grootste klasse houdt.",
    "--dichtstbijzijnde": "Meet de afstand tot de dichtstbijzijnde vestiging van welke soort ook, niet per functie.",
    "--afkap": "Afstand in meters waarboven verder weg niet meer telt bij doelen over afstand (standaard 15000).",
    "--minimaal-verzorgingsgebied": (
        "Elke vestiging is de dichtstbijzijnde voor minstens het aantal inwoners dat bij haar klasse hoort (aanname)."
    ),
    "--kernen-bevestigd": "Bevestig de kernen en hun inwoners, zodat regels per kern gelden.",
    "--vraag": (
        "Een TOML-bestand met de hele vraag, zoals data/uitgangspunten/vraag-voorbeeld.toml; opties gaan voor wat erin "
        "staat."
    ),
    "--extra-plekken": "Voeg zoveel kandidaat-plekken toe waar nu mensen buiten de norm wonen (k-means).",
    "--tijdslimiet": "Hoogste rekentijd in seconden.",
    "--seed": "Startgetal; hetzelfde getal geeft hetzelfde plan.",
}
