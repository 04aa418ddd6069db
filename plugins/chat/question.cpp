#include "question.hpp"

namespace confab::chat {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

std::string trimmed(std::string_view text, std::string_view leading) {
    const std::size_t first = text.find_first_not_of(leading);
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(kSpace) - first + 1));
}

}  // namespace

std::optional<std::string> question_of(const MessageReceived& event) {
    if (event.origin != Origin::live || event.is_notice || event.sender.is_bot || event.sender.is_self)
        return {};
    if (event.channel.kind != ChannelKind::direct && !event.mentions_bot) return {};

    const auto& elements = event.message.elements();
    const bool addressed =
        event.mentions_bot && !elements.empty() && std::holds_alternative<Mention>(elements.front());
    Message rest;
    for (std::size_t i = addressed ? 1 : 0; i < elements.size(); ++i) rest.append(elements[i]);
    std::string question = trimmed(rest.plain_text(), addressed ? " \t\r\n:," : kSpace);
    if (question.empty()) return {};
    return question;
}

}  // namespace confab::chat
