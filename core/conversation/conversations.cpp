#include "core/conversation/conversations.hpp"

#include <algorithm>

namespace confab::core {
namespace {

bool is_cancel(std::string_view text) {
    constexpr std::string_view kWord = "cancel";
    const std::size_t first = text.find_first_not_of(" \t!");
    if (first == std::string_view::npos || text.size() - first < kWord.size()) return false;
    text = text.substr(first, kWord.size() + 1);
    for (std::size_t i = 0; i < kWord.size(); ++i)
        if ((text[i] | 0x20) != kWord[i]) return false;
    return text.size() == kWord.size() || text.back() == ' ' || text.back() == '.';
}

Message with_numbers(Message prompt, const std::vector<std::string>& choices) {
    std::string list;
    for (std::size_t i = 0; i < choices.size(); ++i) list += "\n" + std::to_string(i + 1) + ". " + choices[i];
    prompt.append(Text(std::move(list)));
    return prompt;
}

}  // namespace

// Stands in the list as long as the question is open, also when the asking task is cancelled.
class Conversations::Place {
public:
    Place(Conversations& all, Key key, Waiting& waiting)
        : all_(all), key_(std::move(key)), waiting_(waiting) {
        all_.waiting_[key_].push_back(&waiting);
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() {
        const auto it = all_.waiting_.find(key_);
        it->second.remove(&waiting_);
        if (it->second.empty()) all_.waiting_.erase(it);
    }

private:
    Conversations& all_;
    Key key_;
    Waiting& waiting_;
};

void Conversations::finish(Waiting& waiting, std::string why) {
    if (!waiting.is_open()) return;
    waiting.ended = std::move(why);
    waiting.done.notify();
}

Task<Result<void>> Conversations::show(const MessageReceived& event, Question& question) {
    if (!question.choices.empty()) {
        std::vector<std::string> choices = question.choices;
        const std::optional<Result<void>> sent =
            co_await choices_.send_choices(event, question.prompt, std::move(choices));
        if (sent) co_return *sent;
        question.prompt = with_numbers(std::move(question.prompt), question.choices);
    }
    const Result<Receipt> sent = co_await sender_.reply(event, std::move(question.prompt));
    if (!sent) co_return sent.error();
    co_return Result<void>();
}

Task<Result<MessageReceived>> Conversations::ask(Owner& owner, const MessageReceived& event,
                                                 Question question) {
    Key key{event.channel.ref, event.sender.id};
    if (const auto open = waiting_.find(key); open != waiting_.end()) {
        for (Waiting* other : open->second)
            if (other->owner == &owner) finish(*other, "the same plugin asked something else");
        if (open->second.size() >= kMaxOpen) finish(*open->second.front(), "too many questions are open");
    }
    Waiting waiting(owner);
    const Place place(*this, std::move(key), waiting);  // before the question is shown: nobody is too quick
    lanes_.let_pass(owner, event);
    const Result<void> shown = co_await show(event, question);
    if (!shown) co_return shown.error();
    Task<void> answered = waiting.done.wait();
    const bool in_time = co_await clock_.run_for(question.limit, std::move(answered));
    if (!in_time && !waiting.answer) co_return Error(Errc::timeout, "no answer in time");
    if (!waiting.answer) co_return Error(Errc::cancelled, waiting.ended);
    co_return std::get<MessageReceived>(*waiting.answer);
}

bool Conversations::awaits(const MessageReceived& message) const {
    if (waiting_.empty()) return false;
    const auto open = waiting_.find(Key{message.channel.ref, message.sender.id});
    return open != waiting_.end() && std::any_of(open->second.begin(), open->second.end(),
                                                 [](const Waiting* waiting) { return waiting->is_open(); });
}

void Conversations::take(const SharedEvent& event) {
    const auto& message = std::get<MessageReceived>(*event);
    const auto open = waiting_.find(Key{message.channel.ref, message.sender.id});
    if (open == waiting_.end()) return;
    // The newest that has not been answered; what is answered already leaves the list when its task runs.
    for (auto it = open->second.rbegin(); it != open->second.rend(); ++it) {
        Waiting& waiting = **it;
        if (!waiting.is_open()) continue;
        if (is_cancel(message.message.plain_text())) {
            finish(waiting, "the user cancelled");
        } else {
            waiting.answer = event;
            waiting.done.notify();
        }
        return;
    }
}

void Conversations::end(const Owner& owner) {
    for (auto& [key, questions] : waiting_)
        for (Waiting* waiting : questions)
            if (waiting->owner == &owner) finish(*waiting, "the plugin is being stopped");
}

}  // namespace confab::core
