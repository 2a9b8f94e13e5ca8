"""Writes gradient-norms.json: norms of the gradients of single examples that lib/scores is held against.

Every gradient is a central difference of the loss in every parameter, written out in full; Jacobians of the logits are
central differences too. Nothing here knows the closed forms.

Run: python3 tests/support/reference/gradient-norms.py
"""

import json
import pathlib

import numpy

STEP = 1e-5
ORDERS = {"l1": 1, "l2": 2, "linf": numpy.inf}


def log_softmax(logits):
    shifted = logits - logits.max()
    return shifted - numpy.log(numpy.exp(shifted).sum())


def differences(function, values):
    """d function / d values, shape: outputs of the function × number of values."""
    columns = []
    flat = values.ravel()
    for place in range(flat.size):
        kept = flat[place]
        flat[place] = kept + STEP
        above = numpy.array(function())
        flat[place] = kept - STEP
        below = numpy.array(function())
        flat[place] = kept
        columns.append((above - below) / (2 * STEP))
    return numpy.stack(columns, axis=-1)


class Dense:
    def __init__(self, random, inputs, outputs):
        self.weights = random.normal(size=(inputs, outputs)) / numpy.sqrt(inputs)
        self.biases = random.normal(size=outputs) * 0.3
        self.units, self.positions = outputs, 1

    def patches(self, values):
        return values.reshape(1, -1)


class Convolution:
    """3 × 3 filters without padding."""

    def __init__(self, random, side, channels, filters):
        self.weights = random.normal(size=(9 * channels, filters)) / 3
        self.biases = random.normal(size=filters) * 0.3
        self.side, self.channels = side, channels
        self.units, self.positions = filters, (side - 2) ** 2

    def patches(self, values):
        image = values.reshape(self.side, self.side, self.channels)
        places = range(self.side - 2)
        return numpy.stack([image[r : r + 3, c : c + 3].ravel() for r in places for c in places])


def logits_from(layers, activation, start, values, shift=None):
    """Forward from layer `start`; `shift` is added to the pre-activation of that layer."""
    for index in range(start, len(layers)):
        layer = layers[index]
        u = layer.patches(values) @ layer.weights + layer.biases
        if index == start and shift is not None:
            u = u + shift
        values = activation(u) if index < len(layers) - 1 else u
        values = values.ravel()
    return values


def inputs_of(layers, activation, example):
    inputs, values = [], example
    for layer in layers:
        inputs.append(values.copy())
        values = activation(layer.patches(values) @ layer.weights + layer.biases).ravel()
    return inputs


def group_parts(group, gradients):
    last = gradients[-1]
    return {
        "last-layer": [last["weights"], last["biases"]],
        "last-layer-weights": [last["weights"]],
        "biases": [layer["biases"] for layer in gradients],
        "weights": [layer["weights"] for layer in gradients],
        "all": [part for layer in gradients for part in layer.values()],
    }[group]


GROUPS = ["last-layer", "last-layer-weights", "biases", "weights", "all"]


def case(name, layers, activation, examples):
    classes = layers[-1].units
    norms = {f"{group} {norm}": [] for group in GROUPS for norm in ORDERS}
    probabilities, traces = [], [{"inputs": [], "jacobian": []} for _ in layers]
    for example in examples:
        probabilities.append(numpy.exp(log_softmax(logits_from(layers, activation, 0, example))))
        inputs = inputs_of(layers, activation, example)
        for index, layer in enumerate(layers):
            traces[index]["inputs"] += layer.patches(inputs[index]).ravel().tolist()
            shift = numpy.zeros((layer.positions, layer.units))
            jacobian = differences(
                lambda: logits_from(layers, activation, index, inputs[index], shift), shift
            )
            traces[index]["jacobian"] += jacobian.ravel().tolist()
        losses = lambda: -log_softmax(logits_from(layers, activation, 0, example))
        by_layer = [
            {"weights": differences(losses, layer.weights), "biases": differences(losses, layer.biases)}
            for layer in layers
        ]
        for group in GROUPS:
            for norm, order in ORDERS.items():
                norms[f"{group} {norm}"].append(
                    [
                        float(
                            numpy.linalg.norm(
                                numpy.concatenate(
                                    [
                                        part[label]
                                        for part in group_parts(group, by_layer)
                                    ]
                                ),
                                order,
                            )
                        )
                        for label in range(classes)
                    ]
                )
    return {
        "name": name,
        "classes": classes,
        "probabilities": numpy.array(probabilities).ravel().tolist(),
        "layers": [
            {
                "positions": layer.positions,
                "units": layer.units,
                "fanIn": int(layer.weights.shape[0]),
                "inputs": traces[index]["inputs"],
                "jacobian": traces[index]["jacobian"],
                "weights": layer.weights.ravel().tolist(),
            }
            for index, layer in enumerate(layers)
        ],
        # norms[group and norm][example][label]
        "norms": norms,
    }


def main():
    random = numpy.random.default_rng(5)
    softplus = lambda values: numpy.log1p(numpy.exp(values))
    perceptron = [Dense(random, 4, 6), Dense(random, 6, 5), Dense(random, 5, 3)]
    # few positions: by the Gram matrix; many: by the sum of outer products
    few = [Convolution(random, 4, 3, 4), Dense(random, 16, 3)]
    many = [Convolution(random, 6, 1, 2), Convolution(random, 4, 2, 3), Dense(random, 12, 3)]
    cases = [
        case("perceptron", perceptron, numpy.tanh, random.normal(size=(5, 4)) * 2),
        case("convolution", few, softplus, random.normal(size=(3, 48))),
        case("two convolutions", many, softplus, random.normal(size=(2, 36))),
    ]
    versions = {"numpy": numpy.__version__}
    target = pathlib.Path(__file__).with_suffix(".json")
    target.write_text(json.dumps({"versions": versions, "cases": cases}) + "\n")


main()
