#pragma once
/// One thing that is sent, and what becomes of it.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "confab/event.hpp"
#include "confab/result.hpp"
#include "confab/task.hpp"

namespace confab::irc {

/// The outcome. Shared by the queue, the session that recognises the answer, and the task that waits.
class Ticket {
public:
    /// An empty id: written, but nothing has confirmed it.
    void settle(Result<MessageId> result) {
        if (result_) return;
        result_ = std::move(result);
        settled_.notify();
    }
    /// Nobody waits any more: what was not written yet need not be.
    void abandon() { abandoned_ = true; }
    bool is_abandoned() const { return abandoned_; }
    Signal& settled() { return settled_; }
    const std::optional<Result<MessageId>>& result() const { return result_; }

    /// Old messages that came as the answer (CHATHISTORY), oldest first.
    std::vector<MessageReceived> history;

private:
    Signal settled_;
    std::optional<Result<MessageId>> result_;
    bool abandoned_ = false;
};
using TicketPtr = std::shared_ptr<Ticket>;

/// Lines that go out together, nothing between them: one, or a client batch. All without tags and CR LF
/// except those that name their batch.
struct Outgoing {
    std::string line;
    std::vector<std::string> more = {};  ///< The rest of a client batch.
    std::string tags = {};               ///< Client-only tags of the first line: "+reply=abc", or empty.
    TicketPtr ticket = {};               ///< Empty: nobody waits for it.

    std::size_t line_count() const { return 1 + more.size(); }
};

}  // namespace confab::irc
