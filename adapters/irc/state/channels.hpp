#pragma once
/// The configured channels: joining, and joining again after a kick or a refusal.

#include <string>
#include <string_view>
#include <vector>

#include "confab/task.hpp"
#include "state/isupport.hpp"

namespace confab::irc {

class Channels {
public:
    /// Each entry is "#name" or "#name key".
    explicit Channels(const std::vector<std::string>& entries);

    /// JOIN lines for every channel, several to a line, each within `body_length`.
    std::vector<std::string> join_all(std::size_t body_length) const;

    void on_joined(std::string_view name, const Isupport& isupport);
    /// We were kicked: tried again after a pause, a few times.
    void on_kicked(std::string_view name, const Isupport& isupport, TimePoint now);
    /// The server refused; true when the channel is one of ours. Tried again after a longer pause.
    bool on_refused(std::string_view name, const Isupport& isupport, TimePoint now);
    /// We are logged in now, which may be what a refusal was about: JOIN lines for what was refused.
    std::vector<std::string> on_logged_in();

    std::vector<std::string> on_timeout(TimePoint now);
    TimePoint next_timeout() const;

private:
    struct Entry {
        std::string name;
        std::string key;
        unsigned kicks = 0;
        bool refused = false;
        TimePoint retry_at = TimePoint::max();
    };
    Entry* find(std::string_view name, const Isupport& isupport);
    static std::string join(Entry& entry);

    std::vector<Entry> entries_;
};

}  // namespace confab::irc
