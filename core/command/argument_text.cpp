#include "core/command/argument_text.hpp"

#include <algorithm>

namespace confab::core {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

ArgumentText::ArgumentText(const Message& message) {
    const std::vector<Element>& elements = message.elements();
    if (elements.size() == 1) {
        if (const auto* only = std::get_if<Text>(&elements.front())) {
            in_place_ = only->text;
            return;
        }
    }
    joined_.emplace();
    for (const Element& element : elements) {
        const std::size_t begin = joined_->size();
        if (const auto* text = std::get_if<Text>(&element)) {
            *joined_ += text->text;
        } else if (const auto* mention = std::get_if<Mention>(&element)) {
            *joined_ += mention->name;
            if (joined_->size() > begin) mentions_.emplace_back(begin, joined_->size(), *mention);
        } else {
            *joined_ += Message().append(element).plain_text();
        }
    }
}

void ArgumentReader::skip_space() noexcept {
    while (!at_end() && is_space(text()[at_])) ++at_;
}

std::string_view ArgumentReader::rest() const noexcept {
    std::string_view left = text().substr(std::min(at_, text().size()));
    while (!left.empty() && is_space(left.back())) left.remove_suffix(1);
    return left;
}

const ArgumentText::Span* ArgumentReader::mention_at(std::size_t at) const noexcept {
    const auto& spans = source_.mentions();
    const auto it = std::lower_bound(
        spans.begin(), spans.end(), at,
        [](const ArgumentText::Span& span, std::size_t where) { return span.begin < where; });
    return it != spans.end() && it->begin == at ? &*it : nullptr;
}

bool ArgumentReader::take_quoted(std::string& out) {
    for (++at_; !at_end(); ++at_) {
        char c = text()[at_];
        if (c == '"') {
            ++at_;
            skip_space();
            return true;
        }
        const bool escapes =
            c == '\\' && at_ + 1 < text().size() && (text()[at_ + 1] == '"' || text()[at_ + 1] == '\\');
        if (escapes) c = text()[++at_];
        out += c;
    }
    return false;
}

bool ArgumentReader::take(ArgumentWord& out) {
    out.text.clear();
    out.mention = nullptr;
    const ArgumentText::Span* first = mention_at(at_);
    if (!first && text()[at_] == '"') return take_quoted(out.text);
    const std::size_t begin = at_;
    while (!at_end() && !is_space(text()[at_])) {
        const ArgumentText::Span* span = mention_at(at_);
        at_ = span ? span->end : at_ + 1;  // a name may have spaces in it
    }
    out.text = text().substr(begin, at_ - begin);
    if (first) {
        // Clients write "Alice: " or "Alice, " when a name is picked.
        const std::string_view after = text().substr(first->end, at_ - first->end);
        if (after.empty() || after == ":" || after == ",") {
            out.mention = first->mention;
            out.text = first->mention->name;
        }
    }
    skip_space();
    return true;
}

bool ArgumentReader::take_end_of_options() {
    const std::string_view left = text().substr(at_);
    if (!left.starts_with("--") || (left.size() > 2 && !is_space(left[2]))) return false;
    at_ += 2;
    skip_space();
    return true;
}

std::optional<std::string_view> ArgumentReader::take_option(bool& has_value) {
    const std::string_view left = text().substr(at_);
    if (left.size() < 3 || !left.starts_with("--") || !is_letter(left[2]) || mention_at(at_))
        return std::nullopt;
    std::size_t end = 2;
    while (end < left.size() && !is_space(left[end]) && left[end] != '=') ++end;
    has_value = end < left.size() && left[end] == '=';
    at_ += end + (has_value ? 1 : 0);
    if (!has_value) skip_space();
    return left.substr(2, end - 2);
}

}  // namespace confab::core
