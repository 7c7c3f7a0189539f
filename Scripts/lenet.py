"""LeNet-5 in PyTorch, its layers named as zoo's model files name them, and how the project trains it."""

import torch

nn = torch.nn

# The maps of S2 that each map of C3 reads: table I of LeCun et al., 1998.
TABLE = [
    [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5], [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5],
    [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5], [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5], [0, 1, 2, 3, 4, 5],
]


class Squash(nn.Module):
    """The scaled hyperbolic tangent of the paper's appendix A."""

    def forward(self, x):
        return 1.7159 * torch.tanh(2 / 3 * x)


class Subsample(nn.Module):
    """The sum of each 2×2 window, times a coefficient, plus a bias: one of each for a map."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.full((channels,), 0.25))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        return 4 * nn.functional.avg_pool2d(x, 2) * self.weight[:, None, None] + self.bias[:, None, None]


class Connected(nn.Conv2d):
    """A convolution whose kernels exist only where the table says."""

    def __init__(self):
        super().__init__(6, 16, 5)
        mask = torch.zeros(16, 6, 1, 1)
        for row, columns in enumerate(TABLE):
            mask[row, columns] = 1
        self.register_buffer("mask", mask, persistent=False)
        self.weight.data *= mask

    def forward(self, x):
        return nn.functional.conv2d(x, self.weight * self.mask, self.bias)


class Codes(nn.Module):
    """The squared distance to each class's code word, which is given and not learned."""

    def __init__(self, codes):
        super().__init__()
        self.register_buffer("weight", codes)

    def forward(self, x):
        return ((x[:, None] - self.weight) ** 2).sum(2)


def sequence(layers):
    network = nn.Sequential()
    for name, layer in layers:
        network.add_module(name, layer)
    return network


def modern():
    """zoo/lenet5-modern.yaml: ten scores."""
    return sequence([
        ("C1", nn.Conv2d(1, 6, 5)), ("tanh_C1", nn.Tanh()), ("S2", nn.AvgPool2d(2)),
        ("C3", nn.Conv2d(6, 16, 5)), ("tanh_C3", nn.Tanh()), ("S4", nn.AvgPool2d(2)), ("flatten", nn.Flatten()),
        ("F5", nn.Linear(400, 120)), ("tanh_F5", nn.Tanh()), ("F6", nn.Linear(120, 84)), ("tanh_F6", nn.Tanh()),
        ("output", nn.Linear(84, 10)),
    ])


def original(codes):
    """zoo/lenet5.yaml: ten distances."""
    return sequence([
        ("C1", nn.Conv2d(1, 6, 5)), ("tanh_C1", Squash()), ("S2", Subsample(6)), ("tanh_S2", Squash()),
        ("C3", Connected()), ("tanh_C3", Squash()), ("S4", Subsample(16)), ("tanh_S4", Squash()),
        ("C5", nn.Conv2d(16, 120, 5)), ("tanh_C5", Squash()), ("flatten", nn.Flatten()), ("F6", nn.Linear(120, 84)),
        ("tanh_F6", Squash()), ("output", Codes(codes)),
    ])


def moved(batch):
    """Each image moved by up to two pixels along both axes."""
    shifts = torch.randint(-2, 3, (len(batch), 2))
    return torch.stack([torch.roll(image, tuple(shift.tolist()), (1, 2)) for image, shift in zip(batch, shifts)])


def train(network, x, y, epochs, batch, loss, rate=2e-3):
    """AdamW with a cosine schedule, each image moved anew in every epoch."""
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)
    for epoch in range(epochs):
        order = torch.randperm(len(x))
        for start in range(0, len(x), batch):
            chosen = order[start : start + batch]
            value = loss(network(moved(x[chosen])), y[chosen])
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
        schedule.step()
        if epoch % 10 == 9:
            print(f"epoch {epoch + 1}: loss {value.item():.4f}", flush=True)


def rounded(network):
    """Rounds the numbers to half precision, as they are kept; the tensors by name."""
    halves = {name: value.detach().half() for name, value in network.state_dict().items()}
    network.load_state_dict({name: value.float() for name, value in halves.items()})
    return {name: value.numpy() for name, value in halves.items()}
