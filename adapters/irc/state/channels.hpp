#pragma once
/// The channels to be in: joining them, and what to do about each way of not being let in or being put out.
///
/// - kicked: joined again after a pause that doubles, a few times (whoever goes on kicking means it);
/// - refused for now (full, throttled, unavailable): tried again, at growing intervals;
/// - refused by the channel's settings (ban, key, invite-only, account needed): tried again at longer ones,
/// at
///   once when we are logged in or invited;
/// - refused for good (no such channel, bad name, too many channels): not tried again on this connection;
/// - forwarded (470): being where we were sent counts as being in;
/// - made to leave without a kick: stays away until the next connection.

#include <string>
#include <string_view>
#include <vector>

#include "confab/task.hpp"
#include "state/isupport.hpp"

namespace confab::irc {

struct ChannelPolicy {
    Duration rejoin_delay{10'000};  ///< After the first kick; zero: never.
    unsigned rejoin_max = 3;        ///< Kicks in a row after which it stays out; zero: after the first.
    bool join_on_invite = false;    ///< Also channels nobody configured.
};

enum class Refusal { for_now, by_settings, for_good };

/// What a numeric says about a JOIN.
Refusal refusal_of(int numeric);

class Channels {
public:
    /// Invitations beyond are declined.
    static constexpr std::size_t kMaxInvited = 100;

    /// Each entry is "#name" or "#name key". `invited`: what an earlier connection was invited to.
    Channels(const std::vector<std::string>& entries, const std::vector<std::string>& invited,
             ChannelPolicy policy = {});

    /// JOIN lines for every channel, several to a line, as long and as many as the server allows. Names of
    /// those beyond its CHANLIMIT go to `too_many`.
    std::vector<std::string> join_all(const Isupport& isupport, std::vector<std::string>& too_many);

    /// True when it is one of ours, by its name or as where one of ours was forwarded to.
    bool on_joined(std::string_view name, const Isupport& isupport, TimePoint now);
    void on_kicked(std::string_view name, const Isupport& isupport, TimePoint now);
    void on_parted(std::string_view name, const Isupport& isupport);
    /// True when it is one of ours, and we were asking for it.
    bool on_refused(std::string_view name, Refusal refusal, const Isupport& isupport, TimePoint now);
    /// 470: asked for `from`, put into `to`.
    bool on_forwarded(std::string_view from, std::string_view to, const Isupport& isupport);
    /// The channel has got another name, under which it is joined from now on.
    void on_renamed(std::string_view from, std::string_view to, const Isupport& isupport);
    /// "FAIL JOIN CHANNEL_RENAMED": the JOIN line for the new name, a few times only.
    std::vector<std::string> on_moved(std::string_view from, std::string_view to, const Isupport& isupport);
    /// An operator has set the key (or removed it: empty) while we are in.
    void on_key(std::string_view name, std::string_view key, const Isupport& isupport);
    std::vector<std::string> on_invited(std::string_view name, const Isupport& isupport);
    /// We are logged in now, which may be what a refusal was about: JOIN lines for what was refused.
    std::vector<std::string> on_logged_in();

    std::vector<std::string> on_timeout(TimePoint now);
    TimePoint next_timeout() const;

    /// When the channel is tried again; TimePoint::max() for never or not known.
    TimePoint retry_at(std::string_view name, const Isupport& isupport);
    /// "#name" or "#name key" of the invited channels we mean to be in: what the next connection is to join
    /// besides the configured ones.
    std::vector<std::string> invited() const;

private:
    enum class State { out, asked, in, refused, away };
    struct Entry {
        std::string name;
        std::string key;
        std::string forwarded;  // where 470 has put us instead; empty: nowhere
        State state = State::out;
        bool is_invited = false;
        bool is_stubborn = false;  // refused in a way that only time or the server can cure
        unsigned kicks = 0;
        unsigned refusals = 0;
        unsigned moves = 0;
        TimePoint joined{};
        TimePoint retry_at = TimePoint::max();
    };
    void add(const std::string& text, bool is_invited);
    Entry* find(std::string_view name, const Isupport& isupport);
    static std::string join(Entry& entry);

    ChannelPolicy policy_;
    std::vector<Entry> entries_;
};

}  // namespace confab::irc
