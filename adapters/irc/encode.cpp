#include "encode.hpp"

#include <algorithm>

#include "text.hpp"
#include "wire/line.hpp"

namespace confab::irc {
namespace {

/// No line is so full of prefix that less remains; also keeps the cutting loop moving.
constexpr std::size_t kMinRoom = 32;
constexpr std::string_view kActionStart =
    "\x01"
    "ACTION ";

Text as_run(const Element& element) {
    struct Shown {
        Text operator()(const Text& run) const { return Text(clean_text(run.text), run.style); }
        Text operator()(const Mention& mention) const { return Text(clean_text(mention.name)); }
        Text operator()(const CodeBlock& block) const { return Text(clean_text(block.code)); }
        Text operator()(const Quote& quote) const { return Text("> " + clean_text(quote.text)); }
        Text operator()(const Link& link) const {
            return Text(clean_text(Message().append(link).plain_text()));
        }
        Text operator()(const Emoji& emoji) const {
            return Text(clean_text(Message().append(emoji).plain_text()));
        }
        Text operator()(const Attachment& file) const { return Text(clean_text(file.url)); }
    };
    return std::visit(Shown(), element);
}

/// How much of `text` to put into `room` bytes: all of it, or up to and including the last space, or as many
/// whole characters as fit.
std::size_t cut_point(std::string_view text, std::size_t room) {
    if (text.size() <= room) return text.size();
    const std::string_view fitting = clip_utf8(text, room);
    const std::size_t space = fitting.rfind(' ');
    if (space != std::string_view::npos && space >= room / 2) return space + 1;
    return fitting.size();
}

class LineWriter {
public:
    LineWriter(std::string head, std::string tail, std::size_t room)
        : head_(std::move(head)), tail_(std::move(tail)), room_(room) {}

    void add(std::string_view text, Style style) {
        const std::size_t codes = format_run({}, style).size();
        while (!text.empty()) {
            const std::size_t left = room_ - std::min(room_, body_.size() + codes);
            // A character has four bytes at most; a rest smaller than that may hold none.
            if (left < std::min<std::size_t>(text.size(), 4)) {
                end_line();
                continue;
            }
            const std::size_t taken = cut_point(text, left);
            body_ += format_run(text.substr(0, taken), style);
            text.remove_prefix(taken);
            if (!text.empty()) end_line();
        }
    }
    void end_line() {
        if (body_.empty()) return;
        lines_.push_back(head_ + body_ + tail_);
        body_.clear();
    }
    std::vector<std::string> take() && {
        end_line();
        return std::move(lines_);
    }

private:
    std::string head_;
    std::string tail_;
    std::size_t room_;
    std::string body_;
    std::vector<std::string> lines_;
};

}  // namespace

std::size_t encoded_length(const Element& element) {
    const Text run = as_run(element);
    return format_run(run.text, run.style).size();
}

std::size_t room_for_text(std::size_t body_length, std::size_t prefix_length, std::string_view target) {
    const std::size_t taken = prefix_length + std::string_view("PRIVMSG  :").size() + target.size();
    return body_length > taken + kMinRoom ? body_length - taken : kMinRoom;
}

std::vector<std::string> encode_message(const Message& message, std::string_view target, std::size_t room,
                                        Verb verb) {
    const bool as_notice = verb == Verb::notice && !message.is_action();
    std::string head = build_line(as_notice ? "NOTICE" : "PRIVMSG", {target, ""});
    const std::size_t marks = message.is_action() ? kActionStart.size() + 1 : 0;
    if (message.is_action()) head += kActionStart;
    LineWriter writer(std::move(head), message.is_action() ? "\x01" : "", std::max(room, kMinRoom) - marks);
    for (const Element& element : message.elements()) {
        const Text run = as_run(element);
        std::string_view rest = run.text;
        for (;;) {
            const std::size_t end = rest.find('\n');
            writer.add(rest.substr(0, end), run.style);
            if (end == std::string_view::npos) break;
            writer.end_line();
            rest.remove_prefix(end + 1);
        }
    }
    return std::move(writer).take();
}

}  // namespace confab::irc
