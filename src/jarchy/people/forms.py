"""The forms of signing in, joining and inviting, in our words; which rule they ask stands in rules.py."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from jarchy.charter import queries as charter
from jarchy.charter.models import Edition
from jarchy.foundation.narrowing import Actor, Role
from jarchy.foundation.texts import text_in
from jarchy.people import rules
from jarchy.people.actions import Joining
from jarchy.people.wording import role_name
from jarchy.places import queries as places
from jarchy.places.models import Place

PASSWORD_HINT = _(
    "At least 10 characters. Three words that do not belong together are easy to keep and hard to guess."
)
NAME_HINT = _("E-mail address, or phone as 0555 123456")


def _plain(field: forms.Field, label: Any, hint: Any = "", **attrs: str) -> None:
    """Our label above the field and our hint below it, nothing inside it: a placeholder is gone when one types."""
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


class SignInForm(allauth.LoginForm):
    """One field for the name, whatever it is; and the password."""

    error_messages = {
        "wrong": _("This name and this password do not belong together. Look at both, then try again.")
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self.fields["login"],
            _("E-mail or phone"),
            autocomplete="username",
            autocapitalize="none",
            spellcheck="false",
        )
        _plain(self.fields["password"], _("Password"))

    def user_credentials(self) -> dict[str, str]:
        email, phone = rules.sign_in_name(self.cleaned_data["login"], settings.PHONE_REGION)
        name = {"phone": phone} if phone else {"email": email or self.cleaned_data["login"]}
        return {**name, "password": self.cleaned_data["password"]}

    def _clean_with_password(self, credentials: dict[str, Any]) -> dict[str, Any]:
        try:
            return super()._clean_with_password(credentials)
        except forms.ValidationError as refused:
            if (refused.code or "").endswith("_mismatch"):
                raise forms.ValidationError(self.error_messages["wrong"], code="wrong") from refused
            raise


class ConfirmForm(allauth.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password"], _("Password"))


class ChangePasswordForm(allauth.ChangePasswordForm):
    """Typed once: it can be seen to be wrong at the next sign-in, and a card mends it."""

    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["oldpassword"], _("Password until now"))
        _plain(self.fields["password1"], _("New password"), PASSWORD_HINT)


class SetPasswordForm(allauth.SetPasswordForm):
    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password1"], _("New password"), PASSWORD_HINT)


class JoinForm(forms.Form):
    """What somebody new says of herself."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, help_text=_("As your coordinator knows you.")
    )
    sign_in_name = forms.CharField(label=_("E-mail or phone"), max_length=254, help_text=NAME_HINT)
    password = forms.CharField(
        label=_("Password"), help_text=PASSWORD_HINT, strip=False, widget=forms.PasswordInput
    )
    language = forms.ChoiceField(label=_("Language"))
    age = forms.ChoiceField(
        label=_("Your age"),
        choices=[("adult", _("18 or older")), ("minor", _("Under 18"))],
        widget=forms.RadioSelect,
        help_text=_(
            "If you are under 18, your guardian signs a paper; your coordinator records it before you can report."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "language", settings.LANGUAGES, get_language())
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["sign_in_name"].widget.attrs.update(autocomplete="username", autocapitalize="none")
        self.fields["password"].widget.attrs["autocomplete"] = "new-password"

    def clean_sign_in_name(self) -> str:
        said = self.cleaned_data["sign_in_name"]
        if not any(rules.sign_in_name(said, settings.PHONE_REGION)):
            raise forms.ValidationError(
                _("This is neither an e-mail address nor a phone: look at it once more.")
            )
        return said

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]

    def joining(self) -> Joining:
        said = self.cleaned_data
        return Joining(
            said["name"], said["sign_in_name"], said["password"], said["language"], said["age"] == "minor"
        )


class CardForm(forms.Form):
    code = forms.CharField(label=_("Code on the card"), max_length=20, help_text=_("Ten letters and digits"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(
            autocomplete="one-time-code", autocapitalize="characters", spellcheck="false"
        )


class InviteForm(forms.Form):
    """Who is invited to what. Shows only what the actor may give: a coordinator neither role nor organisation."""

    role = forms.ChoiceField(label=_("Role"))
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    places = forms.MultipleChoiceField(
        label=_("Places"),
        required=False,
        help_text=_(
            "Only for regional coordinators, and for reviewers and safeguarding persons of some places."
        ),
    )
    uses = forms.IntegerField(label=_("How many may join by it"), min_value=1, max_value=200, initial=1)
    days = forms.TypedChoiceField(label=_("Open for"), coerce=int, initial=rules.USUAL_DAYS)

    def __init__(self, *args: Any, edition: Edition, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        roles = rules.roles_to_give(actor, edition.slug)
        _choices(
            self, "role", [(str(role), role_name(role)) for role in roles], str(roles[0]) if roles else ""
        )
        own = actor.organisations(Role.COORDINATOR, edition=edition.slug)
        is_staff = actor.has(Role.SECRETARIAT, Role.ADMINISTRATOR, edition=edition.slug)
        self.organisations = {
            row.organisation.slug: row.organisation for row in charter.organisations_of(edition)
        }
        shown = [
            (slug, text_in(row.names)) for slug, row in self.organisations.items() if is_staff or slug in own
        ]
        _choices(
            self, "organisation", [("", "—"), *shown] if is_staff else shown, "" if is_staff else shown[0][0]
        )
        _choices(
            self,
            "days",
            [(str(n), ngettext("%(n)d day", "%(n)d days", n) % {"n": n}) for n in rules.INVITATION_DAYS],
        )
        if is_staff:
            _choices(self, "places", _places(edition))
        else:
            del self.fields["places"]
        self.fields["uses"].widget.attrs["inputmode"] = "numeric"

    def chosen(self) -> dict[str, Any]:
        """Arguments of actions.invite."""
        said = self.cleaned_data
        return {
            "role": Role(said["role"]), "organisation": self.organisations.get(said["organisation"]),
            "places": list(Place.objects.filter(pcode__in=said.get("places") or [])), "days": said["days"],
            "uses": said["uses"],
        }  # fmt: skip


class ConsentForm(forms.Form):
    on = forms.DateField(label=_("Day on the paper"), widget=forms.DateInput(attrs={"type": "date"}))
    is_signed = forms.BooleanField(label=_("I hold the paper, signed by a parent or guardian."))


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("You are written to in"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "language", settings.LANGUAGES)


def _choices(form: forms.Form, name: str, choices: Any, initial: Any = None) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
    if initial is not None:
        field.initial = initial


def _places(edition: Edition) -> list[tuple[str, Any]]:
    """Oblasts, each with its rayons, in the register's order: a list of groups."""
    territory = places.territory(edition.country)
    return [
        (text_in(region.names), [
            (place.pcode, text_in(place.names)) for place in (region, *territory.districts_of(region.pcode))
            if place is region or place.pcode != region.pcode
        ])
        for region in territory.regions
    ]  # fmt: skip
