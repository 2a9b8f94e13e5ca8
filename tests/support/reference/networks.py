"""Loss, gradient and steps of small networks by PyTorch's automatic differentiation, in float64.

python3 networks.py > networks.json   (needs torch)
"""
import json

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)


def mixed_convolutions():
    """On 5 x 7 images of three channels: convolutions with zeros around, a pool that leaves out a row and a column."""
    return nn.Sequential(
        nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(),
        nn.Conv2d(4, 5, 3, padding=1), nn.MaxPool2d(2), nn.ReLU(),
        nn.Flatten(), nn.Linear(30, 3),
    ), (5, 7, 3)


def two_hidden_layers():
    return nn.Sequential(nn.Linear(7, 6), nn.ReLU(), nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 4)), None


def in_our_order(network, values_of):
    """Weights as inputs x outputs, of filters (channel, row, column) x filters; then biases; layer after layer."""
    parts = []
    for layer in network:
        if hasattr(layer, "weight"):
            weight = values_of(layer.weight)
            parts += [weight.reshape(weight.shape[0], -1).T.reshape(-1), values_of(layer.bias)]
    return torch.cat(parts).tolist()


def case(name, make):
    network, image = make()
    classes = network[-1].out_features
    columns = 7 if image is None else image[0] * image[1] * image[2]
    features = torch.randn(6, columns).float().double()
    labels = torch.randint(0, classes, (6,))
    weights = (0.5 + torch.rand(6)).float().double()
    for parameter in network.parameters():
        parameter.data = parameter.data.float().double()
    start = in_our_order(network, lambda tensor: tensor.data)
    seen = features if image is None else features.reshape(6, *image).permute(0, 3, 1, 2)

    def loss_of():
        return (weights * F.cross_entropy(network(seen), labels, reduction="none")).mean()

    loss_of().backward()
    gradient = in_our_order(network, lambda tensor: tensor.grad)
    decayed = [layer.weight for layer in network if hasattr(layer, "weight")]
    others = [layer.bias for layer in network if hasattr(layer, "bias")]
    optimizer = torch.optim.SGD(
        [{"params": decayed, "weight_decay": 0.01}, {"params": others}], lr=0.05, momentum=0.9
    )
    losses = []
    for _ in range(3):
        optimizer.zero_grad()
        loss = loss_of()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return {
        "name": name, "features": features.reshape(-1).tolist(), "labels": labels.tolist(),
        "weights": weights.tolist(), "start": start, "gradient": gradient, "losses": losses,
        "end": in_our_order(network, lambda tensor: tensor.data),
        "seen": network[:-1](seen).reshape(-1).tolist(),
    }


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.10g}")
    return [rounded(item) for item in value] if isinstance(value, list) else value


cases = [case("mixed convolutions", mixed_convolutions), case("two hidden layers", two_hidden_layers)]
print(json.dumps([{key: rounded(value) for key, value in one.items()} for one in cases]))
