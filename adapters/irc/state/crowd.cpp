#include "state/crowd.hpp"

#include <algorithm>

namespace confab::irc {
namespace {

bool is_server_name(std::string_view text) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '-' || c == '*' || c == '_';
    };
    return text.size() >= 3 && text.front() != '.' && text.back() != '.' &&
           text.find('.') != std::string_view::npos && std::all_of(text.begin(), text.end(), fits);
}

}  // namespace

bool Crowd::is_split(std::string_view quit_text) {
    const std::size_t space = quit_text.find(' ');
    return space != std::string_view::npos && is_server_name(quit_text.substr(0, space)) &&
           is_server_name(quit_text.substr(space + 1));
}

void Crowd::on_split(const std::string& nick, std::string_view servers, TimePoint now) {
    forget_at_ = now + kRemembered;
    auto split = std::find(splits_.begin(), splits_.end(), servers);
    if (split == splits_.end()) {
        if (splits_.size() >= kMaxSplits) return;
        split = splits_.insert(splits_.end(), std::string(servers));
    }
    if (away_.size() >= kMaxAway && !away_.contains(nick)) return;
    away_[nick] = {static_cast<std::uint32_t>(split - splits_.begin()), TimePoint::max()};
}

std::optional<std::string> Crowd::split_of(const std::string& nick, TimePoint now) {
    const auto it = away_.find(nick);
    if (it == away_.end()) return std::nullopt;
    if (it->second.until < now) {  // long back; this is an ordinary join
        away_.erase(it);
        return std::nullopt;
    }
    it->second.until = std::min(it->second.until, now + kRejoining);
    return splits_[it->second.split];
}

bool Crowd::is_flood(const std::string& channel, TimePoint now) {
    auto it = rates_.find(channel);
    if (it == rates_.end()) {
        if (rates_.size() >= kMaxRates) rates_.clear();
        it = rates_.emplace(channel, Rate{now, 0}).first;
    }
    if (now - it->second.since > kFloodTime) it->second = {now, 0};
    return ++it->second.count > kFlood;
}

void Crowd::add(const ChannelRef& where, const User& user, MembershipChange change, std::string_view detail,
                TimePoint now) {
    std::string key = where.channel.str() + '\0' + static_cast<char>('0' + static_cast<int>(change));
    key += detail;
    Group*& group = by_key_[std::move(key)];
    if (!group) {
        MembersChanged event;
        event.where = where;
        event.change = change;
        event.detail = detail;
        groups_.push_back({std::move(event), now, now});
        group = &groups_.back();
    }
    group->event.users.push_back(user);
    group->due = std::min(now + kQuiet, group->since + kLongest);
    ++waiting_;
}

std::vector<Event> Crowd::take(TimePoint now, bool all) {
    if (now >= forget_at_) {
        away_ = {};
        splits_.clear();
        forget_at_ = TimePoint::max();
    }
    std::vector<Event> events;
    // In the order they began, so that nobody is back before having left: a later one waits for an earlier.
    const auto is_due = [&](const Group& group) {
        return all || group.due <= now;
    };
    while (!groups_.empty() && is_due(groups_.front())) {
        waiting_ -= groups_.front().event.users.size();
        events.emplace_back(std::move(groups_.front().event));
        groups_.pop_front();
    }
    if (events.empty()) return events;
    by_key_.clear();
    for (Group& group : groups_) {
        const MembersChanged& event = group.event;
        std::string key =
            event.where.channel.str() + '\0' + static_cast<char>('0' + static_cast<int>(event.change));
        by_key_[key + event.detail] = &group;
    }
    return events;
}

TimePoint Crowd::next_timeout() const {
    return groups_.empty() ? forget_at_ : std::min(forget_at_, groups_.front().due);
}

}  // namespace confab::irc
