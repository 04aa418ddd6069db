#include "confab/invocation.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace confab::inline v1 {
namespace {

constexpr int kAttempts = 3;

template <class T>
const T& typed(const ArgumentValue& value, std::string_view name, const char* type) {
    if (const T* found = std::get_if<T>(&value)) return *found;
    throw std::logic_error("argument `" + std::string(name) + "` is not a " + type);
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

// By number ("2", "2."), by text, or by the only choice that begins with it.
std::optional<std::size_t> chosen(std::string_view answer, const std::vector<std::string>& choices) {
    const std::string wanted = lower(trimmed(answer));
    if (wanted.empty()) return std::nullopt;
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
    const std::string_view after(end, static_cast<std::size_t>(wanted.data() + wanted.size() - end));
    if (error == std::errc() && (after.empty() || after == "." || after == ")") && number >= 1 &&
        number <= choices.size())
        return number - 1;
    std::optional<std::size_t> beginning;
    bool ambiguous = false;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        const std::string choice = lower(choices[i]);
        if (choice == wanted) return i;
        if (!choice.starts_with(wanted)) continue;
        ambiguous = beginning.has_value();
        beginning = i;
    }
    return ambiguous ? std::nullopt : beginning;
}

std::optional<bool> yes_or_no(std::string_view answer) {
    static constexpr std::string_view kYes[] = {"y",  "yes", "ok",  "sure", "1",  "true",
                                                "ja", "j",   "oui", "o",    "si", "s"};
    static constexpr std::string_view kNo[] = {"n", "no", "nope", "2", "false", "nein", "non"};
    const std::string word = lower(trimmed(answer));
    if (std::find(std::begin(kYes), std::end(kYes), word) != std::end(kYes)) return true;
    if (std::find(std::begin(kNo), std::end(kNo), word) != std::end(kNo)) return false;
    return std::nullopt;
}

}  // namespace

const ArgumentValue& Invocation::find(std::string_view name) const {
    const auto it = arguments_.find(name);
    if (it == arguments_.end() || it->second.empty())
        throw std::logic_error("argument `" + std::string(name) + "` was not given");
    return it->second.front();
}
const std::string& Invocation::text(std::string_view name) const {
    return typed<std::string>(find(name), name, "string");
}
std::int64_t Invocation::integer(std::string_view name) const {
    return typed<std::int64_t>(find(name), name, "integer");
}
double Invocation::number(std::string_view name) const {
    return typed<double>(find(name), name, "number");
}
Duration Invocation::duration(std::string_view name) const {
    return typed<Duration>(find(name), name, "duration");
}
const Mention& Invocation::user(std::string_view name) const {
    return typed<Mention>(find(name), name, "user");
}
const ChannelRef& Invocation::channel(std::string_view name) const {
    return typed<ChannelRef>(find(name), name, "channel");
}
bool Invocation::flag(std::string_view name) const {
    return has(name) && typed<bool>(find(name), name, "boolean");
}
const std::vector<ArgumentValue>& Invocation::all(std::string_view name) const {
    static const std::vector<ArgumentValue> kNone;
    const auto it = arguments_.find(name);
    return it == arguments_.end() ? kNone : it->second;
}

Task<Result<std::string>> Invocation::ask(Message prompt, Duration limit) {
    Question question(std::move(prompt), limit);
    Result<MessageReceived> answer = co_await replier_.ask(std::move(question));
    if (!answer) co_return answer.error();
    co_return answer->message.plain_text();
}

Task<Result<std::size_t>> Invocation::choose(Message prompt, std::vector<std::string> choices,
                                             Duration limit) {
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        Question question(prompt, limit, choices);
        const Result<MessageReceived> answer = co_await replier_.ask(std::move(question));
        if (!answer) co_return answer.error();
        const std::optional<std::size_t> index = chosen(answer->message.plain_text(), choices);
        if (index) co_return *index;
        prompt = Message("Please answer with a number from 1 to " + std::to_string(choices.size()) + ".");
    }
    co_return Error(Errc::invalid_argument, "no answer that is one of the choices");
}

Task<Result<bool>> Invocation::confirm(Message prompt, Duration limit) {
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        std::vector<std::string> choices;
        choices.emplace_back("yes");
        choices.emplace_back("no");
        Question question(std::move(prompt), limit, std::move(choices));
        const Result<MessageReceived> answer = co_await replier_.ask(std::move(question));
        if (!answer) co_return answer.error();
        const std::optional<bool> said = yes_or_no(answer->message.plain_text());
        if (said) co_return *said;
        prompt = Message("Please answer yes or no.");
    }
    co_return Error(Errc::invalid_argument, "neither yes nor no");
}

}  // namespace confab::inline v1
