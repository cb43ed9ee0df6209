"""The namespaces that forms are written in."""

from lxml import etree

XF = "http://www.w3.org/2002/xforms"
JR = "http://openrosa.org/javarosa"
ODK = "http://www.opendatakit.org/xforms"
ORX = "http://openrosa.org/xforms"


def tag(namespace: str, name: str) -> str:
    """A name as lxml writes it."""
    return f"{{{namespace}}}{name}"


def local_name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
