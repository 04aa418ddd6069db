#include "encode.hpp"

#include <algorithm>

#include "confab/service/http_client.hpp"
#include "snowflake.hpp"

namespace confab::discord {
namespace {

constexpr std::string_view kNoBreak = "\u200b";  // zero width: parts marks that must not touch
constexpr std::string_view kBlank = " \t\n\r";

bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_short_code(std::string_view name) {
    return !name.empty() &&
           std::all_of(name.begin(), name.end(), [](char c) { return is_word(c) || c == '+'; });
}

bool is_web_address(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
    return text;
}

/// Fits between `(<` and `>)`, and in an autolink.
std::string safe_url(std::string_view url) {
    std::string out;
    for (const char c : url) {
        const bool breaks =
            c == '<' || c == '>' || c == '(' || c == ')' || static_cast<unsigned char>(c) <= ' ';
        if (breaks)
            out += url_encode(std::string_view(&c, 1));
        else
            out += c;
    }
    return out;
}

std::string inline_code(std::string_view code) {
    if (code.find('`') == std::string_view::npos) return "`" + std::string(code) + "`";
    return "`` " + replace_all(std::string(code), "``", "`" + std::string(kNoBreak) + "`") + " ``";
}

class Encoder {
public:
    void operator()(const Text& text) {
        if (has(text.style, Style::code)) {
            styled(text.text, text.style, [](std::string_view core, bool) { return inline_code(core); });
        } else {
            styled(text.text, text.style, escape_text);
        }
    }
    void operator()(const Mention& mention) {
        if (!is_snowflake(mention.user.str())) {
            out_.text += escape_text("@" + mention.name, at_line_start());
            return;
        }
        out_.text += "<@" + mention.user.str() + ">";
        if (std::find(out_.pinged.begin(), out_.pinged.end(), mention.user.str()) == out_.pinged.end())
            out_.pinged.push_back(mention.user.str());
    }
    void operator()(const CodeBlock& block) {
        const bool is_tag = std::all_of(block.language.begin(), block.language.end(), [](char c) {
            return is_word(c) || c == '+' || c == '-' || c == '#';
        });
        start_line();
        out_.text += "```" + (is_tag ? block.language : std::string()) + "\n";
        out_.text += replace_all(block.code, "```", "``" + std::string(kNoBreak) + "`");
        out_.text += block.code.ends_with('\n') ? "```" : "\n```";
    }
    void operator()(const Quote& quote) {
        start_line();
        std::string_view rest = quote.text;
        for (;;) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            out_.text += "> " + escape_text(rest.substr(0, end), true) + "\n";
            if (end == rest.size()) break;
            rest.remove_prefix(end + 1);
        }
    }
    void operator()(const Link& link) {
        if (!is_web_address(link.url)) {  // no other scheme becomes a link
            const std::string label = link.label.empty() ? std::string() : link.label + " ";
            out_.text += escape_text(label + link.url, at_line_start());
        } else if (link.label.empty() || link.label == link.url) {
            out_.text += safe_url(link.url);
        } else {
            out_.text += "[" + escape_text(link.label, false) + "](<" + safe_url(link.url) + ">)";
        }
    }
    void operator()(const Emoji& emoji) {
        const bool is_name = is_short_code(emoji.name);
        if (is_snowflake(emoji.id))
            out_.text += "<:" + (is_name ? emoji.name : "emoji") + ":" + emoji.id + ">";
        else
            out_.text += escape_text(is_name ? ":" + emoji.name + ":" : emoji.name, false);
    }
    void operator()(const Attachment& file) {
        start_line();
        out_.text += is_web_address(file.url) ? safe_url(file.url) : escape_text(file.url, true);
    }

    Content take() { return std::move(out_); }
    bool at_line_start() const { return out_.text.empty() || out_.text.back() == '\n'; }

private:
    void start_line() {
        if (!at_line_start()) out_.text += '\n';
    }

    template <class Escape>
    void styled(std::string_view text, Style style, Escape escape) {
        const bool line_start = at_line_start();
        const bool is_code = has(style, Style::code);
        const std::string marks = opening(style);
        const std::size_t first = text.find_first_not_of(kBlank);
        if (first == std::string_view::npos || (marks.empty() && !is_code)) {
            out_.text += is_code ? std::string(text) : escape(text, line_start);
            return;
        }
        // Marks that touch a blank are shown as they are: the blanks go outside.
        const std::size_t last = text.find_last_not_of(kBlank) + 1;
        out_.text += text.substr(0, first);
        const std::string_view next = marks.empty() ? std::string_view("`") : std::string_view(marks);
        if (!out_.text.empty() && out_.text.back() == next.front()) out_.text += kNoBreak;
        out_.text += marks;
        out_.text += escape(text.substr(first, last - first), false);
        out_.text.append(marks.rbegin(), marks.rend());
        out_.text += text.substr(last);
    }

    static std::string opening(Style style) {
        std::string marks;
        if (has(style, Style::spoiler)) marks += "||";
        if (has(style, Style::strike)) marks += "~~";
        if (has(style, Style::underline)) marks += "__";
        if (has(style, Style::bold)) marks += "**";
        if (has(style, Style::italic)) marks += "*";
        return marks;
    }

    Content out_;
};

}  // namespace

std::string escape_text(std::string_view text, bool at_line_start) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const std::string_view rest = text.substr(i);
        if (c == 'h' && is_web_address(rest) && (i == 0 || !is_word(text[i - 1]))) {
            // Discord takes an address as it stands; a backslash would become part of it.
            const std::size_t end = std::min(rest.find_first_of(" \t\n\r<>"), rest.size());
            out += rest.substr(0, end);
            i += end - 1;
            at_line_start = false;
            continue;
        }
        const bool mark = std::string_view("\\*_~|`<[]").find(c) != std::string_view::npos;
        const bool line_mark =
            at_line_start && (c == '#' || c == '>' || (c == '-' && rest.starts_with("-#")));
        if (mark || line_mark) out += '\\';
        out += c;
        // Also a parsed @everyone would notify nobody, but readers should not have to know.
        if (c == '@' && (rest.starts_with("@everyone") || rest.starts_with("@here"))) out += kNoBreak;
        at_line_start = c == '\n' || (at_line_start && c == ' ');
    }
    return out;
}

Content encode(const Message& message) {
    Encoder encoder;
    for (const Element& element : message.elements()) {
        const auto* text = std::get_if<Text>(&element);
        if (message.is_action() && text)
            encoder(Text(text->text, text->style | Style::italic));
        else
            std::visit(encoder, element);
    }
    return encoder.take();
}

std::size_t encoded_length(const Element& element) {
    Encoder encoder;
    std::visit(encoder, element);
    // What stands before it may call for a line break or a zero-width space in between.
    const auto* text = std::get_if<Text>(&element);
    const bool separated =
        (text && text->style != Style::plain) || std::holds_alternative<CodeBlock>(element) ||
        std::holds_alternative<Quote>(element) || std::holds_alternative<Attachment>(element);
    return count_code_points(encoder.take().text) + (separated ? 1 : 0);
}

std::size_t count_code_points(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace confab::discord
