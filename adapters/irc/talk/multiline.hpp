#pragma once
/// Messages of several lines (IRCv3 draft/multiline), put together from the batch that they come in.
/// https://ircv3.net/specs/extensions/multiline

#include <deque>
#include <optional>
#include <string>

#include "talk/batches.hpp"
#include "wire/line.hpp"

namespace confab::irc {

inline constexpr std::string_view kMultiline = "draft/multiline";

class Multiline {
public:
    /// Further ones are handed on line by line.
    static constexpr std::size_t kMaxOpen = 16;
    /// Of one message; what is over is dropped.
    static constexpr std::size_t kMaxBytes = 64 * 1024;

    /// A BATCH line that opens one.
    void open(const Line& line, TimePoint now);
    /// True when the line is part of an open message, and nothing more is to be done with it.
    bool add(const Line& line, const Batches& batches);
    /// The whole as one line, with the tags that the batch was opened with and line feeds in its last
    /// parameter; nothing when the batch was none of ours.
    std::optional<std::string> close(const Batch& batch);
    /// Forgets what was never closed; true when there was any.
    bool expire(TimePoint now);

private:
    struct Part {
        std::string reference;
        std::string tags;
        std::string head;  // ":source PRIVMSG target"; empty until the first line
        std::string text;
        TimePoint since;
    };
    std::deque<Part>::iterator find(std::string_view reference);
    std::deque<Part> parts_;
};

}  // namespace confab::irc
