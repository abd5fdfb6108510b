from kg.store import Store


def map_page(store: Store) -> str:
    return "x"
