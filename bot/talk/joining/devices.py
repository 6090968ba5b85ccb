"""/me, devices: the chats that are somebody's, signing one out, and a code for another."""

from __future__ import annotations

from bot.people.access import NotThere
from bot.people.invite import for_device
from bot.talk.dates import on_date
from bot.talk.dealings import EndDevice, KeepInvite
from bot.talk.effects import Turn
from bot.talk.joining.colleagues import mark, named, not_there, over
from bot.talk.messages import Document, InviteLink, Piece, Say
from bot.talk.moments import coded, decoded
from bot.talk.office import Device, Office
from bot.talk.scene import Scene, button


def devices(scene: Scene, office: Office) -> Turn:
    """The list, this chat first."""
    ours = sorted(office.devices, key=lambda one: (not _is_this(scene, one), one.since))
    pieces: list[Piece] = [Say("device.lead")]
    pieces += [
        Say("device.this" if _is_this(scene, one) else "device.line", {"what": _name(scene, office, one)}) for one in ours[:8]
    ]
    out = [
        (
            button("button.sign_out", "j-off", _mark(one))
            if _is_this(scene, one)
            else named(_sign_out(scene, office, one), "j-off", _mark(one)),
        )
        for one in ours[:8]
    ]
    return over(scene, *pieces, buttons=(*out, (button("button.add_device", "j-add", coded(scene.now)),)))


def add(scene: Scene, office: Office, made_at: str) -> Turn | None:
    """A link and a code for another chat of the same person. A second tap shows the same one."""
    if decoded(made_at) is None:
        return None
    id = mark(office.me, "device", made_at)
    code_hash = scene.signer.hashes(scene.signer.invitation(id))[0]
    invite = for_device(office.access(scene.now), office.me, code_hash, scene.now)
    if isinstance(invite, NotThere):
        return not_there(scene)
    effects = () if id in office.invites else (KeepInvite(id, invite),)
    return over(scene, Say("device.add"), InviteLink(id), Document("qr", (id,)), effects=effects)


def sign_out(scene: Scene, office: Office, reference: str) -> Turn:
    """What happens then, before it does."""
    one = _found(office, reference)
    if one is None:
        return over(scene, Say("device.gone"))
    key = "device.ask_this" if _is_this(scene, one) else "device.ask"
    buttons = ((button("button.sign_out_yes", "j-offy", reference), button("button.change_no", "j-dev")),)
    return over(scene, Say(key, {"what": _name(scene, office, one)}), buttons=buttons)


def signed_out(scene: Scene, office: Office, reference: str) -> Turn:
    """It is nobody's any more."""
    one = _found(office, reference)
    if one is None:
        return over(scene, Say("device.gone"))
    return over(scene, Say("device.done"), effects=(EndDevice(one.channel, one.chat),))


def _found(office: Office, reference: str) -> Device | None:
    return next((one for one in office.devices if _mark(one) == reference), None)


def _is_this(scene: Scene, device: Device) -> bool:
    return (device.channel, device.chat) == (scene.channel, scene.chat)


def _mark(device: Device) -> str:
    return mark(device.channel, device.chat)


def _name(scene: Scene, office: Office, device: Device) -> str:
    since = on_date(device.since.astimezone(office.zone).date(), scene.lang)
    key = f"device.{device.channel}" if scene.edition.words.has(f"device.{device.channel}") else "device.other"
    what = scene.edition.words.say(scene.lang, key)
    return scene.edition.words.say(
        scene.lang, "device.shared" if device.shared else "device.since", {"what": what, "date": since}
    )


def _sign_out(scene: Scene, office: Office, device: Device) -> str:
    return scene.edition.words.say(scene.lang, "device.out", {"what": _name(scene, office, device)})
