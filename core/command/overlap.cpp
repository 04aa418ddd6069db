#include "core/command/overlap.hpp"

#include "core/command/subject.hpp"

namespace confab::core {

Overlaps::Place::Place(Place&& other) noexcept
    : overlaps_(std::exchange(other.overlaps_, nullptr)), key_(std::move(other.key_)), at_(other.at_) {}

Overlaps::Place::~Place() {
    if (overlaps_) overlaps_->leave(key_, at_);
}

Task<void> Overlaps::Place::turn() {
    while (overlaps_->lines_.at(key_).begin() != at_) co_await (*at_)->turn.wait();
}

Overlaps::Key Overlaps::key_of(const Command& command, const MessageReceived& message) {
    return Key{&command, subject_of(command.spec.overlap()->second, message)};
}

bool Overlaps::has_room(const Command& command, const MessageReceived& message) const {
    const auto line = lines_.find(key_of(command, message));
    if (line == lines_.end()) return true;
    if (command.spec.overlap()->first == Overlap::drop) return false;
    return line->second.size() <= kMaxWaiting;  // cancelled ones that do not end count too
}

Overlaps::Place Overlaps::enter(const Command& command, const MessageReceived& message) {
    Key key = key_of(command, message);
    Line& line = lines_[key];
    const Line others = line;  // cancelling may end one, and change the line, at once
    Place place(*this, std::move(key), line.insert(line.end(), std::make_shared<Standing>()));
    if (command.spec.overlap()->first == Overlap::replace)
        for (const std::shared_ptr<Standing>& other : others) other->task.cancel();
    return place;
}

void Overlaps::leave(const Key& key, Line::iterator at) {
    const auto line = lines_.find(key);
    line->second.erase(at);
    if (line->second.empty())
        lines_.erase(line);
    else
        line->second.front()->turn.notify();
}

}  // namespace confab::core
