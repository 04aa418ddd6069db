#pragma once
/// Open batches (IRCv3 batch): which lines belong together, and to what. Batches may nest and interleave, and
/// a reference may be used again after its batch was closed.
/// https://ircv3.net/specs/extensions/batch

#include <deque>
#include <string>
#include <string_view>

#include "confab/task.hpp"
#include "wire/line.hpp"

namespace confab::irc {

struct Batch {
    std::string reference;
    std::string type;    ///< "netsplit", "chathistory", "draft/multiline" ...
    std::string parent;  ///< Reference of the batch it is in, or empty.
    std::string target;  ///< Its first parameter after the type: the channel of a chathistory.
    std::string label;   ///< Of the request it answers, or empty.
    bool history;        ///< A playback of old messages, or inside one.
    TimePoint since;
};

class Batches {
public:
    /// The oldest is forgotten when more are open: a server that never closes them must not cost memory.
    static constexpr std::size_t kMaxOpen = 64;
    static constexpr Duration kLifetime{60'000};

    /// Before each line: forgets what the line before it closed, and what was open for too long.
    void expire(TimePoint now);
    /// A BATCH line.
    void on_batch(const Line& line, TimePoint now);

    /// The batch that the line is in directly, or nullptr.
    const Batch* of(const Line& line) const;
    /// The batch that this BATCH line closes, or nullptr; there until the next line.
    const Batch* closed_by(const Line& line) const;
    const Batch* find(std::string_view reference) const;
    /// The type of the batch that the line is in directly, or empty.
    std::string_view type_of(const Line& line) const;
    /// The line is in a batch of that type, at any depth.
    bool is_inside(const Line& line, std::string_view type) const;
    /// The line is in a batch of old messages, at any depth.
    bool is_history(const Line& line) const;
    /// The label that the line answers: its own, or that of a batch it is in, at any depth.
    std::string label_of(const Line& line) const;
    bool empty() const { return open_.empty(); }

private:
    std::deque<Batch> open_;
    std::string closed_;  // the reference that the line before closed
};

}  // namespace confab::irc
