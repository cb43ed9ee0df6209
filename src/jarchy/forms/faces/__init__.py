"""The ways in which a form is asked: on the web; later by OpenRosa, in a chat, on a sheet."""
