#include "core/command/cooldown.hpp"

#include "core/command/subject.hpp"

namespace confab::core {
namespace {

constexpr unsigned kSweepEvery = 64;  // charges; limits that nobody uses any more are found by this

}  // namespace

void Cooldowns::Limit::expire(TimePoint now) {
    while (!subjects.empty() &&
           (subjects.size() > kMaxSubjects || now - subjects.front().starts.back() >= period)) {
        by_key.erase(subjects.front().key);
        subjects.pop_front();
    }
}

std::optional<Duration> Cooldowns::wait(const Command& command, const MessageReceived& message,
                                        TimePoint now) const {
    std::optional<Duration> longest;
    const std::vector<Cooldown>& cooldowns = command.spec.cooldowns();
    for (std::size_t i = 0; i < cooldowns.size(); ++i) {
        const Cooldown& cooldown = cooldowns[i];
        const auto limit = limits_.find({command.signature.name(), i});
        if (limit == limits_.end()) continue;
        const auto found = limit->second.by_key.find(subject_of(cooldown.per, message));
        if (found == limit->second.by_key.end()) continue;
        const std::deque<TimePoint>& starts = found->second->starts;
        if (starts.size() < cooldown.uses) continue;
        const auto since = std::chrono::floor<Duration>(now - starts[starts.size() - cooldown.uses]);
        if (since >= cooldown.period) continue;
        const Duration left = cooldown.period - since;
        if (!longest || left > *longest) longest = left;
    }
    return longest;
}

void Cooldowns::charge(const Command& command, const MessageReceived& message, TimePoint now) {
    const std::vector<Cooldown>& cooldowns = command.spec.cooldowns();
    for (std::size_t i = 0; i < cooldowns.size(); ++i) {
        const Cooldown& cooldown = cooldowns[i];
        Limit& limit = limits_[{command.signature.name(), i}];
        limit.period = cooldown.period;
        std::string key = subject_of(cooldown.per, message);
        auto found = limit.by_key.find(key);
        if (found == limit.by_key.end()) {
            limit.subjects.push_back(Subject{key, {}});
            found = limit.by_key.emplace(std::move(key), std::prev(limit.subjects.end())).first;
        } else {
            limit.subjects.splice(limit.subjects.end(), limit.subjects, found->second);
        }
        std::deque<TimePoint>& starts = found->second->starts;
        starts.push_back(now);
        while (starts.size() > cooldown.uses) starts.pop_front();
        limit.expire(now);
    }
    if (!cooldowns.empty() && ++charges_ % kSweepEvery == 0) sweep(now);
}

void Cooldowns::sweep(TimePoint now) {
    for (auto& [name, limit] : limits_) limit.expire(now);
    std::erase_if(limits_, [](const auto& entry) { return entry.second.subjects.empty(); });
}

std::size_t Cooldowns::size() const noexcept {
    std::size_t count = 0;
    for (const auto& [name, limit] : limits_) count += limit.subjects.size();
    return count;
}

}  // namespace confab::core
