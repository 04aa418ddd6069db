#pragma once
/// What was sent and waits for the server's word. Answers are recognised by label where the server knows
/// labels (IRCv3 labeled-response), else our own message coming back is (echo-message); where there is
/// neither, nothing waits: a message counts as sent, and unconfirmed, once it is written.

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "facts.hpp"
#include "send/ticket.hpp"

namespace confab::irc {

class Receipts {
public:
    /// The oldest goes unconfirmed when more wait.
    static constexpr std::size_t kMaxWaiting = 256;
    static constexpr Duration kLabelledLimit{60'000};
    static constexpr Duration kEchoLimit{10'000};
    /// A server that loses so many labels in a row gets no more of them on this connection.
    static constexpr unsigned kMaxLost = 3;
    /// Bytes of tags a client may send, without "@" and the space (IRCv3 message-tags).
    static constexpr std::size_t kMaxTags = 4094;
    /// Of them for client-only tags: a label must fit, too.
    static constexpr std::size_t kMaxClientTags = kMaxTags - 64;

    /// `outgoing` is written now. Returns "@label=... ", client tags included, or empty, to put before it.
    /// When `waits` says so afterwards, its ticket is settled from here.
    std::string start(const Outgoing& outgoing, const Facts& facts, TimePoint now);
    bool waits(const TicketPtr& ticket) const;
    bool empty() const { return waiting_.empty(); }

    /// A message of our own came back.
    void on_echo(const Line& line, const Facts& facts);
    /// ACK, or another line that answers a label without refusing.
    void on_answer(const Line& line, const Facts& facts);
    /// True when the line was the refusal of something that waits.
    bool on_refusal(const Line& line, const Facts& facts);
    void on_batch_closed(const Batch& batch, const Facts& facts);
    /// Where old messages of the line's batch belong that were asked for, or nullptr.
    Ticket* history_for(const Line& line, const Facts& facts);

    void on_timeout(TimePoint now);
    TimePoint next_timeout() const;
    /// The connection ended: what waits was written and never answered.
    void fail_all();

private:
    struct Waiting {
        std::string label;  // empty: none
        Command command;
        bool is_history;
        std::string target;  // folded
        std::string text;    // without formatting codes
        TicketPtr ticket;
        TimePoint until;
    };
    using Position = std::deque<Waiting>::iterator;
    Position by_label(std::string_view label);
    Position by_echo(const Line& line, const Facts& facts);
    Position by_refusal(const Line& line, const Facts& facts);
    Position by_playback(const Batch& batch, const Facts& facts);
    void settle(Position at, Result<MessageId> result);

    std::deque<Waiting> waiting_;  // in the order they were written
    std::uint64_t last_label_ = 0;
    unsigned lost_ = 0;
};

}  // namespace confab::irc
