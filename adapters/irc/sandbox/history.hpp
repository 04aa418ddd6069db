#pragma once
/// What was said, for playback and CHATHISTORY. At most `kMaxEntries` a conversation and `kMaxLogs` of them.

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace confab::irc_sandbox {

class TextPart {
public:
    TextPart(std::string text_in, bool concat_in) : text(std::move(text_in)), concat(concat_in) {}
    std::string text;
    bool concat = false;  ///< Joined to the part before it without a line feed.
};

class HistoryEntry {
public:
    std::string time;  ///< As in the `time` tag, so that text order is order in time.
    long at = 0;       ///< The same in Unix seconds.
    std::string id;
    std::string source;  ///< nick!user@host
    std::string account;
    std::string command;
    std::string target;
    std::vector<TextPart> parts;  ///< More than one: a multiline message.
    std::string rest;             ///< Instead of parts, for events: what follows the target.
    std::string client_tags;
    bool is_bot = false;

    bool is_message() const { return command == "PRIVMSG" || command == "NOTICE"; }
    std::string body(std::size_t part) const;
};

/// "timestamp=...", "msgid=..." or "*".
class Selector {
public:
    enum class Kind { invalid, unknown_type, any, time, id };
    static Selector parse(std::string_view text);
    Kind kind = Kind::invalid;
    std::string value;
};

class HistoryLog {
public:
    static constexpr std::size_t kMaxEntries = 500;

    void add(HistoryEntry entry);
    const HistoryEntry* find(std::string_view id) const;
    bool remove(std::string_view id);
    const std::deque<HistoryEntry>& entries() const { return entries_; }

    /// Index of the first entry not before `at`; and of the first after it.
    std::size_t first_from(const Selector& at) const;
    std::size_t first_after(const Selector& at) const;

private:
    std::deque<HistoryEntry> entries_;
};

class Histories {
public:
    static constexpr std::size_t kMaxLogs = 200;

    /// Made on first use; the one least recently written makes room.
    HistoryLog& log(const std::string& key);
    HistoryLog* find(const std::string& key);
    void rename(const std::string& from, const std::string& to);
    const std::map<std::string, HistoryLog>& all() const { return logs_; }

    static std::string conversation(const std::string& folded_a, const std::string& folded_b);

private:
    std::map<std::string, HistoryLog> logs_;  // by folded channel name, or both nicks
};

}  // namespace confab::irc_sandbox
