#include "core/render/degrade.hpp"

#include <algorithm>

#include "core/text/graphemes.hpp"

namespace confab::core {
namespace {

// CR LF and CR become LF; other control characters but tab go: what they do depends on the platform, and none
// of it is meant (IRC would take them for formatting, or for the end of the line).
std::string clean(std::string_view text) {
    const bool simple = std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
    if (simple) return std::string(text);
    std::string out;
    const std::string valid = clean_utf8(text);
    for (std::size_t i = 0; i < valid.size(); ++i) {
        const char c = valid[i];
        if (c == '\r') {
            if (i + 1 == valid.size() || valid[i + 1] != '\n') out += '\n';
        } else if (c == '\n' || c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F)) {
            out += c;
        }
    }
    return out;
}

class Degrader {
public:
    Degrader(const ChannelProfile& profile, std::vector<std::string>& notes)
        : profile_(profile), notes_(notes) {}
    std::vector<Element> take() { return std::move(out_); }

    void operator()(const Text& text) {
        Text shown(clean(text.text));
        if (profile_.styles)
            shown.style = text.style;
        else if (text.style != Style::plain)
            note("styles removed");
        if (profile_.colors) {
            shown.foreground = text.foreground;
            shown.background = text.background;
        } else if (text.foreground || text.background) {
            note("colours removed");
        }
        add(std::move(shown));
    }
    void operator()(const Mention& mention) {
        if (profile_.mentions)
            add(Mention(mention.user, clean(mention.name)));
        else
            add_text(clean(mention.name));
    }
    void operator()(const CodeBlock& block) {
        if (profile_.code_blocks) {
            add(CodeBlock(clean(block.code), clean(block.language)));
            return;
        }
        note("code block shown as plain lines");
        own_lines(clean(block.code), "", profile_.styles ? Style::code : Style::plain);
    }
    void operator()(const Quote& quote) {
        if (profile_.quotes) {
            add(Quote(clean(quote.text)));
            return;
        }
        note("quote shown with >");
        own_lines(clean(quote.text), "> ", Style::plain);
    }
    void operator()(const Link& link) {
        if (link.label.empty() || link.label == link.url) {
            add(Link(clean(link.url)));
        } else if (profile_.labelled_links) {
            add(Link(clean(link.url), clean(link.label)));
        } else {
            note("link label shown before the address");
            add_text(clean(link.label) + " (");
            add(Link(clean(link.url)));
            add_text(")");
        }
    }
    void operator()(const Emoji& emoji) { add(Emoji(clean(emoji.name), emoji.id)); }
    void operator()(const Attachment& file) {
        if (profile_.attachments) {
            add(file);
            return;
        }
        note("attachment shown as a link");
        if (!file.name.empty()) add_text(clean(file.name) + ": ");
        add(Link(clean(file.url)));
    }

private:
    void note(const char* text) {
        if (std::find(notes_.begin(), notes_.end(), text) == notes_.end()) notes_.emplace_back(text);
    }
    void add(Element element) { out_.push_back(std::move(element)); }
    void add_text(std::string text) { add(Text(std::move(text))); }

    // Lines that stand by themselves, each with `mark` in front.
    void own_lines(std::string_view text, std::string_view mark, Style style) {
        if (!out_.empty()) add_text("\n");
        std::string lines;
        for (std::size_t at = 0; at <= text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            if (!lines.empty()) lines += '\n';
            lines.append(mark).append(text.substr(at, end - at));
            at = end + 1;
        }
        add(Text(std::move(lines), style));
        add_text("\n");
    }

    const ChannelProfile& profile_;
    std::vector<std::string>& notes_;
    std::vector<Element> out_;
};

}  // namespace

std::vector<Element> degrade(const std::vector<Element>& elements, const ChannelProfile& profile,
                             std::vector<std::string>& notes) {
    Degrader degrader(profile, notes);
    for (const Element& element : elements) std::visit(degrader, element);
    return degrader.take();
}

}  // namespace confab::core
