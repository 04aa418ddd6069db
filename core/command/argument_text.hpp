#pragma once
/// What stands behind a command's name, taken apart: words, quoted texts, options, mentions.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "confab/message.hpp"

namespace confab::core {

/// The text of a message, and where in it people are mentioned. Of the ordinary message, one run of text, it
/// is a view. The message must outlive it.
class ArgumentText {
public:
    explicit ArgumentText(const Message& message);
    /// Text without mentions; must outlive it.
    explicit ArgumentText(std::string_view text) : in_place_(text) {}

    std::string_view text() const noexcept { return joined_ ? std::string_view(*joined_) : in_place_; }

    class Span {
    public:
        Span(std::size_t begin_in, std::size_t end_in, const Mention& mention_in)
            : begin(begin_in), end(end_in), mention(&mention_in) {}
        std::size_t begin;
        std::size_t end;
        const Mention* mention;
    };
    /// In order.
    const std::vector<Span>& mentions() const noexcept { return mentions_; }

private:
    std::string_view in_place_;
    std::optional<std::string> joined_;
    std::vector<Span> mentions_;
};

/// One argument as it was written.
class ArgumentWord {
public:
    std::string text;
    const Mention* mention = nullptr;  ///< It is this mention and nothing else.
};

/// Reads from the front. Never looks further than it is asked for.
class ArgumentReader {
public:
    ArgumentReader(const ArgumentText& text, std::size_t from) : source_(text), at_(from) { skip_space(); }

    bool at_end() const noexcept { return at_ >= text().size(); }
    /// All that is left, without space at either end.
    std::string_view rest() const noexcept;
    /// The next argument; call only when not `at_end`. False: a double quote is not closed.
    bool take(ArgumentWord& out);
    /// Steps over `--` when that is the next word.
    bool take_end_of_options();
    /// The name in `--name` or `--name=...` when such a thing is next. Steps over it, and over the `=`, which
    /// `has_value` reports.
    std::optional<std::string_view> take_option(bool& has_value);

private:
    std::string_view text() const noexcept { return source_.text(); }
    void skip_space() noexcept;
    bool take_quoted(std::string& out);
    const ArgumentText::Span* mention_at(std::size_t at) const noexcept;

    const ArgumentText& source_;
    std::size_t at_;
};

}  // namespace confab::core
