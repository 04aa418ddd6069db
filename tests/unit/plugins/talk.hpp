#pragma once
/// Messages for tests of plugins.

#include <string>

#include "confab/event.hpp"

namespace confab::test {

inline ChannelRef channel_ref(const char* channel = "#room") {
    return ChannelRef(AccountId("net"), ChannelId(channel));
}

inline MessageReceived said(std::string text, ChannelKind kind = ChannelKind::group,
                            const char* channel = "#room") {
    MessageReceived event;
    event.channel = Channel(channel_ref(channel), channel, kind);
    event.sender = User(UserId("alice"), "Alice", Assurance::account);
    event.message = Message(std::move(text));
    return event;
}

inline MessageReceived said_to_bot(std::string text, const char* channel = "#room") {
    MessageReceived event = said(std::move(text), ChannelKind::group, channel);
    event.mentions_bot = true;
    return event;
}

}  // namespace confab::test
