"""What the program says of a network, typed: documents of the schema `zoo.analysis/1`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any


@dataclass(frozen=True)
class Parameters:
    """Parameters of a layer.

    Attributes:
        total: weights and all others.
        trainable: without those that training only tracks, such as running means.
    """

    total: int
    trainable: int


@dataclass(frozen=True)
class ReceptiveField:
    """The pixels that one unit sees, along each spatial axis.

    Attributes:
        size: pixels; None where it is all of the input, or nobody knows it.
        stride: pixels from the field of one unit to the next.
    """

    size: tuple[int, ...] | None
    stride: tuple[int, ...] | None


@dataclass(frozen=True)
class Layer:
    """A layer with its numbers.

    Attributes:
        name: unique in the network.
        kind: as in a model file: `conv`, `fc`, `batch_norm`.
        inputs: names of the layers that it reads; `input` is the network's.
        output: sizes for one image: channels, height, width.
        parameters: None where it has none.
        macs: multiply-adds of the whole batch.
        flops: operations on floating-point numbers of the whole batch.
        receptive_field: None where it has none.
        document: all that the program says of it, by the keys of the schema.
    """

    name: str
    kind: str
    inputs: tuple[str, ...]
    output: tuple[int, ...]
    parameters: Parameters | None
    macs: int
    flops: int
    receptive_field: ReceptiveField | None
    document: Mapping[str, Any]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Layer:
        """A layer of the program's JSON."""
        parameters = document.get("parameters")
        field = document.get("receptive_field")
        return cls(
            name=document["name"], kind=document["kind"], inputs=tuple(document["inputs"]),
            output=tuple(document["output"]),
            parameters=Parameters(parameters["total"], parameters["trainable"]) if parameters else None,
            macs=document["macs"], flops=document["flops"],
            receptive_field=ReceptiveField(_sizes(field.get("size")), _sizes(field.get("stride"))) if field else None,
            document=document)


def _sizes(value: list[int] | None) -> tuple[int, ...] | None:
    return None if value is None else tuple(value)


class Analysis:
    """A network with the numbers of its layers and their totals.

    It is a sequence of layers in the order in which they run; `analysis["conv1"]` is one of them. In a notebook it shows as a table.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Of the program's JSON.

        Raises:
            ValueError: the document is of another schema.
        """
        if document.get("schema") != "zoo.analysis/1":
            raise ValueError(f"no document of zoo.analysis/1: {document.get('schema')}")
        #: All that the program says, by the keys of the schema.
        self.document = document
        #: The layers in the order in which they run, without the input.
        self.layers = tuple(Layer.of(layer) for layer in document["layers"])
        self._by_name = {layer.name: layer for layer in self.layers}

    @property
    def name(self) -> str:
        """The network's name."""
        return str(self.document["model"]["name"])

    @property
    def input(self) -> tuple[int, ...]:
        """Sizes of the input for one image."""
        return tuple(self.document["model"]["input"])

    @property
    def parameters(self) -> int:
        """Parameters of all layers."""
        return int(self.document["totals"]["parameters"])

    @property
    def macs(self) -> int:
        """Multiply-adds of the whole batch."""
        return int(self.document["totals"]["macs"])

    @property
    def flops(self) -> int:
        """Operations on floating-point numbers of the whole batch."""
        return int(self.document["totals"]["flops"])

    def __len__(self) -> int:
        return len(self.layers)

    def __iter__(self) -> Iterator[Layer]:
        return iter(self.layers)

    def __getitem__(self, layer: str | int) -> Layer:
        return self._by_name[layer] if isinstance(layer, str) else self.layers[layer]

    def __repr__(self) -> str:
        return f"<Analysis of {self.name}: {len(self)} layers, {self.parameters:,} parameters, {self.macs:,} MACs>"

    def _repr_html_(self) -> str:
        """The table that notebooks show."""
        rows = "".join(
            f"<tr><td>{escape(layer.name)}</td><td>{escape(layer.kind)}</td>"
            f"<td>{'×'.join(map(str, layer.output))}</td>"
            f"<td style='text-align:right'>{f'{layer.parameters.total:,}' if layer.parameters else ''}</td>"
            f"<td style='text-align:right'>{f'{layer.macs:,}' if layer.macs else ''}</td></tr>"
            for layer in self.layers)
        return (
            f"<table><caption>{escape(self.name)}, input {'×'.join(map(str, self.input))}</caption>"
            "<thead><tr><th>layer</th><th>kind</th><th>output</th><th>parameters</th><th>MACs</th></tr></thead>"
            f"<tbody>{rows}</tbody><tfoot><tr><th>total</th><td></td><td></td>"
            f"<td style='text-align:right'>{self.parameters:,}</td><td style='text-align:right'>{self.macs:,}</td>"
            "</tr></tfoot></table>")
