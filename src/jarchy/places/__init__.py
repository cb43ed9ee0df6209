"""Places: the territory of a country, from oblast to village: names by language and time, codes, people,
shapes.

Main rows: Place, PlaceName, PlaceCode, Population, Boundary, TerritoryVersion. Way in: folder.load
(territory.csv, settlements.csv, place_names.csv, population.csv, map/ of a campaign folder). Way out:
queries.find (candidates, never one of two), territory, ancestors, adm2_rows, settlement_rows.
"""
