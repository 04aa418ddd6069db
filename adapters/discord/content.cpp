#include "content.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "snowflake.hpp"

namespace confab::discord {
namespace {

constexpr std::size_t kMaxParsed =
    16 * 1024;  // Discord's own limit is 4000 characters; beyond it, plain text
constexpr unsigned kMaxDepth = 8;

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}
bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_punctuation(char c) {
    return c > ' ' && c < 0x7F && !is_word(c);
}

struct Marker {
    std::string_view text;
    Style style;
    bool single;  // one character: also the closing one needs a boundary
};
constexpr std::array kMarkers{
    Marker{"***", Style::bold | Style::italic, false},
    Marker{"**", Style::bold, false},
    Marker{"__", Style::underline, false},
    Marker{"~~", Style::strike, false},
    Marker{"||", Style::spoiler, false},
    Marker{"*", Style::italic, true},
    Marker{"_", Style::italic, true},
};

class Parser {
public:
    explicit Parser(const ContentNames& names) : names_(names) {}

    void parse(std::string_view text, Style style, unsigned depth) {
        text_ = text;
        for (std::size_t i = 0; i < text.size();) {
            text_ = text;
            const std::size_t used = depth < kMaxDepth ? element(i, style, depth) : 0;
            if (used == 0) {
                add(text.substr(i, 1), style);
                ++i;
            } else {
                i += used;
            }
        }
    }

    Message take() {
        flush();
        return std::move(message_);
    }

private:
    // Each of these returns the number of characters used, 0 when the markup is not there.
    std::size_t element(std::size_t i, Style style, unsigned depth) {
        const std::string_view rest = text_.substr(i);
        switch (rest.front()) {
            case '\\':
                if (rest.size() < 2 || !is_punctuation(rest[1])) return 0;
                add(rest.substr(1, 1), style);
                return 2;
            case '`':
                return code(rest, style);
            case '<':
                return angle(rest, style);
            case '[':
                return labelled_link(rest);
            case 'h':
                return i > 0 && is_word(text_[i - 1]) ? 0 : bare_link(rest);
            case '>':
            case '#':
            case '-':
                return at_line_start(i) ? line(rest, style, depth) : 0;
            case '*':
            case '_':
            case '~':
            case '|':
                return styled(i, style, depth);
            default:
                return 0;
        }
    }

    bool at_line_start(std::size_t i) const { return i == 0 || text_[i - 1] == '\n'; }

    std::size_t code(std::string_view rest, Style style) {
        const std::size_t run = std::min(rest.find_first_not_of('`'), rest.size());
        if (run >= 3) return fence(rest);
        const std::string_view mark = rest.substr(0, run);
        const std::size_t end = rest.find(mark, run);
        if (end == std::string_view::npos) return 0;
        std::string_view inner = rest.substr(run, end - run);
        if (run == 2 && inner.size() > 2 && inner.front() == ' ' && inner.back() == ' ')
            inner = inner.substr(1, inner.size() - 2);
        if (inner.empty()) return 0;
        add(inner, style | Style::code);
        return end + run;
    }

    std::size_t fence(std::string_view rest) {
        const std::size_t end = rest.find("```", 3);
        if (end == std::string_view::npos) return 0;
        std::string_view body = rest.substr(3, end - 3);
        std::string language;
        const std::size_t line_end = body.find('\n');
        if (line_end != std::string_view::npos) {
            const std::string_view first = body.substr(0, line_end);
            const bool is_tag = std::all_of(first.begin(), first.end(), [](char c) {
                return is_word(c) || c == '+' || c == '-' || c == '#' || c == '.' || c == '_';
            });
            if (is_tag) {
                language = first;
                body.remove_prefix(line_end + 1);
            }
        }
        if (body.ends_with('\n')) body.remove_suffix(1);
        append(CodeBlock(std::string(body), std::move(language)));
        return end + 3;
    }

    std::size_t angle(std::string_view rest, Style style) {
        const std::size_t end = rest.find('>');
        if (end == std::string_view::npos || end < 3) return 0;
        const std::string_view inner = rest.substr(1, end - 1);
        if (inner.starts_with("http://") || inner.starts_with("https://")) {
            if (std::any_of(inner.begin(), inner.end(), is_space)) return 0;
            append(Link(std::string(inner)));
            return end + 1;
        }
        return reference(inner, style) ? end + 1 : 0;
    }

    bool reference(std::string_view inner, Style style) {
        const auto after = [&](std::string_view prefix) -> std::optional<std::string_view> {
            if (!inner.starts_with(prefix) || !is_snowflake(inner.substr(prefix.size()))) return {};
            return inner.substr(prefix.size());
        };
        auto user = after("@!");
        if (!user) user = after("@");
        if (user) {
            std::string name = names_.user(*user);
            append(Mention(UserId(*user), name.empty() ? std::string(*user) : std::move(name)));
            return true;
        }
        if (after("@&")) {
            add("@role", style);
            return true;
        }
        if (const auto channel = after("#")) {
            const std::string name = names_.channel(*channel);
            add("#" + (name.empty() ? std::string(*channel) : name), style);
            return true;
        }
        return custom_emoji(inner);
    }

    bool custom_emoji(std::string_view inner) {
        if (inner.starts_with("a:")) inner.remove_prefix(1);
        if (!inner.starts_with(':')) return false;
        const std::size_t colon = inner.find(':', 1);
        if (colon == std::string_view::npos || colon < 2 || !is_snowflake(inner.substr(colon + 1)))
            return false;
        append(Emoji(std::string(inner.substr(1, colon - 1)), std::string(inner.substr(colon + 1))));
        return true;
    }

    std::size_t labelled_link(std::string_view rest) {
        const std::size_t middle = rest.find("](");
        const std::size_t end = middle == std::string_view::npos ? middle : rest.find(')', middle);
        if (end == std::string_view::npos || middle == 1) return 0;
        std::string_view url = rest.substr(middle + 2, end - middle - 2);
        if (url.starts_with('<') && url.ends_with('>')) url = url.substr(1, url.size() - 2);
        if (!url.starts_with("http://") && !url.starts_with("https://")) return 0;
        if (std::any_of(url.begin(), url.end(), is_space)) return 0;
        append(Link(std::string(url), std::string(rest.substr(1, middle - 1))));
        return end + 1;
    }

    std::size_t bare_link(std::string_view rest) {
        if (!rest.starts_with("http://") && !rest.starts_with("https://")) return 0;
        std::size_t end = std::min(rest.find_first_of(" \n\t\r<"), rest.size());
        while (end > 0 && std::string_view(".,:;\"'])").find(rest[end - 1]) != std::string_view::npos) --end;
        if (end <= rest.find("//") + 2) return 0;
        append(Link(std::string(rest.substr(0, end))));
        return end;
    }

    std::size_t line(std::string_view rest, Style style, unsigned depth) {
        if (depth == 0 && rest.starts_with("> ")) return quote(rest);
        if (depth == 0 && rest.starts_with(">>> ")) {
            add_quote(rest.substr(4), depth);
            return rest.size();
        }
        for (const std::string_view heading : {"# ", "## ", "### ", "-# "}) {
            if (!rest.starts_with(heading)) continue;
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            const Style lifted = heading == "-# " ? style : style | Style::bold;
            nested(rest.substr(heading.size(), end - heading.size()), lifted, depth + 1);
            return end;
        }
        return 0;
    }

    std::size_t quote(std::string_view rest) {
        std::string inner;
        std::size_t used = 0;
        while (rest.substr(used).starts_with("> ")) {
            const std::size_t end = std::min(rest.find('\n', used), rest.size());
            if (!inner.empty()) inner += '\n';
            inner += rest.substr(used + 2, end - used - 2);
            used = std::min(end + 1, rest.size());
        }
        add_quote(inner, 0);
        return used;
    }

    void add_quote(std::string_view inner, unsigned depth) {
        Parser parser(names_);
        parser.parse(inner, Style::plain, depth + 1);
        append(Quote(parser.take().plain_text()));
    }

    std::size_t styled(std::size_t i, Style style, unsigned depth) {
        for (const Marker& marker : kMarkers) {
            if (!text_.substr(i).starts_with(marker.text)) continue;
            if (i > 0 && is_word(text_[i - 1])) return 0;
            const std::size_t start = i + marker.text.size();
            const std::size_t end = closing(marker, start);
            if (end == std::string_view::npos) continue;
            const std::string_view whole = text_;
            nested(whole.substr(start, end - start), style | marker.style, depth + 1);
            return end + marker.text.size() - i;
        }
        return 0;
    }

    std::size_t closing(const Marker& marker, std::size_t start) const {
        if (start >= text_.size() || is_space(text_[start])) return std::string_view::npos;
        if (marker.single && text_[start] == marker.text.front()) return std::string_view::npos;
        for (std::size_t at = start; at < text_.size(); ++at) {
            if (text_[at] == '\\') {
                ++at;
                continue;
            }
            if (text_[at] == '`') {
                const std::size_t end = text_.find('`', at + 1);
                if (end != std::string_view::npos) at = end;
                continue;
            }
            if (at == start || !text_.substr(at).starts_with(marker.text)) continue;
            if (!marker.single) return at;
            const char next = at + 1 < text_.size() ? text_[at + 1] : ' ';
            if (next == marker.text.front()) {
                ++at;  // half of a double marker
                continue;
            }
            if (!is_space(text_[at - 1]) && !is_word(next)) return at;
        }
        return std::string_view::npos;
    }

    void nested(std::string_view inner, Style style, unsigned depth) {
        const std::string_view outer = text_;
        parse(inner, style, depth);
        text_ = outer;
    }

    void add(std::string_view text, Style style) {
        if (style != run_style_) flush();
        run_style_ = style;
        run_ += text;
    }
    void append(Element element) {
        flush();
        message_.append(std::move(element));
    }
    void flush() {
        if (!run_.empty()) message_.append(Text(std::exchange(run_, {}), run_style_));
    }

    const ContentNames& names_;
    std::string_view text_;
    Message message_;
    std::string run_;
    Style run_style_ = Style::plain;
};

}  // namespace

Message parse_content(std::string_view content, const ContentNames& names) {
    if (content.empty()) return Message();
    if (content.size() > kMaxParsed) return Message(content);
    Parser parser(names);
    parser.parse(content, Style::plain, 0);
    return parser.take();
}

}  // namespace confab::discord
