"""The ways in which a form is asked: on the web and on a sheet; later by OpenRosa, in a chat."""
