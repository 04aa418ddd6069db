#pragma once
/// What happened in a chat, in order: for failures to show, and to answer expectations from.

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "confab/ids.hpp"
#include "confab/testing/pattern.hpp"

namespace confab::inline v1::testing {

/// I/O thread only, but for the log.
class Transcript {
public:
    /// Somebody says something: what was answered there before and not expected is dropped.
    void said(const ChannelRef& where, const std::string& who, const std::string& text);
    void answered(const ChannelRef& where, std::string text);
    /// Anything else, on a line of its own.
    void note(const std::string& text);

    /// Takes the next answer there, or as many parts as match together. The text says what was wrong.
    std::optional<std::string> take(const ChannelRef& where, const Pattern& pattern);
    /// What was answered there and not taken; the text says what.
    std::optional<std::string> rest(const ChannelRef& where) const;
    /// All answers since somebody last said something there.
    std::vector<std::string> replies(const ChannelRef& where) const;
    std::string text() const;

    void log(std::string line);  ///< Thread-safe.
    std::vector<std::string> log() const;

private:
    struct Place {
        std::deque<std::string> answers;
        std::size_t taken = 0;
    };
    void line(const std::string& place, const std::string& who, const std::string& text);
    /// Without "alice: " in front.
    std::string_view without_address(std::string_view text) const;

    std::map<ChannelRef, Place> places_;
    std::set<std::string> names_;
    std::vector<std::string> lines_;
    mutable std::mutex mutex_;
    std::vector<std::string> log_;
};

}  // namespace confab::inline v1::testing
