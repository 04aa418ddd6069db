#include "encode.hpp"

#include <algorithm>

#include "talk/multiline.hpp"
#include "talk/offers.hpp"
#include "text.hpp"
#include "wire/line.hpp"

namespace confab::irc {
namespace {

/// No line is so full of prefix that less remains; also keeps the cutting loop moving.
constexpr std::size_t kMinRoom = 32;
constexpr std::string_view kActionStart =
    "\x01"
    "ACTION ";

/// A tab is a control character, and would leave with its kind: code keeps its shape in spaces.
std::string with_spaces(std::string_view code) {
    constexpr std::string_view kTab = "    ";
    std::string out;
    for (const char c : code) {
        if (c == '\t')
            out += kTab;
        else
            out += c;
    }
    return out;
}

Text as_run(const Element& element) {
    struct Shown {
        Text operator()(const Text& run) const {
            Text clean = run;
            clean.text = clean_text(run.text);
            return clean;
        }
        Text operator()(const Mention& mention) const { return Text(clean_text(mention.name)); }
        Text operator()(const CodeBlock& block) const { return Text(clean_text(with_spaces(block.code))); }
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

/// What one line says. `goes_on`: the line before it was cut here, rather than ended.
struct Piece {
    std::string text;
    bool goes_on;
};

class Cutter {
public:
    Cutter(std::size_t room, const Unicode* unicode, bool keep_blank)
        : room_(room), unicode_(unicode), keep_blank_(keep_blank) {}

    /// `look`: whose style and colours the text has.
    void add(std::string_view text, const Text& look) {
        // A foreground alone may need two codes more, to keep a comma out of it.
        const std::size_t guard = look.foreground && !look.background ? 2 : 0;
        const std::size_t codes = format_run({}, look).size() + guard;
        while (!text.empty()) {
            const std::size_t left = room_ - std::min(room_, body_.size() + codes);
            std::size_t taken = cut_point(text, left);
            if (taken == 0 && body_.empty())
                taken = clip_utf8(text, left).size();  // a cluster beyond all size
            if (taken > 0) body_ += format_run(text.substr(0, taken), look);
            text.remove_prefix(taken);
            if (!text.empty()) cut();
        }
    }
    void end_line() {
        if (!body_.empty() || keep_blank_) pieces_.push_back({std::move(body_), goes_on_});
        body_.clear();
        goes_on_ = false;
    }
    std::vector<Piece> take() && {
        if (!body_.empty()) end_line();
        while (!pieces_.empty() && pieces_.back().text.empty()) pieces_.pop_back();
        return std::move(pieces_);
    }

private:
    void cut() {
        pieces_.push_back({std::move(body_), goes_on_});
        body_.clear();
        goes_on_ = true;
    }

    /// How much of `text` to put into `room` bytes: all of it, or up to and including the last space, or as
    /// many whole clusters as fit. 0: not one.
    std::size_t cut_point(std::string_view text, std::size_t room) const {
        if (text.size() <= room) return text.size();
        const std::string_view fitting = clip_utf8(text, room);
        const std::size_t space = fitting.rfind(' ');
        // Not inside the indentation: the next line would begin with nothing.
        if (space != std::string_view::npos && space >= room / 2 && fitting.find_first_not_of(' ') < space)
            return space + 1;
        if (!unicode_) return fitting.size();
        std::size_t end = 0;
        for (std::size_t next = 0; next < text.size(); end = next) {
            next = unicode_->next_grapheme(text, next);
            if (next > room) break;
        }
        return end;
    }

    std::size_t room_;
    const Unicode* unicode_;
    bool keep_blank_;
    std::string body_;
    bool goes_on_ = false;
    std::vector<Piece> pieces_;
};

std::vector<Piece> cut(const Message& message, std::size_t room, const Unicode* unicode, bool keep_blank) {
    Cutter cutter(room, unicode, keep_blank);
    for (const Element& element : message.elements()) {
        const Text run = as_run(element);
        std::string_view rest = run.text;
        for (;;) {
            const std::size_t end = rest.find('\n');
            cutter.add(rest.substr(0, end), run);
            if (end == std::string_view::npos) break;
            cutter.end_line();
            rest.remove_prefix(end + 1);
        }
    }
    return std::move(cutter).take();
}

constexpr std::string_view verb_of(Verb verb, bool is_action) {
    return verb == Verb::notice && !is_action ? "NOTICE" : "PRIVMSG";
}

}  // namespace

std::size_t encoded_length(const Element& element) {
    const Text run = as_run(element);
    return format_run(run.text, run).size();
}

std::size_t room_for_text(std::size_t body_length, std::size_t prefix_length, std::string_view target) {
    const std::size_t taken = prefix_length + std::string_view("PRIVMSG  :").size() + target.size();
    return body_length > taken + kMinRoom ? body_length - taken : kMinRoom;
}

std::vector<std::string> Encoder::lines(const Message& message) const {
    const std::string head = build_line(verb_of(verb_, message.is_action()), {target_, ""});
    const std::string start(message.is_action() ? kActionStart : std::string_view());
    const std::string end = message.is_action() ? "\x01" : "";
    const std::size_t room = std::max(room_, kMinRoom) - start.size() - end.size();
    std::vector<std::string> lines;
    for (const Piece& piece : cut(message, room, unicode_, false))
        lines.push_back(head + start + piece.text + end);
    return lines;
}

std::vector<Outgoing> Encoder::batches(const Message& message, const MultilineLimits& limits) const {
    const std::string head = build_line(verb_of(verb_, false), {target_, ""});
    // One reference will do: a batch is closed before the next begins.
    const std::string tag = "@batch=m";
    std::vector<Outgoing> all;
    std::vector<Piece> pieces = cut(message, std::max(room_, kMinRoom), unicode_, true);
    for (std::size_t i = 0; i < pieces.size();) {
        std::size_t bytes = 0;
        std::vector<std::string> batch;
        for (std::size_t lines = 0; i < pieces.size() && lines < limits.lines; ++i, ++lines) {
            const Piece& piece = pieces[i];
            bytes += piece.text.size() + 1;
            if (!batch.empty() && bytes > limits.bytes) break;
            const bool concat = piece.goes_on && !batch.empty();
            if (batch.empty() && piece.text.empty()) continue;  // a blank line at the beginning says nothing
            batch.push_back(tag + (concat ? ";draft/multiline-concat " : " ") + head + piece.text);
        }
        if (batch.empty()) continue;
        if (batch.size() == 1) {
            all.push_back(Outgoing{batch.front().substr(tag.size() + 1)});
            continue;
        }
        batch.emplace_back("BATCH -m");
        all.push_back(Outgoing{build_line("BATCH", {"+m", kMultiline, target_}), std::move(batch)});
    }
    return all;
}

std::vector<std::string> encode_message(const Message& message, std::string_view target, std::size_t room,
                                        Verb verb, const Unicode* unicode) {
    return Encoder(target, room, verb, unicode).lines(message);
}

}  // namespace confab::irc
