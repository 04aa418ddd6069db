"""matrix-nio logs into the stand-in homeserver as Alice and talks to the bot.

Usage: nio_test.py HOST_PROGRAM. Exit code 0: all as expected; 77: matrix-nio is not installed.
nio checks every answer against schemas of its own, so whatever it accepts here has the shape it knows from real servers.
"""

import asyncio
import json
import subprocess
import sys

try:
    import nio
except ImportError:
    print("matrix-nio is not installed (Debian: python3-matrix-nio)")
    sys.exit(77)


def expect(condition, what):
    if not condition:
        raise AssertionError(what)


def expect_type(answer, kind):
    expect(isinstance(answer, kind), f"expected {kind.__name__}, got {answer!r}")
    return answer


class Talk:
    """One client and what it has heard."""

    def __init__(self, client):
        self.client = client
        self.heard = []
        self.members = []
        client.add_event_callback(self.on_message, nio.RoomMessage)
        client.add_event_callback(self.on_member, nio.RoomMemberEvent)

    async def on_message(self, room, event):
        if event.sender != self.client.user_id:
            self.heard.append((room.room_id, event))

    async def on_member(self, room, event):
        self.members.append((room.room_id, event.state_key, event.membership))

    async def sync(self, timeout=2000, **more):
        return expect_type(await self.client.sync(timeout=timeout, **more), nio.SyncResponse)

    async def until(self, found, what):
        for _ in range(20):
            result = found()
            if result:
                return result
            await self.sync()
        raise AssertionError(f"never happened: {what}; heard {self.heard}")


def text(body):
    return {"msgtype": "m.text", "body": body}


async def log_in(client, address):
    refused = expect_type(await client.login("not the password"), nio.LoginError)
    expect(refused.status_code == "M_FORBIDDEN", refused)
    login = expect_type(await client.login(address["password"], device_name="nio"), nio.LoginResponse)
    expect(login.user_id == address["user"], login)


async def talk_in_the_lobby(talk, address):
    client, room = talk.client, address["room"]
    await talk.sync(timeout=0, full_state=True)
    lobby = client.rooms[room]
    expect(lobby.name == "Lobby", lobby.name)
    expect(lobby.user_name(address["bot"]) == "Confab", lobby.users)

    sent = expect_type(await client.room_send(room, "m.room.message", text("hello from nio"), tx_id="t1"),
                       nio.RoomSendResponse)
    again = expect_type(await client.room_send(room, "m.room.message", text("hello from nio"), tx_id="t1"),
                        nio.RoomSendResponse)
    expect(sent.event_id == again.event_id, "the same transaction made two events")

    await talk.until(lambda: talk.heard, "the bot's answer")
    where, event = talk.heard.pop(0)
    expect(where == room, where)
    expect(isinstance(event, nio.RoomMessageNotice), event)
    expect(event.body == "echo: hello from nio to Alice", event.body)
    expect("<strong>echo: </strong>" in event.formatted_body, event.formatted_body)
    content = event.source["content"]
    expect(content["m.mentions"] == {"user_ids": [address["user"]]}, content)
    expect(content["m.relates_to"]["m.in_reply_to"]["event_id"] == sent.event_id, content)
    return event


async def use_the_room(talk, address, answer):
    client, room = talk.client, address["room"]
    members = expect_type(await client.joined_members(room), nio.JoinedMembersResponse)
    expect({m.user_id for m in members.members} == {address["user"], address["bot"]}, members)
    alias = expect_type(await client.room_resolve_alias(address["channel"]), nio.RoomResolveAliasResponse)
    expect(alias.room_id == room, alias)
    name = expect_type(await client.room_get_state_event(room, "m.room.name"), nio.RoomGetStateEventResponse)
    expect(name.content == {"name": "Lobby"}, name)
    expect_type(await client.room_get_state(room), nio.RoomGetStateResponse)
    expect_type(await client.room_typing(room, True), nio.RoomTypingResponse)
    expect_type(await client.update_receipt_marker(room, answer.event_id), nio.UpdateReceiptMarkerResponse)
    reaction = {"m.relates_to": {"rel_type": "m.annotation", "event_id": answer.event_id, "key": "👍"}}
    reacted = expect_type(await client.room_send(room, "m.reaction", reaction), nio.RoomSendResponse)
    expect_type(await client.room_redact(room, reacted.event_id), nio.RoomRedactResponse)
    old = expect_type(await client.room_messages(room, client.next_batch, limit=5), nio.RoomMessagesResponse)
    expect(any(e.event_id == answer.event_id for e in old.chunk), old.chunk)
    refused = await client.room_send(room, "m.room.message", {"msgtype": "m.text", "body": "x", "n": 1.5})
    expect(expect_type(refused, nio.RoomSendError).status_code == "M_BAD_JSON", refused)
    large = await client.room_send(room, "m.room.message", text("x" * 66000))
    expect(expect_type(large, nio.RoomSendError).status_code == "M_TOO_LARGE", large)


async def begin_a_private_talk(talk, address):
    client = talk.client
    made = expect_type(await client.room_create(is_direct=True, invite=[address["bot"]]), nio.RoomCreateResponse)
    joined = (made.room_id, address["bot"], "join")
    await talk.until(lambda: joined in talk.members, "the bot joins")
    expect_type(await client.room_send(made.room_id, "m.room.message", text("psst")), nio.RoomSendResponse)
    await talk.until(lambda: talk.heard, "the bot's private answer")
    where, event = talk.heard.pop(0)
    expect(where == made.room_id, where)
    expect(event.body == "echo: psst to Alice", event.body)


async def change_the_name_and_leave(talk, address):
    client = talk.client
    expect_type(await client.set_displayname("Alice L."), nio.ProfileSetDisplayNameResponse)
    name = expect_type(await client.get_displayname(), nio.ProfileGetDisplayNameResponse)
    expect(name.displayname == "Alice L.", name)
    expect_type(await client.room_send(address["room"], "m.room.message", text("who am I?")), nio.RoomSendResponse)
    await talk.until(lambda: talk.heard, "an answer with the new name")
    expect(talk.heard.pop(0)[1].body == "echo: who am I? to Alice L.", talk.heard)
    token = client.access_token
    expect_type(await client.logout(), nio.LogoutResponse)
    client.access_token = token
    gone = expect_type(await client.joined_rooms(), nio.JoinedRoomsError)
    expect(gone.status_code == "M_UNKNOWN_TOKEN", gone)


async def run(address):
    client = nio.AsyncClient(address["homeserver"], address["user"])
    try:
        await log_in(client, address)
        talk = Talk(client)
        answer = await talk_in_the_lobby(talk, address)
        await use_the_room(talk, address, answer)
        await begin_a_private_talk(talk, address)
        await change_the_name_and_leave(talk, address)
    finally:
        await client.close()


def main():
    host = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        address = json.loads(host.stdout.readline())
        asyncio.run(asyncio.wait_for(run(address), 90))
        print("matrix-nio and the bot understood each other")
    finally:
        host.stdin.close()
        try:
            code = host.wait(10)
        except subprocess.TimeoutExpired:
            host.kill()
            raise
    expect(code == 0, f"the host ended with {code}")


main()
