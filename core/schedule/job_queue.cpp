#include "core/schedule/job_queue.hpp"

namespace confab::core {

void JobQueue::add(WaitingJob job) {
    queues_[job.name].jobs.emplace(job.due, job.id);
    const std::int64_t id = job.id;
    jobs_.emplace(id, std::move(job));
}

std::optional<WaitingJob> JobQueue::remove(std::int64_t id) {
    const auto found = jobs_.find(id);
    if (found == jobs_.end()) return std::nullopt;
    WaitingJob job = std::move(found->second);
    jobs_.erase(found);
    const auto queue = queues_.find(job.name);
    queue->second.jobs.erase({job.due, job.id});
    if (queue->second.jobs.empty() && !queue->second.is_open) queues_.erase(queue);
    return job;
}

const JobQueue::Queue* JobQueue::earliest() const {
    const Queue* first = nullptr;
    for (const auto& [name, queue] : queues_)
        if (queue.is_open && !queue.jobs.empty() && (!first || *queue.jobs.begin() < *first->jobs.begin()))
            first = &queue;
    return first;
}

std::optional<WaitingJob> JobQueue::take_due(WallTime now) {
    const Queue* queue = earliest();
    if (!queue || queue->jobs.begin()->first > now) return std::nullopt;
    return remove(queue->jobs.begin()->second);
}

std::optional<WallTime> JobQueue::next_due() const {
    const Queue* queue = earliest();
    if (!queue) return std::nullopt;
    return queue->jobs.begin()->first;
}

}  // namespace confab::core
