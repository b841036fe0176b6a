# Refusals by the rules: decisions
