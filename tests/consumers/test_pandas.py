"""Rows as a data frame, of the pandas that is installed."""

from __future__ import annotations

from typing import Any

import pytest

from kg.graph import Graph

#: Stands for the type of text, which is another one in pandas 3 than before.
TEXT = "text"


@pytest.fixture
def pd() -> Any:
    return pytest.importorskip("pandas", reason="pandas is missing: python -m pip install 'painkg[pandas]'")


@pytest.mark.parametrize(("terms", "dtype", "values"), [
    ("1 2", "Int64", [1, 2]),
    ("1 UNDEF", "Int64", [1, None]),
    ("1 2.5 UNDEF", "Float64", [1.0, 2.5, None]),
    ("true UNDEF false", "boolean", [True, None, False]),
    ("kg:nerve 'nerve'@en UNDEF", TEXT, ["kg:nerve", "nerve", None]),
    ("1 true 'x' UNDEF", TEXT, ["1", "true", "x", None]),
    ("1 'none'^^xsd:integer", TEXT, ["1", "none"]),
    ("UNDEF UNDEF", TEXT, [None, None]),
    ("", TEXT, []),
])  # fmt: skip
def test_a_column_has_one_type(graph: Graph, pd: Any, terms: str, dtype: str, values: list[Any]) -> None:
    frame = graph.query(f"SELECT ?x {{ VALUES ?x {{ {terms} }} }}").to_pandas()
    assert list(frame.columns) == ["x"]
    assert str(frame["x"].dtype) == (str(pd.Series(["text"]).dtype) if dtype == TEXT else dtype)
    assert [None if pd.isna(value) else value for value in frame["x"]] == values


@pytest.mark.usefixtures("pd")
def test_rows_without_columns_are_counted(graph: Graph) -> None:
    assert graph.query("SELECT * {}").to_pandas().shape == (1, 0)


@pytest.mark.usefixtures("pd")
def test_triples_are_three_columns(graph: Graph) -> None:
    frame = graph.query("CONSTRUCT WHERE { kg:nerve a kgo:AnatomicalStructure }").to_pandas()
    assert frame.to_dict("records") == [
        {"subject": "kg:nerve", "predicate": "rdf:type", "object": "kgo:AnatomicalStructure"}
    ]


@pytest.mark.usefixtures("pd")
def test_what_is_asked_is_counted_by_pandas(graph: Graph) -> None:
    frame = graph.query(
        "SELECT ?claim ?months { ?claim a kgo:Claim OPTIONAL { ?claim kgo:durationMaxMonths ?months } }"
    ).to_pandas()
    assert len(frame) == graph.stats()["claims"]
    assert frame["months"].dropna().tolist() == [24]
