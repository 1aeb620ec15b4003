# %% right: a defaultdict
def backward_pass(edges, result):
    from collections import defaultdict

    gradients = defaultdict(float, {result: 1.0})
    for start, end, factor in edges[::-1]:
        gradients[start] += factor * gradients[end]
        gradients[end] += 0.0
    return dict(gradients)


# %% right: recursion with a memory
def backward_pass(edges, result):
    memory = {result: 1.0}

    def gradient(name):
        if name not in memory:
            memory[name] = sum((f * gradient(end) for start, end, f in edges if start == name), 0.0)
        return memory[name]

    for start, end, _ in edges:
        gradient(start), gradient(end)
    return memory


# %% right: autograd on a linear graph
def backward_pass(edges, result):
    values = {}
    for start, end, factor in edges:
        if start not in values:
            values[start] = torch.zeros((), dtype=torch.float64, requires_grad=True) * 1.0
        step = values[start] * factor
        values[end] = values[end] + step if end in values else step + 0.0
    names = list(values)
    found = torch.autograd.grad(values[result], [values[name] for name in names], allow_unused=True)
    return {name: 0.0 if g is None else g.item() for name, g in zip(names, found)}


# %% right: all ways enumerated, products added
def backward_pass(edges, result):
    def ways(name):
        if name == result:
            yield 1.0
            return
        for start, end, factor in edges:
            if start == name:
                for rest in ways(end):
                    yield factor * rest

    names = {edge[0] for edge in edges} | {edge[1] for edge in edges}
    return {name: float(sum(ways(name))) for name in names}


# %% wrong: the last way replaces the others fails="ex8_fanout-adds ex8_fanout-edges" says="has replaced the first"
def backward_pass(edges, result):
    gradients = {name: 0.0 for edge in edges for name in edge[:2]}
    gradients[result] = 1.0
    for start, end, factor in reversed(edges):
        gradients[start] = gradients[end] * factor
    return gradients


# %% wrong: the first way only fails="ex8_fanout-adds ex8_fanout-edges" says="one of two ways"
def backward_pass(edges, result):
    gradients = {result: 1.0}
    for start, end, factor in reversed(edges):
        gradients.setdefault(end, 0.0)
        if not gradients.get(start):
            gradients[start] = gradients[end] * factor
    return gradients


# %% wrong: multiplies where ways meet fails="ex8_fanout-adds ex8_fanout-edges" says="two ways add"
def backward_pass(edges, result):
    gradients = {result: 1.0}
    for start, end, factor in reversed(edges):
        gradients.setdefault(end, 0.0)
        gradients[start] = gradients.get(start, 1.0) * gradients[end] * factor
    return gradients


# %% wrong: goes through the edges forward fails="ex8_fanout-chain ex8_fanout-adds ex8_fanout-edges" says="go through the edges backward"
def backward_pass(edges, result):
    gradients = {name: 0.0 for edge in edges for name in edge[:2]}
    gradients[result] = 1.0
    for start, end, factor in edges:
        gradients[start] += gradients[end] * factor
    return gradients


# %% wrong: adds the factor without the gradient that arrives fails="ex8_fanout-chain ex8_fanout-adds ex8_fanout-edges" says="gradient that arrives"
def backward_pass(edges, result):
    gradients = {name: 0.0 for edge in edges for name in edge[:2]}
    gradients[result] = 1.0
    for start, end, factor in reversed(edges):
        gradients[start] += factor
    return gradients


# %% wrong: edges in a dict, so a double edge is lost fails="ex8_fanout-adds ex8_fanout-edges" says="both count"
def backward_pass(edges, result):
    factors = {(start, end): factor for start, end, factor in edges}
    gradients = {name: 0.0 for pair in factors for name in pair}
    gradients[result] = 1.0
    for (start, end), factor in reversed(factors.items()):
        gradients[start] += gradients[end] * factor
    return gradients


# %% wrong: starts at the end of the list instead of the result fails="ex8_fanout-edges" says="the name given"
def backward_pass(edges, result):
    gradients = {name: 0.0 for edge in edges for name in edge[:2]}
    gradients[edges[-1][1]] = 1.0
    for start, end, factor in reversed(edges):
        gradients[start] += gradients[end] * factor
    return gradients


# %% wrong: leaves out what does not lead to the result fails="ex8_fanout-adds ex8_fanout-edges" says="one entry for every name in edges"
def backward_pass(edges, result):
    gradients = {result: 1.0}
    for start, end, factor in reversed(edges):
        if end in gradients:
            gradients[start] = gradients.get(start, 0.0) + gradients[end] * factor
    return gradients


# %% wrong: reverses the list of the caller fails="ex8_fanout-edges" says="never change it"
def backward_pass(edges, result):
    gradients = {name: 0.0 for edge in edges for name in edge[:2]}
    gradients[result] = 1.0
    edges.reverse()
    for start, end, factor in edges:
        gradients[start] += gradients[end] * factor
    return gradients


# %% wrong: forgets the one at the start fails="ex8_fanout-chain ex8_fanout-adds ex8_fanout-edges" says="starts the backward pass"
def backward_pass(edges, result):
    gradients = {name: 0.0 for edge in edges for name in edge[:2]}
    for start, end, factor in reversed(edges):
        gradients[start] += gradients[end] * factor
    return gradients

# %% wrong: edges with a factor 0 and their names are dropped fails="ex8_fanout-edges" says="one entry for every name in edges"
def backward_pass(edges, result):
    edges = [edge for edge in edges if edge[2] != 0]
    gradients = {name: 0.0 for start, end, _ in edges for name in (start, end)}
    gradients[result] = 1.0
    for start, end, factor in reversed(edges):
        gradients[start] += gradients[end] * factor
    return gradients

# %% wrong: begins at L where there is one fails="ex8_fanout-edges" says="multiply along the edges, from the result backward; where ways meet, g"
def backward_pass(edges, result):
    names = {name for edge in edges for name in edge[:2]}
    gradients = dict.fromkeys(names, 0.0)
    gradients["L" if "L" in names else result] = 1.0
    for start, end, factor in reversed(edges):
        gradients[start] += factor * gradients[end]
    return gradients
