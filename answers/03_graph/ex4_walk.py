# %% right: recursion with a set
def node_names(function, x):
    seen = set()

    def visit(node):
        if node is None or node in seen:
            return
        seen.add(node)
        for following, _ in node.next_functions:
            visit(following)

    visit(function(torch.tensor(x, requires_grad=True)).grad_fn)
    return [node.name() for node in seen]


# %% right: breadth first with a queue
def node_names(function, x):
    from collections import deque

    leaf = torch.tensor(x).requires_grad_()
    result = function(leaf)
    if result.grad_fn is None:
        return []
    queue, order = deque([result.grad_fn]), [result.grad_fn]
    while queue:
        for following, _ in queue.popleft().next_functions:
            if following is not None and following not in order:
                order.append(following)
                queue.append(following)
    return [type(node).__name__ for node in order]


# %% right: a dict as the memory, level by level
def node_names(function, x):
    start = function(torch.nn.Parameter(torch.tensor(x))).grad_fn
    names = {start: start.name()} if start else {}
    level = list(names)
    while level:
        level = [after for node in level for after, _ in node.next_functions if after and after not in names]
        names.update((node, node.name()) for node in level)
    return list(names.values())


# %% right: an iterator over a growing list
def node_names(function, x):
    nodes = [function(torch.full((), x, requires_grad=True)).grad_fn]
    if nodes[0] is None:
        return []
    for node in nodes:
        for pair in node.next_functions:
            if pair[0] is not None and pair[0] not in nodes:
                nodes.append(pair[0])
    return sorted(node.name() for node in nodes)


# %% wrong: counts a node once for every way fails="ex4_walk-chain ex4_walk-fanout" says="name() of each node, each node once"
def node_names(function, x):
    names, todo = [], [function(torch.tensor(x, requires_grad=True)).grad_fn]
    while todo:
        node = todo.pop()
        if node is not None:
            names.append(node.name())
            todo += [following for following, _ in node.next_functions]
    return names


# %% wrong: follows only the first entry fails="ex4_walk-fanout ex4_walk-untracked" says="follow every entry"
def node_names(function, x):
    names, node = [], function(torch.tensor(x, requires_grad=True)).grad_fn
    while node is not None:
        names.append(node.name())
        node = node.next_functions[0][0] if node.next_functions else None
    return names


# %% wrong: tells nodes apart by their names fails="ex4_walk-fanout" says="not the names"
def node_names(function, x):
    names, todo = set(), [function(torch.tensor(x, requires_grad=True)).grad_fn]
    while todo:
        node = todo.pop()
        if node is not None:
            names.add(node.name())
            todo += [following for following, _ in node.next_functions]
    return list(names)


# %% wrong: trips over None fails="ex4_walk-untracked ex4_walk-chain ex4_walk-fanout" says="NoneType"
def node_names(function, x):
    seen, todo = set(), [function(torch.tensor(x, requires_grad=True)).grad_fn]
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo += [following for following, _ in node.next_functions]
    return [node.name() for node in seen]


# %% wrong: a leaf that requires no gradient fails="ex4_walk-chain ex4_walk-fanout ex4_walk-untracked" says="expected it"
def node_names(function, x):
    seen, todo = set(), [function(torch.tensor(x)).grad_fn]
    while todo:
        node = todo.pop()
        if node is not None and node not in seen:
            seen.add(node)
            todo += [following for following, _ in node.next_functions]
    return [node.name() for node in seen]


# %% wrong: forgets the node of the result fails="ex4_walk-chain ex4_walk-fanout ex4_walk-untracked" says="grad_fn of the result itself"
def node_names(function, x):
    seen, todo = set(), [function(torch.tensor(x, requires_grad=True)).grad_fn]
    while todo:
        node = todo.pop()
        for following, _ in node.next_functions if node else ():
            if following is not None and following not in seen:
                seen.add(following)
                todo.append(following)
    return [node.name() for node in seen]


# %% wrong: stops before the leaf fails="ex4_walk-chain ex4_walk-fanout ex4_walk-untracked" says="the walk goes on to its node"
def node_names(function, x):
    seen, todo = set(), [function(torch.tensor(x, requires_grad=True)).grad_fn]
    while todo:
        node = todo.pop()
        if node is not None and node.next_functions and node not in seen:
            seen.add(node)
            todo += [following for following, _ in node.next_functions]
    return [node.name() for node in seen]


# %% wrong: fails where nothing is tracked fails="ex4_walk-untracked" says="NoneType"
def node_names(function, x):
    start = function(torch.tensor(x, requires_grad=True)).grad_fn
    seen, todo = {start}, [start]
    while todo:
        for following, _ in todo.pop().next_functions:
            if following is not None and following not in seen:
                seen.add(following)
                todo.append(following)
    return [node.name() for node in seen]


# %% wrong: the nodes instead of their names fails="ex4_walk-chain ex4_walk-fanout ex4_walk-untracked" says="expected strings"
def node_names(function, x):
    seen, todo = [], [function(torch.tensor(x, requires_grad=True)).grad_fn]
    while todo:
        node = todo.pop()
        if node is not None and node not in seen:
            seen.append(node)
            todo += [following for following, _ in node.next_functions]
    return seen
