# Refus des règles : les décisions
