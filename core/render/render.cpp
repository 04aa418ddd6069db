#include "core/render/render.hpp"

#include <algorithm>

#include "core/render/degrade.hpp"
#include "core/text/graphemes.hpp"

namespace confab::core {
namespace {

// Fills parts one after another. Lengths are asked of the adapter, so escaping and markup count.
class Splitter {
public:
    /// The last part of each page leaves `reserved` free; after `limit` parts the rest is dropped.
    Splitter(const ChannelProfile& profile, const LengthOf& length_of, std::size_t limit,
             std::size_t reserved)
        : profile_(profile),
          length_of_(length_of),
          limit_(limit),
          reserved_(std::min(reserved, profile.max_length / 2)) {}

    void add(const Element& element) {
        if (full_) return;
        if (const auto* text = std::get_if<Text>(&element))
            add_text(text->text, [like = text](std::string piece) {
                Text part(std::move(piece), like->style);
                part.foreground = like->foreground;
                part.background = like->background;
                return part;
            });
        else if (const auto* code = std::get_if<CodeBlock>(&element))
            add_text(code->code, [lang = code->language](std::string piece) {
                return CodeBlock(std::move(piece), lang);
            });
        else if (const auto* quote = std::get_if<Quote>(&element))
            add_text(quote->text, [](std::string piece) { return Quote(std::move(piece)); });
        else
            add_whole(element);
    }

    void finish_part() {
        if (full_ || !has_visible(current_)) {
            current_.clear();
            used_ = 0;
            return;
        }
        if (parts_.size() == limit_) {
            full_ = true;
            return;
        }
        trim_end(current_);
        parts_.push_back(std::move(current_));
        current_.clear();
        used_ = 0;
    }

    bool full() const { return full_; }
    std::vector<std::vector<Element>> take() { return std::move(parts_); }

private:
    std::size_t room() const {
        const bool ends_page = (parts_.size() + 1) % profile_.max_parts == 0;
        const std::size_t length = profile_.max_length - (ends_page ? reserved_ : 0);
        return length > used_ ? length - used_ : 0;
    }

    static bool has_visible(const std::vector<Element>& elements) {
        return std::any_of(elements.begin(), elements.end(), [](const Element& element) {
            const auto* text = std::get_if<Text>(&element);
            return !text || text->text.find_first_not_of(" \t\n") != std::string::npos;
        });
    }

    static void trim_end(std::vector<Element>& elements) {
        while (!elements.empty()) {
            auto* text = std::get_if<Text>(&elements.back());
            if (!text) return;
            while (!text->text.empty() && (text->text.back() == ' ' || text->text.back() == '\n'))
                text->text.pop_back();
            if (!text->text.empty()) return;
            elements.pop_back();
        }
    }

    void put(Element element, std::size_t length) {
        used_ += length;
        current_.push_back(std::move(element));
    }

    // A mention, a link ...: in one piece, or, when larger than any part, as text.
    void add_whole(const Element& element) {
        const std::size_t length = length_of_(element);
        if (length > room()) finish_part();
        if (full_) return;
        if (length <= room()) {
            put(element, length);
            return;
        }
        Message as_text;
        as_text.append(element);
        add(Text(as_text.plain_text()));
    }

    template <class Make>
    void add_text(std::string_view text, Make make) {
        while (!text.empty() && !full_) {
            const bool line_only = !profile_.multiline;
            const std::size_t line_end = line_only ? std::min(text.find('\n'), text.size()) : text.size();
            const std::string_view line = text.substr(0, line_end);
            const std::size_t taken = add_line(line, make);
            text.remove_prefix(taken);
            if (taken < line.size()) {
                finish_part();
            } else if (line_only && !text.empty()) {
                text.remove_prefix(1);
                finish_part();
            }
        }
    }

    // Puts as much of `line` as fits into the current part; returns the bytes taken (0 only when the part is
    // not empty). The blank or line break at a cut is swallowed.
    template <class Make>
    std::size_t add_line(std::string_view line, Make make) {
        if (line.empty()) return 0;
        if (line.size() <= room() * 4) {  // a code point has at most four bytes: more cannot fit
            Element whole = make(std::string(line));
            const std::size_t length = length_of_(whole);
            if (length <= room()) {
                put(std::move(whole), length);
                return line.size();
            }
        }
        const std::size_t cut = best_cut(line, make);
        if (cut == 0) {
            if (!current_.empty()) return 0;
            return line.size();  // not even one character fits an empty part: nothing sensible can be sent
        }
        Element piece = make(std::string(line.substr(0, cut)));
        const std::size_t length = length_of_(piece);
        put(std::move(piece), length);
        const bool blank = cut < line.size() && (line[cut] == ' ' || line[cut] == '\n');
        return blank ? cut + 1 : cut;
    }

    // The largest prefix that fits, preferably up to a line break or a blank in its second half.
    template <class Make>
    std::size_t best_cut(std::string_view line, Make make) const {
        const auto fits = [&](std::size_t bytes) {
            return length_of_(make(std::string(line.substr(0, bytes)))) <= room();
        };
        std::vector<std::size_t> ends;  // of grapheme clusters, as far as they could fit
        for (std::size_t at = 0; at < line.size() && at <= room() * 4;)
            ends.push_back(at = next_grapheme(line, at));
        const auto past = std::partition_point(ends.begin(), ends.end(), fits);
        if (past == ends.begin()) return 0;
        const std::size_t limit = *(past - 1);
        for (const char wanted : {'\n', ' '}) {
            const std::size_t at = line.rfind(wanted, limit);
            if (at != std::string_view::npos && at >= limit / 2 && at > 0) return at;
        }
        // With something before it in the part, a long word starts the next one rather than being torn.
        if (!current_.empty() && line.find(' ') != 0 && limit < 16) return 0;
        return limit;
    }

    const ChannelProfile& profile_;
    const LengthOf& length_of_;
    std::size_t limit_;
    std::size_t reserved_;
    std::vector<std::vector<Element>> parts_;
    std::vector<Element> current_;
    std::size_t used_ = 0;
    bool full_ = false;
};

/// The elements in parts, those that end a page marked.
class Pages {
public:
    std::vector<std::vector<Element>> parts;
    bool cut = false;  ///< Even of the further ones there were too many.
};

Pages split(const std::vector<Element>& elements, const ChannelProfile& profile, const LengthOf& length_of,
            std::string_view mark) {
    const std::size_t limit = profile.max_parts + kMaxFurther;
    const auto run = [&](std::size_t reserved) {
        Splitter splitter(profile, length_of, limit, reserved);
        for (const Element& element : elements) splitter.add(element);
        splitter.finish_part();
        Pages pages;
        pages.cut = splitter.full();
        pages.parts = splitter.take();
        return pages;
    };
    Pages pages = run(0);
    if (pages.parts.size() <= profile.max_parts) return pages;
    const Element shown = Text(std::string(mark));
    pages = run(length_of(shown));
    for (std::size_t end = profile.max_parts; end <= pages.parts.size(); end += profile.max_parts)
        if (end < pages.parts.size() || pages.cut) pages.parts[end - 1].push_back(shown);
    return pages;
}

}  // namespace

Rendered render(const Message& message, const ChannelProfile& profile, const LengthOf& length_of,
                std::string_view mark) {
    Rendered rendered;
    const std::vector<Element> elements = degrade(message.elements(), profile, rendered.degraded);
    Pages pages = split(elements, profile, length_of, mark);
    for (std::vector<Element>& part : pages.parts) {
        Message out;
        if (message.is_action()) out = std::move(out).action();
        for (Element& element : part) out.append(std::move(element));
        // Only the first part answers: the rest follows it anyway.
        if (rendered.parts.empty() && message.replied_to() && profile.replies)
            out.reply_to(*message.replied_to());
        const bool fits = rendered.parts.size() < profile.max_parts;
        (fits ? rendered.parts : rendered.further).push_back(std::move(out));
    }
    if (message.replied_to() && !profile.replies)
        rendered.degraded.emplace_back("reply shown without reference");
    if (rendered.parts.size() > 1)
        rendered.degraded.push_back("split into " + std::to_string(rendered.parts.size()) + " parts");
    if (!rendered.further.empty())
        rendered.degraded.push_back("cut after " + std::to_string(profile.max_parts) + " parts");
    return rendered;
}

}  // namespace confab::core
