"""The Python module, on the program that ZOO_PROGRAM names or that was installed with it."""

import json

import pytest

import zoo_cnn
from zoo_cnn import Analysis, ZooError, analyze, networks

SMALL = """
input: [3, 8, 8]
layers:
  - {conv: 4, kernel: 3, name: first}
  - relu
  - global_avg_pool
  - {fc: 2, name: last}
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL)
    return path


def test_totals_and_layers(small):
    analysis = analyze(small)
    assert [layer.name for layer in analysis] == ["first", "relu_first", "global_avg_pool_first", "last"]
    assert analysis.input == (3, 8, 8)
    assert analysis["first"].output == (4, 6, 6)
    assert analysis["first"].parameters.total == 4 * 3 * 9 + 4
    assert analysis["relu_first"].parameters is None
    assert analysis[0].receptive_field.size == (3, 3)
    assert analysis.parameters == sum(layer.parameters.total for layer in analysis if layer.parameters)
    assert analysis.macs == 36 * 4 * 27 + 4 * 2 == sum(layer.macs for layer in analysis)
    assert repr(analysis) == "<Analysis of small: 4 layers, 122 parameters, 3,896 MACs>"


def test_arguments(small):
    assert analyze(small, batch=3).macs == 3 * analyze(small).macs
    assert analyze(small, input=(3, 10, 10))["first"].output == (4, 8, 8)
    assert analyze(small, changes={"first.stride": 2})["first"].output == (4, 3, 3)
    assert analyze(small, mode="training").document["mode"] == "training"


def test_table_of_notebooks(small):
    html = analyze(small)._repr_html_()
    assert html.startswith("<table><caption>small, input 3×8×8</caption>")
    assert "<td>first</td><td>conv</td><td>4×6×6</td><td style='text-align:right'>112</td>" in html
    assert html.count("<tr>") == 6


def test_names_are_no_markup():
    document = json.loads(zoo_cnn.run("analyze", "lenet5", "--format", "json"))[0]
    document["model"]["name"] = "<b>"
    assert "<b>" not in Analysis(document)._repr_html_()


def test_networks_of_the_zoo():
    assert {"lenet5", "alexnet", "resnet50"} <= set(networks())
    assert analyze("alexnet").parameters == 60965224


def test_refusals(tmp_path):
    with pytest.raises(ZooError) as refusal:
        analyze(tmp_path / "none.yaml")
    assert refusal.value.status != 0 and "none.yaml" in str(refusal.value)
    with pytest.raises(ValueError):
        Analysis({"schema": "zoo.list/1"})


def test_program_that_is_not_there(monkeypatch, tmp_path):
    monkeypatch.setenv("ZOO_PROGRAM", str(tmp_path / "zoo"))
    with pytest.raises(FileNotFoundError):
        analyze("lenet5")
