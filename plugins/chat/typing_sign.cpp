#include "typing_sign.hpp"

#include "confab/capability/typing.hpp"

namespace confab::chat {
namespace {

constexpr Duration kBetween{8'000};  // Discord shows it for 10 s, others for longer

Task<void> keep_typing(Context& context, ChannelRef where, Duration pause, std::shared_ptr<Signal> ended) {
    for (;; pause = kBetween) {
        const bool answered = co_await ended->wait_for(pause);
        if (answered) co_return;
        Typing* typing = context.capability<Typing>(where.account);  // may be gone after any wait
        if (!typing) co_return;
        const Result<void> shown = co_await typing->show_typing(where.channel);
        if (!shown) context.log().debug("typing not shown", {{"error", shown.error().message()}});
    }
}

}  // namespace

TypingSign::TypingSign(Context& context, const ChannelRef& where, Duration pause)
    : ended_(std::make_shared<Signal>()) {
    if (context.capability<Typing>(where.account))
        context.spawn("typing in " + where.channel.str(), keep_typing(context, where, pause, ended_));
}

TypingSign::~TypingSign() {
    ended_->notify();
}

}  // namespace confab::chat
