#include "html.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "html_tokens.hpp"

namespace confab::matrix {
namespace {

using html::append_entity;
using html::decode_entities;
using html::is_space;
using html::lower;
using html::lowered;
using html::Tag;

constexpr std::size_t kMaxDepth = 100;  // as the specification asks of clients

bool is_block(std::string_view name) {
    static constexpr std::string_view kBlocks[] = {"p",     "div",     "h1",      "h2", "h3",
                                                   "h4",    "h5",      "h6",      "ul", "ol",
                                                   "table", "details", "summary", "tr", "caption"};
    return std::find(std::begin(kBlocks), std::end(kBlocks), name) != std::end(kBlocks);
}

Style style_of(const Tag& tag) {
    const std::string& name = tag.name;
    if (name == "b" || name == "strong" || name == "th") return Style::bold;
    if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') return Style::bold;
    if (name == "i" || name == "em") return Style::italic;
    if (name == "u") return Style::underline;
    if (name == "del" || name == "s" || name == "strike") return Style::strike;
    if (name == "code") return Style::code;
    if (name == "span" && tag.has("data-mx-spoiler")) return Style::spoiler;
    return Style::plain;
}

// Elements whose content is swallowed and comes out as one element of its own.
enum class Capture { none, link, code_block, quote };

class Converter {
public:
    std::vector<Element> run(std::string_view html);

private:
    struct Open {
        std::string name;
        Style style = Style::plain;
        int list_number = -1;  // next number of an <ol>; -1: not numbered
    };

    std::size_t skip_content(std::string_view html, std::string_view name);
    void open(const Tag& tag);
    void close(const std::string& name);
    void text(std::string_view raw);
    void put(std::string_view piece);
    void line_break();
    void fresh_line();
    void flush();
    void begin(Capture capture, std::string detail);
    void end(Capture capture);
    Style style() const;
    bool preformatted() const { return capture_ == Capture::code_block; }

    std::vector<Element> out_;
    std::vector<Open> stack_;
    std::size_t ignored_depth_ = 0;  // tags opened beyond kMaxDepth
    std::string run_;                // text of one style, not yet an element
    Style run_style_ = Style::plain;
    bool at_line_start_ = true;
    bool space_due_ = false;
    Capture capture_ = Capture::none;
    std::string captured_;
    bool unclosed_ = false;  // searched in vain once: searching again would be quadratic
    std::string detail_;     // address of the link, language of the code
};

std::vector<Element> Converter::run(std::string_view html) {
    while (!html.empty()) {
        if (html[0] != '<') {
            const std::size_t length = std::min(html.find('<'), html.size());
            text(html.substr(0, length));
            html.remove_prefix(length);
            continue;
        }
        if (html.starts_with("<!--")) {
            const std::size_t stop = html.find("-->", 4);
            html.remove_prefix(stop == std::string_view::npos ? html.size() : stop + 3);
            continue;
        }
        Tag tag;
        const std::size_t length = read_tag(html, tag);
        if (length == 0) {
            text(html.substr(0, 1));
            html.remove_prefix(1);
            continue;
        }
        html.remove_prefix(length);
        if (tag.closing)
            close(tag.name);
        else if (tag.name == "mx-reply" || tag.name == "script" || tag.name == "style" || tag.name == "title")
            html.remove_prefix(skip_content(html, tag.name));
        else
            open(tag);
    }
    if (capture_ != Capture::none) end(capture_);
    flush();
    return std::move(out_);
}

// Length up to and with the first closing tag of that name: none of these nests. Without one nothing is
// skipped, or a stray tag would hide a whole message.
std::size_t Converter::skip_content(std::string_view html, std::string_view name) {
    if (unclosed_) return 0;
    const std::string closing = "</" + std::string(name);
    const auto found = std::search(html.begin(), html.end(), closing.begin(), closing.end(),
                                   [](char a, char b) { return lower(a) == b; });
    unclosed_ = found == html.end();
    if (unclosed_) return 0;
    const auto end = static_cast<std::size_t>(found - html.begin());
    const std::size_t bracket = html.find('>', end);
    return bracket == std::string_view::npos ? html.size() : bracket + 1;
}

void Converter::open(const Tag& tag) {
    if (tag.name == "br") return line_break();
    if (tag.name == "hr") {
        fresh_line();
        put("---");
        return line_break();
    }
    if (tag.name == "img") {
        const std::string alt = tag.attribute("alt");
        return put(alt.empty() ? tag.attribute("title") : alt);
    }
    if (stack_.size() >= kMaxDepth) {
        ++ignored_depth_;
        return;
    }
    Open open{tag.name, style_of(tag), -1};
    if (tag.name == "ol") {
        open.list_number = 1;
        const std::string start = tag.attribute("start");
        std::from_chars(start.data(), start.data() + start.size(), open.list_number);
    }
    if (is_block(tag.name) || tag.name == "li") fresh_line();
    if (tag.name == "li") {
        std::string bullet = "- ";
        if (!stack_.empty() && stack_.back().list_number >= 0)
            bullet = std::to_string(stack_.back().list_number++) + ". ";
        put(bullet);
        at_line_start_ = true;
    }
    if ((tag.name == "td" || tag.name == "th") && !at_line_start_) put(" | ");
    if (tag.name == "a") begin(Capture::link, tag.attribute("href"));
    if (tag.name == "pre") begin(Capture::code_block, {});
    if (tag.name == "blockquote") begin(Capture::quote, {});
    if (tag.name == "code" && capture_ == Capture::code_block) {
        const std::string classes = tag.attribute("class");
        constexpr std::string_view kPrefix = "language-";
        if (classes.starts_with(kPrefix))
            detail_ = classes.substr(kPrefix.size(), classes.find(' ') - kPrefix.size());
    }
    stack_.push_back(std::move(open));
}

void Converter::close(const std::string& name) {
    if (ignored_depth_ > 0) {
        --ignored_depth_;
        return;
    }
    const auto match =
        std::find_if(stack_.rbegin(), stack_.rend(), [&](const Open& o) { return o.name == name; });
    if (match == stack_.rend()) return;
    // Text before the tag keeps its style; what was left open inside ends here too.
    stack_.erase(std::prev(match.base()), stack_.end());
    if (name == "a") end(Capture::link);
    if (name == "pre") end(Capture::code_block);
    if (name == "blockquote") end(Capture::quote);
    if (is_block(name) || name == "li") fresh_line();
}

Style Converter::style() const {
    Style sum = Style::plain;
    for (const Open& open : stack_) sum = sum | open.style;
    return sum;
}

void Converter::text(std::string_view raw) {
    if (preformatted()) {
        captured_ += decode_entities(raw);
        return;
    }
    std::string word;
    while (!raw.empty()) {
        if (is_space(raw[0])) {
            if (!word.empty()) put(std::exchange(word, {}));
            space_due_ = !at_line_start_;
            raw.remove_prefix(1);
            continue;
        }
        const std::size_t used = raw[0] == '&' ? append_entity(word, raw) : 0;
        if (used == 0) word += raw[0];
        raw.remove_prefix(std::max<std::size_t>(used, 1));
    }
    if (!word.empty()) put(word);
}

void Converter::put(std::string_view piece) {
    if (piece.empty()) return;
    std::string& target = capture_ == Capture::none ? run_ : captured_;
    if (capture_ == Capture::none && style() != run_style_) {
        // The space between two styles belongs to the one before.
        if (std::exchange(space_due_, false)) run_ += ' ';
        flush();
        run_style_ = style();
    }
    if (std::exchange(space_due_, false)) target += ' ';
    target += piece;
    at_line_start_ = false;
}

void Converter::line_break() {
    space_due_ = false;
    (capture_ == Capture::none ? run_ : captured_) += '\n';
    at_line_start_ = true;
}

void Converter::fresh_line() {
    if (!at_line_start_) line_break();
}

void Converter::flush() {
    if (!run_.empty()) out_.emplace_back(Text(std::exchange(run_, {}), run_style_));
}

void Converter::begin(Capture capture, std::string detail) {
    // One inside another keeps the outer one: a link in a quote is quoted text.
    if (capture_ != Capture::none) return;
    if (capture != Capture::link) fresh_line();
    if (std::exchange(space_due_, false)) run_ += ' ';
    flush();
    capture_ = capture;
    detail_ = std::move(detail);
    if (capture != Capture::link) at_line_start_ = true;
}

void Converter::end(Capture capture) {
    if (capture_ != capture) return;
    capture_ = Capture::none;
    std::string content = std::exchange(captured_, {});
    if (capture == Capture::link) {
        std::string user = mentioned_user(detail_);
        if (!user.empty()) {
            out_.emplace_back(Mention(UserId(std::move(user)), content.empty() ? detail_ : content));
        } else if (is_safe_link(detail_)) {
            out_.emplace_back(Link(detail_, content == detail_ ? std::string() : content));
        } else {
            put(content);
        }
        at_line_start_ = false;
        return;
    }
    while (content.ends_with('\n')) content.pop_back();
    if (!content.empty()) {
        if (capture == Capture::code_block)
            out_.emplace_back(CodeBlock(std::move(content), detail_));
        else
            out_.emplace_back(Quote(std::move(content)));
    }
    at_line_start_ = true;
    space_due_ = false;
}

}  // namespace

std::vector<Element> from_html(std::string_view html) {
    std::vector<Element> elements = Converter().run(html);
    // Block tags end with a line break, which says nothing at the end of a message.
    if (!elements.empty()) {
        if (auto* last = std::get_if<Text>(&elements.back())) {
            while (last->text.ends_with('\n')) last->text.pop_back();
            if (last->text.empty()) elements.pop_back();
        }
    }
    return elements;
}

void append_escaped(std::string& out, std::string_view text, std::string_view line_break) {
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            case '\n':
                out += line_break;
                break;
            default:
                out += c;
        }
    }
}

bool is_safe_link(std::string_view url) {
    const std::string start = lowered(url.substr(0, 8));
    for (const char* scheme : {"http://", "https://", "ftp://", "mailto:", "magnet:"})
        if (start.starts_with(scheme)) return true;
    return false;
}

}  // namespace confab::matrix
