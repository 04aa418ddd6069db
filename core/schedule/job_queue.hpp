#pragma once
/// Which job is next. Pure: no clock, no storage.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "confab/task.hpp"

namespace confab::core {

class WaitingJob {
public:
    WaitingJob(std::int64_t id_in, std::string name_in, WallTime due_in)
        : id(id_in), name(std::move(name_in)), due(due_in) {}
    std::int64_t id;
    std::string name;
    WallTime due;
};

/// Jobs wait under their names; those of a name that is not open yet stay, however late they are.
class JobQueue {
public:
    void open(const std::string& name) { queues_[name].is_open = true; }
    void add(WaitingJob job);
    std::optional<WaitingJob> remove(std::int64_t id);
    /// Takes the earliest that is due.
    std::optional<WaitingJob> take_due(WallTime now);
    /// When the next one is due.
    std::optional<WallTime> next_due() const;
    bool contains(std::int64_t id) const { return jobs_.contains(id); }
    std::size_t size() const noexcept { return jobs_.size(); }

private:
    struct Queue {
        bool is_open = false;
        std::set<std::pair<WallTime, std::int64_t>> jobs;
    };
    const Queue* earliest() const;
    std::map<std::string, Queue> queues_;
    std::unordered_map<std::int64_t, WaitingJob> jobs_;
};

}  // namespace confab::core
