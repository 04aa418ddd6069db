#include "send/receipts.hpp"

#include <algorithm>

#include "send/refusals.hpp"
#include "text.hpp"

namespace confab::irc {
namespace {

/// Servers may take colours out of a message: compared is what is left without any codes.
std::string without_codes(std::string_view text) {
    std::string out;
    for (const Text& run : parse_formatting(decode_bytes(text))) out += run.text;
    return out;
}

bool is_playback(std::string_view type) {
    return type == "chathistory" || type == "draft/chathistory";
}

bool is_message(Command command) {
    return command == Command::privmsg || command == Command::notice || command == Command::batch;
}

}  // namespace

std::string Receipts::start(const Outgoing& outgoing, const Facts& facts, TimePoint now) {
    Line line;
    if (!line.parse(outgoing.line)) return {};
    const bool history = line.is("CHATHISTORY");
    const bool labelled =
        outgoing.ticket && facts.caps.has("labeled-response") && facts.caps.has("batch") && lost_ < kMaxLost;
    const bool echoed = outgoing.ticket && is_message(line.command()) && facts.caps.has("echo-message");
    std::string tags;
    std::string label;
    if (labelled) {
        label = "c" + std::to_string(++last_label_);
        tags = "label=" + label;
    }
    const bool may_tag = facts.caps.has("message-tags") && tags.size() + 1 + outgoing.tags.size() <= kMaxTags;
    if (may_tag && !outgoing.tags.empty()) tags += (tags.empty() ? "" : ";") + outgoing.tags;
    if (labelled || echoed || (history && outgoing.ticket)) {
        if (waiting_.size() >= kMaxWaiting) settle(waiting_.begin(), MessageId());
        const std::string_view target = line.param(line.command() == Command::batch ? 2 : history ? 1 : 0);
        waiting_.push_back(
            {label, line.command(), history, facts.isupport.fold(target),
             labelled || line.command() == Command::batch ? std::string() : without_codes(line.last()),
             outgoing.ticket, now + (labelled ? kLabelledLimit : kEchoLimit)});
    }
    return tags.empty() ? std::string() : "@" + tags + " ";
}

bool Receipts::waits(const TicketPtr& ticket) const {
    return std::any_of(waiting_.begin(), waiting_.end(),
                       [&](const Waiting& one) { return one.ticket == ticket; });
}

void Receipts::settle(Position at, Result<MessageId> result) {
    const TicketPtr ticket = std::move(at->ticket);
    waiting_.erase(at);
    ticket->settle(std::move(result));
}

Receipts::Position Receipts::by_label(std::string_view label) {
    if (label.empty()) return waiting_.end();
    return std::find_if(waiting_.begin(), waiting_.end(),
                        [&](const Waiting& one) { return one.label == label; });
}

// Servers answer in order, so the first that fits is the one.
Receipts::Position Receipts::by_echo(const Line& line, const Facts& facts) {
    const std::string target = facts.isupport.fold(line.param(0));
    const std::string text = without_codes(line.last());
    return std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& one) {
        if (!one.label.empty() || one.target != target) return false;
        return one.command == Command::batch || (one.command == line.command() && one.text == text);
    });
}

void Receipts::on_echo(const Line& line, const Facts& facts) {
    if (waiting_.empty()) return;
    const std::string label = facts.batches.label_of(line);
    const Position at = label.empty() ? by_echo(line, facts) : by_label(label);
    if (at == waiting_.end()) return;
    if (!label.empty()) lost_ = 0;
    settle(at, MessageId(line.tag("msgid").value_or(std::string())));
}

void Receipts::on_answer(const Line& line, const Facts& facts) {
    if (waiting_.empty() || facts.batches.of(line))
        return;  // the end of a batch is the answer, not its lines
    const Position at = by_label(line.tag("label").value_or(std::string()));
    if (at == waiting_.end()) return;
    lost_ = 0;
    settle(at, MessageId());
}

Receipts::Position Receipts::by_refusal(const Line& line, const Facts& facts) {
    if (line.command() == Command::fail) {
        const std::string_view command = line.param(0);
        return std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& one) {
            if (!one.label.empty()) return false;
            return command == "*" || (one.is_history ? equals_ignoring_case(command, "CHATHISTORY")
                                                     : one.command == command_of(command));
        });
    }
    const std::string target = facts.isupport.fold(refused_target(line));
    return std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& one) {
        return one.label.empty() && (target.empty() || one.target == target);
    });
}

bool Receipts::on_refusal(const Line& line, const Facts& facts) {
    if (waiting_.empty()) return false;
    std::optional<Error> error = refusal_of(line);
    if (!error) return false;
    const std::string label = facts.batches.label_of(line);
    const Position at = label.empty() ? by_refusal(line, facts) : by_label(label);
    if (at == waiting_.end()) return false;
    if (!label.empty()) lost_ = 0;
    settle(at, std::move(*error));
    return true;
}

Receipts::Position Receipts::by_playback(const Batch& batch, const Facts& facts) {
    if (!is_playback(batch.type)) return waiting_.end();
    const std::string target = facts.isupport.fold(batch.target);
    return std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& one) {
        return one.is_history && one.label.empty() && one.target == target;
    });
}

void Receipts::on_batch_closed(const Batch& batch, const Facts& facts) {
    if (waiting_.empty()) return;
    // The end of a multi-line echo says nothing: the message was put together and has been seen.
    Position at = by_label(batch.label);
    if (at == waiting_.end()) at = by_playback(batch, facts);
    if (at == waiting_.end()) return;
    lost_ = 0;
    settle(at, MessageId());
}

Ticket* Receipts::history_for(const Line& line, const Facts& facts) {
    if (waiting_.empty()) return nullptr;
    const std::string label = facts.batches.label_of(line);
    Position at = by_label(label);
    // The batch may be around one of several lines, so look outward.
    const Batch* batch = facts.batches.of(line);
    for (int depth = 0; at == waiting_.end() && batch && depth < 4; ++depth) {
        at = by_playback(*batch, facts);
        batch = facts.batches.find(batch->parent);
    }
    return at == waiting_.end() || !at->is_history ? nullptr : at->ticket.get();
}

void Receipts::on_timeout(TimePoint now) {
    for (std::size_t i = 0; i < waiting_.size();) {
        if (now < waiting_[i].until) {
            ++i;
            continue;
        }
        if (!waiting_[i].label.empty()) ++lost_;
        const bool history = waiting_[i].is_history;
        const auto at = waiting_.begin() + static_cast<std::ptrdiff_t>(i);
        if (history)
            settle(at, Error(Errc::timeout, "the IRC server sent no history").with(Delivery::maybe_sent));
        else
            settle(at, MessageId());
    }
}

TimePoint Receipts::next_timeout() const {
    TimePoint next = TimePoint::max();
    for (const Waiting& one : waiting_) next = std::min(next, one.until);
    return next;
}

void Receipts::fail_all() {
    for (Waiting& one : std::exchange(waiting_, {}))
        one.ticket->settle(
            Error(Errc::closed, "the connection to the IRC server ended").with(Delivery::maybe_sent));
}

}  // namespace confab::irc
