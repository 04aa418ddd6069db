#pragma once
/// One IRC line: parsing without allocation, and building lines that cannot smuggle in a second command.
/// Sources: RFC 1459 section 2.3, RFC 2812 section 2.3.1, modern IRC client protocol, IRCv3 message-tags.

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "wire/command.hpp"

namespace confab::irc {

/// Bytes of a line without its CR LF, where the server announces no other LINELEN.
inline constexpr std::size_t kMaxBody = 510;

/// Who a line comes from, as views into it: `nick!user@host`, `nick`, or a server's name in `nick`.
struct Source {
    std::string_view nick;
    std::string_view user;
    std::string_view host;

    /// Only people have a user part; servers and bare nicks do not.
    bool is_person() const { return !user.empty(); }
    static Source parse(std::string_view text);
};

/// A parsed line: views into the bytes given to `parse`, which must outlive it. Reuse one object for many
/// lines.
class Line {
public:
    /// More parameters than this are joined into the last one.
    static constexpr std::size_t kMaxParams = 32;

    /// `bytes` is one line without its line feed (a trailing CR is ignored). False when there is no command
    /// in it.
    bool parse(std::string_view bytes);

    /// The tag's unescaped value, or nothing when absent. Of duplicates the last counts.
    std::optional<std::string> tag(std::string_view key) const;
    /// Bytes of the line without its tags.
    std::size_t body_length() const { return body_length_; }

    std::string_view source_text() const { return source_; }
    Source source() const { return Source::parse(source_); }

    std::string_view verb() const { return verb_; }
    /// The verb as one of those we know.
    Command command() const { return command_; }
    /// ASCII case-insensitive; `name` in upper case.
    bool is(std::string_view name) const;
    /// The three-digit reply code, or 0.
    int numeric() const { return numeric_; }

    std::size_t size() const { return count_; }
    /// Parameter `index`, or empty. Whether it was written with a colon has no meaning.
    std::string_view param(std::size_t index) const {
        return index < count_ ? params_[index] : std::string_view();
    }
    std::string_view last() const { return count_ == 0 ? std::string_view() : params_[count_ - 1]; }
    std::span<const std::string_view> params() const { return {params_.data(), count_}; }

private:
    /// A tag as it was written.
    struct Tag {
        std::string_view key;
        std::string_view value;
    };
    static constexpr std::size_t kMaxIndexed = 16;  // tags that are found without reading them all again

    static Tag take_tag(std::string_view& text);
    void parse_tags(std::string_view text);
    void parse_params(std::string_view rest);

    std::array<Tag, kMaxIndexed> tags_;
    std::size_t tag_count_ = 0;
    std::string_view further_tags_;
    std::string_view source_;
    std::string_view verb_;
    std::size_t body_length_ = 0;
    int numeric_ = 0;
    Command command_ = Command::other;
    std::size_t count_ = 0;
    std::array<std::string_view, kMaxParams> params_;
};

/// Builds "VERB middle middle :last", without CR LF and at most `limit` bytes. CR, LF and NUL become spaces
/// in the last parameter; a middle one also loses spaces and leading colons, so no input can add a parameter
/// or a command. Cuts on a UTF-8 boundary.
std::string build_line(std::string_view verb, std::span<const std::string_view> params,
                       std::size_t limit = kMaxBody);
std::string build_line(std::string_view verb, std::initializer_list<std::string_view> params,
                       std::size_t limit = kMaxBody);

/// The longest prefix of `text` of at most `limit` bytes that does not end inside a UTF-8 sequence.
std::string_view clip_utf8(std::string_view text, std::size_t limit);

/// ASCII case-insensitive equality.
bool equals_ignoring_case(std::string_view a, std::string_view b);

}  // namespace confab::irc
