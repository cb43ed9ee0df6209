"""property, version: what an expression asks of the phone and of the form."""

from jarchy.xforms.xpath.functions.table import function
from jarchy.xforms.xpath.nodes import NodeKind
from jarchy.xforms.xpath.program import Context, Gives


@function("property", "text", Gives.TEXT, wants_context=True)
def property_(context: Context, name: str) -> str:
    """A property of who fills the form in: username, and what else the world tells (deviceid, email, phonenumber);
    empty where nobody knows."""
    world = context.scene.world
    return world.properties.get(name, "") if name != "username" else world.username


@function("version", "", Gives.TEXT, wants_context=True)
def version(context: Context) -> str:
    """The form's version: of a form as it says it, of any other document the root's attribute; else empty."""
    texts = context.scene.texts
    if texts is not None:
        return texts.version()
    for root in context.scene.document.children:
        if root.kind is NodeKind.ELEMENT:
            return next((mark.value for mark in root.attributes if mark.name == "version"), "")
    return ""
