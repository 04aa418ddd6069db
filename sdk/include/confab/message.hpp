#pragma once
/// What people say, neutral of the platform: a message is a list of typed elements. Adapters decode into it
/// and encode from it; the core decides how to degrade what a channel cannot show.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "confab/abi.hpp"
#include "confab/ids.hpp"

namespace confab::inline v1 {

/// Character styles of a text run, combined with `|`.
enum class Style : std::uint8_t {
    plain = 0,
    bold = 1,
    italic = 2,
    underline = 4,
    strike = 8,
    spoiler = 16,
    code = 32,  ///< Inline monospace.
};
constexpr Style operator|(Style a, Style b) {
    return static_cast<Style>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}
constexpr bool has(Style set, Style one) {
    return (static_cast<std::uint8_t>(set) & static_cast<std::uint8_t>(one)) != 0;
}

/// A colour (sRGB), where a platform has colours: IRC, Matrix.
class Color {
public:
    constexpr Color(std::uint8_t red_in, std::uint8_t green_in, std::uint8_t blue_in)
        : red(red_in), green(green_in), blue(blue_in) {}
    bool operator==(const Color&) const = default;
    std::uint8_t red, green, blue;
};

/// A run of text; may contain line breaks ("\n"). UTF-8.
class Text {
public:
    explicit Text(std::string text_in, Style style_in = Style::plain)
        : text(std::move(text_in)), style(style_in) {}
    Text& in(Color foreground_in) & {
        foreground = foreground_in;
        return *this;
    }
    Text&& in(Color foreground_in) && { return std::move(in(foreground_in)); }
    /// The same style and colours.
    bool looks_like(const Text& other) const {
        return style == other.style && foreground == other.foreground && background == other.background;
    }
    bool is_plain() const { return style == Style::plain && !foreground && !background; }
    std::string text;
    Style style;
    std::optional<Color> foreground;  ///< Absent: as the reader likes it.
    std::optional<Color> background;
};

/// Points at a person. `name` is what a reader sees where the platform has no mention of its own.
class Mention {
public:
    Mention(UserId user_in, std::string name_in) : user(std::move(user_in)), name(std::move(name_in)) {}
    UserId user;
    std::string name;
};

/// A block of code; `language` may be empty.
class CodeBlock {
public:
    explicit CodeBlock(std::string code_in, std::string language_in = {})
        : code(std::move(code_in)), language(std::move(language_in)) {}
    std::string code;
    std::string language;
};

/// Quoted text of somebody else, without the leading marks.
class Quote {
public:
    explicit Quote(std::string text_in) : text(std::move(text_in)) {}
    std::string text;
};

class Link {
public:
    explicit Link(std::string url_in, std::string label_in = {})
        : url(std::move(url_in)), label(std::move(label_in)) {}
    std::string url;
    std::string label;  ///< Empty: the address itself is shown.
};

/// A Unicode emoji in `name`, or a custom one (`id` not empty) whose `name` is its short code.
class Emoji {
public:
    explicit Emoji(std::string name_in, std::string id_in = {})
        : name(std::move(name_in)), id(std::move(id_in)) {}
    std::string name;
    std::string id;
};

/// An image or another file, by address. `size` in bytes, 0 when unknown.
class Attachment {
public:
    Attachment(std::string url_in, std::string name_in, std::string mime_in = {}, std::uint64_t size_in = 0)
        : url(std::move(url_in)), name(std::move(name_in)), mime(std::move(mime_in)), size(size_in) {}
    bool is_image() const { return mime.starts_with("image/"); }
    std::string url;
    std::string name;
    std::string mime;
    std::uint64_t size;
};

using Element = std::variant<Text, Mention, CodeBlock, Quote, Link, Emoji, Attachment>;

/// A message body with the few things that belong to the whole of it.
class CONFAB_API Message {
public:
    Message() = default;
    Message(std::string text) { append(Text(std::move(text))); }    // NOLINT: meant to convert
    Message(std::string_view text) : Message(std::string(text)) {}  // NOLINT
    Message(const char* text) : Message(std::string(text)) {}       // NOLINT

    Message& append(Element element) &;
    Message&& append(Element element) && { return std::move(append(std::move(element))); }
    Message& reply_to(MessageId id) & {
        reply_to_ = std::move(id);
        return *this;
    }
    Message&& reply_to(MessageId id) && { return std::move(reply_to(std::move(id))); }
    /// An action ("/me waves").
    Message&& action() && {
        action_ = true;
        return std::move(*this);
    }

    const std::vector<Element>& elements() const noexcept { return elements_; }
    const std::optional<MessageId>& replied_to() const noexcept { return reply_to_; }
    bool is_action() const noexcept { return action_; }
    bool empty() const noexcept { return elements_.empty(); }

    /// What a reader without any formatting would see.
    std::string plain_text() const;

private:
    std::vector<Element> elements_;
    std::optional<MessageId> reply_to_;
    bool action_ = false;
};

/// What a send did: one native id a part, what had to be changed on the way, and how sure delivery is.
class Receipt {
public:
    Receipt() = default;
    ChannelRef where;
    std::vector<MessageId> parts;       ///< In order; an id may be empty where the platform gives none.
    std::vector<std::string> degraded;  ///< "code block shown as plain lines", "split into 3 parts" ...
    bool confirmed = false;             ///< The platform acknowledged every part.
};

}  // namespace confab::inline v1
