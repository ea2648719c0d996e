def check(number, born_on=None, sex=None):
    return []


def message(problem):
    return str(problem)
