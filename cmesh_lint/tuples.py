"""`NamedTuple` as `typing` has it, made in a tenth of the time: a run of the program makes a hundred of them.

What `typing` does for each is to compile every annotation and a constructor. Here annotations stay texts, as
`from __future__ import annotations` makes them, and all classes share one constructor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import namedtuple
    from operator import itemgetter

    _new = tuple.__new__
    # What `namedtuple` reads a field with, which is faster than any property.
    _Getter = type(namedtuple("_One", "field").__dict__["field"])
    _MOST = 32
    _GETTERS = [property(itemgetter(index)) if _Getter is property else _Getter(index, None) for index in range(_MOST)]
    """By the index of a field."""

    class _Values(tuple):
        """What all classes of `NamedTuple` have."""

        __slots__ = ()
        _fields = ()
        _field_defaults = {}  # noqa: RUF012 - as in `typing`

        def __new__(cls, *values, **named):
            if named or len(values) != len(cls._fields):
                values = _all_values(cls, values, named)
            return _new(cls, values)

        def __repr__(self):
            shown = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({shown})"

        def __getnewargs__(self):
            return tuple(self)

        @classmethod
        def _make(cls, values):
            return cls(*values)

        def _replace(self, /, **named):
            values = [named.pop(name, value) for name, value in zip(self._fields, self, strict=True)]
            if named:
                raise ValueError(f"Got unexpected field names: {list(named)!r}")
            return _new(type(self), values)

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

    def _all_values(cls, values, named):
        """The values of all fields; raises TypeError where one is missing, given twice or not known."""
        fields, defaults = cls._fields, cls._field_defaults
        if len(values) > len(fields):
            raise TypeError(f"{cls.__name__} takes {len(fields)} values, {len(values)} were given")
        every = list(values)
        for name in fields[len(values) :]:
            if name in named:
                every.append(named.pop(name))
            elif name in defaults:
                every.append(defaults[name])
            else:
                raise TypeError(f"{cls.__name__} takes a value for {name!r}, and none was given")
        if named:
            raise TypeError(f"{cls.__name__} takes no other value for {next(iter(named))!r}")
        return every

    class _Maker(type):
        """Makes the class of a `class` statement: a plain one, whose own subclasses are plain as well."""

        def __new__(cls, name, _bases, namespace):
            fields = tuple(namespace.get("__annotations__", ()))
            defaults = {field: namespace[field] for field in fields if field in namespace}
            if list(defaults) != list(fields[len(fields) - len(defaults) :]):
                raise TypeError(f"{name}: a field without a default follows one that has one")
            namespace.update(zip(fields, _GETTERS, strict=False))
            namespace |= {"__slots__": (), "_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
            return type(name, (_Values,), namespace)

    NamedTuple = type.__new__(_Maker, "NamedTuple", (), {})
