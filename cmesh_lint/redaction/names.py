"""Keys and names that say what is under them is secret."""

from __future__ import annotations

from functools import lru_cache

from ..patterns import pattern

_SECRET = frozenset(
    {
        *("privatekey", "password", "secret", "genericsecret", "tlscertificate", "tlscertificates", "pkcs12"),
        *("sessionticketkeys", "localjwks", "users", "token", "tokensecret", "hmacsecret", "clientsecret"),
        *("accesstoken", "authorizationtoken", "jsonkey", "secretaccesskey", "sessiontoken", "authpassword"),
        "kubectlkubernetesiolastappliedconfiguration",
    }
)
"""Keys with secrets below them, as `plain` spells them; the last one is an annotation that holds a whole object."""
_OPEN = frozenset({"@type", "name", "filename", "path", "environmentvariable", "sdsconfig", "watcheddirectory"})
"""Keys within those that only say where the secret is."""
_WORDS = frozenset(
    {
        *("password", "passwd", "passphrase", "pwd", "pass", "secret", "token", "apikey", "credential", "credentials"),
        *("authorization", "cookie", "privatekey", "accesskey", "secretkey", "signature"),
    }
)
"""Last words of headers, variables and settings that hold secrets."""
_PAIRS = frozenset({("api", "key"), ("access", "key"), ("private", "key"), ("secret", "key"), ("auth", "key")})
_BREAK = pattern(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[A-Z]")
NAMING = frozenset({"key", "name", "header", "headername", "descriptorkey"})
"""Keys of a mapping that name what another key of it holds."""
HOLDING = frozenset(
    {
        *("value", "values", "rawvalue", "defaultvalue", "descriptorvalue", "stringmatch", "exact", "prefix", "suffix"),
        *("contains", "saferegex", "regex", "exactmatch", "prefixmatch", "suffixmatch", "containsmatch"),
        *("saferegexmatch", "inlinestring", "inlinebytes", "headervalue", "stringvalue"),
    }
)
"""Keys that hold what another key of the same mapping names."""
DATA = frozenset({"data", "stringdata"})
"""What is secret of a Secret of Kubernetes."""
INLINE = frozenset({"inlinestring", "inlinebytes"})
_LONGEST = 256


@lru_cache(4096)
def plain(key: str) -> str:
    """All spellings of a field alike: `private_key` and `privateKey` are `privatekey`."""
    return "".join(each for each in key[:_LONGEST].lower() if each.isalnum() or each == "@")


def is_within(key: str, secret: bool) -> bool:
    """Whether what a key leads to is secret, if what it is a key of is (`secret`) or is not."""
    spelled = plain(key)
    return spelled in _SECRET or (secret and spelled not in _OPEN)


@lru_cache(4096)
def is_sensitive(name: str) -> bool:
    """Whether a header, a variable or a setting of that name holds a secret: `Set-Cookie`, `DB_PASSWORD`, `apiKey`."""
    words = [each.lower() for each in _BREAK.findall(name[-_LONGEST:])]
    if not words:
        return False
    return words[-1] in _WORDS or tuple(words[-2:]) in _PAIRS or plain(name) in _SECRET
