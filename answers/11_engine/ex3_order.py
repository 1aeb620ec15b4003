# %% right: counts the users
def users_first(parents, end):
    behind = [end]
    for name in behind:
        behind += [p for p in dict.fromkeys(parents[name]) if p not in behind] if len(behind) < 200 else parents[name]
    waiting = {}
    for name in set(behind):
        for parent in parents[name]:
            waiting[parent] = waiting.get(parent, 0) + 1
    order = [end]
    for name in order:
        for parent in parents[name]:
            waiting[parent] -= 1
            if waiting[parent] == 0:
                order.append(parent)
    return order


# %% right: a stack of iterators
def users_first(parents, end):
    done, seen, stack = [], {end}, [(end, iter(parents[end]))]
    while stack:
        name, rest = stack[-1]
        parent = next(rest, None)
        if parent is None:
            done.append(name)
            stack.pop()
        elif parent not in seen:
            seen.add(parent)
            stack.append((parent, iter(parents[parent])))
    done.reverse()
    return done


# %% right: the sorter of the standard library
def users_first(parents, end):
    from graphlib import TopologicalSorter

    behind, todo = set(), [end]
    while todo:
        name = todo.pop()
        if name not in behind:
            behind.add(name)
            todo += parents[name]
    order = TopologicalSorter({name: parents[name] for name in behind}).static_order()
    return list(order)[::-1]


# %% wrong: recursion fails="ex3_order-deep" says="got RecursionError"
def users_first(parents, end):
    done = []

    def visit(name):
        if name not in done:
            for parent in parents[name]:
                visit(parent)
            done.append(name)

    visit(end)
    return done[::-1]


# %% wrong: names in the order of the first visit fails="ex3_order-valid ex3_order-once" says="a still has to deliver to x"
def users_first(parents, end):
    order, todo = [], [end]
    while todo:
        name = todo.pop(0)
        if name not in order:
            order.append(name)
            todo += parents[name]
    return order


# %% wrong: depth first but before the parents fails="ex3_order-valid ex3_order-once ex3_order-deep" says="a still has to deliver to x"
def users_first(parents, end):
    order, todo = [], [end]
    while todo:
        name = todo.pop()
        if name not in order:
            order.append(name)
            todo += reversed(parents[name])
    return order


# %% wrong: parents first fails="ex3_order-valid ex3_order-once ex3_order-deep" says="turn the list round"
def users_first(parents, end):
    done, seen, todo = [], set(), [(end, False)]
    while todo:
        name, ready = todo.pop()
        if ready:
            done.append(name)
        elif name not in seen:
            seen.add(name)
            todo += [(name, True), *((parent, False) for parent in parents[name])]
    return done


# %% wrong: the dict turned round fails="ex3_order-valid ex3_order-once" says="begin at the end, and follow the parents"
def users_first(parents, end):
    return list(parents)[::-1]


# %% wrong: all names of the graph fails="ex3_order-valid ex3_order-once" says="begin at the end, and follow the parents"
def users_first(parents, end):
    from graphlib import TopologicalSorter

    order = list(TopologicalSorter(parents).static_order())[::-1]
    order.remove(end)
    return [end, *order]


# %% wrong: forgets the end fails="ex3_order-valid ex3_order-once ex3_order-deep" says="the walk back begins at the end"
def users_first(parents, end):
    done, seen, todo = [], set(), [(end, False)]
    while todo:
        name, ready = todo.pop()
        if ready:
            done.append(name)
        elif name not in seen:
            seen.add(name)
            todo += [(name, True), *((parent, False) for parent in parents[name])]
    return done[-2::-1]


# %% wrong: empties the dict of the caller fails="ex3_order-once" says="read the dict, never change it"
def users_first(parents, end):
    done, todo = [], [(end, False)]
    while todo:
        name, ready = todo.pop()
        if ready:
            done.append(name)
        elif name in parents:
            todo += [(name, True), *((parent, False) for parent in parents.pop(name))]
    return done[::-1]


# %% wrong: each name once for every way fails="ex3_order-once ex3_order-valid ex3_order-deep" says="each name once"
def users_first(parents, end):
    levels = [[end]]
    while levels[-1] and len(levels) < 20:
        levels.append([parent for name in levels[-1] for parent in parents[name]])
    return [name for level in levels for name in level][:40]

# %% wrong: remembers the order by the names fails="ex3_order-valid" says="the same names, other links"
_known = {}


def users_first(parents, end):
    key = (end, tuple(parents))
    if key not in _known:
        done, out, todo = set(), [], [(end, False)]
        while todo:
            name, ready = todo.pop()
            if ready:
                out.append(name)
            elif name not in done:
                done.add(name)
                todo.append((name, True))
                todo.extend((p, False) for p in parents[name])
        _known[key] = out[::-1]
    return list(_known[key])
