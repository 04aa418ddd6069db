#include "answer_text.hpp"

namespace confab::chat {
namespace {

constexpr std::string_view kFence = "```";

std::string_view take_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return line;
}

std::string trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

// "```word```" on one line is a code span, not the start of a block.
bool is_fence(std::string_view line) {
    const std::string text = trimmed(line);
    return text.starts_with(kFence) && text.find('`', kFence.size()) == std::string::npos;
}

void append_text(Message& message, const std::string& text) {
    if (std::string kept = trimmed(text); !kept.empty()) message.append(Text(std::move(kept)));
}

}  // namespace

Message answer_message(std::string_view text) {
    Message message;
    std::string prose;
    while (!text.empty()) {
        const std::string_view line = take_line(text);
        if (!is_fence(line)) {
            prose.append(line).append("\n");
            continue;
        }
        append_text(message, prose);
        prose.clear();
        const std::string language = trimmed(line).substr(kFence.size());
        std::string code;
        while (!text.empty()) {
            const std::string_view code_line = take_line(text);
            if (trimmed(code_line) == kFence) break;
            code.append(code_line).append("\n");
        }
        if (code.ends_with('\n')) code.pop_back();
        message.append(CodeBlock(std::move(code), trimmed(language)));
    }
    append_text(message, prose);
    return message;
}

}  // namespace confab::chat
