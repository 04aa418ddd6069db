#pragma once
/// What is said: messages, live and from the past, what becomes of our own, reactions, messages taken back,
/// and the small questions of CTCP.

#include <set>

#include "decode.hpp"
#include "facts.hpp"
#include "send/receipts.hpp"
#include "talk/ctcp.hpp"
#include "talk/multiline.hpp"
#include "talk/recent_ids.hpp"
#include "wire/line.hpp"

namespace confab::irc {

class Conversation {
public:
    bool on_line(const Line& line, Step& step);
    void on_timeout(Step& step);
    TimePoint next_timeout() const { return receipts_.next_timeout(); }

    Receipts& receipts() { return receipts_; }

private:
    void on_batch(const Line& line, Step& step);
    void on_message(const Line& line, Step& step);
    void on_tags(const Line& line, Step& step);
    void on_redact(const Line& line, Step& step);
    bool on_standard_reply(const Line& line, Step& step);
    bool on_numeric(const Line& line, Step& step);
    void report_once(std::string_view event, const Line& line, Step& step);
    Origin origin_of(const Line& line, const Step& step) const;

    Receipts receipts_;
    Multiline multiline_;
    RecentIds recent_;
    CtcpReplies ctcp_;
    std::set<std::string> reported_;  // bounded, see report_once
    bool reported_unclosed_ = false;
};

}  // namespace confab::irc
