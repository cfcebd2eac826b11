"""Who lives where: squares and areas with inhabitants, what they leave out, facts and forecasts."""
