#include "talk/batches.hpp"

#include <algorithm>

namespace confab::irc {
namespace {

/// A batch inside itself, through a reference used twice, must not keep us climbing.
constexpr int kMaxDepth = 8;

bool is_playback(std::string_view type) {
    return type == "chathistory" || type == "draft/chathistory" || type == "znc.in/playback";
}

}  // namespace

void Batches::expire(TimePoint now) {
    if (!closed_.empty()) {
        std::erase_if(open_, [this](const Batch& batch) { return batch.reference == closed_; });
        closed_.clear();
    }
    while (!open_.empty() && now - open_.front().since >= kLifetime) open_.pop_front();
}

void Batches::on_batch(const Line& line, TimePoint now) {
    std::string_view reference = line.param(0);
    if (reference.size() < 2) return;
    const bool opens = reference.front() == '+';
    reference.remove_prefix(1);
    if (!opens) {
        if (find(reference)) closed_ = reference;
        return;
    }
    std::erase_if(open_, [&](const Batch& batch) { return batch.reference == reference; });
    if (open_.size() >= kMaxOpen) open_.pop_front();
    const std::string_view type = line.param(1);
    open_.push_back({std::string(reference), std::string(type), line.tag("batch").value_or(std::string()),
                     std::string(line.param(2)), line.tag("label").value_or(std::string()),
                     is_playback(type) || is_history(line), now});
}

const Batch* Batches::find(std::string_view reference) const {
    const auto it = std::find_if(open_.begin(), open_.end(),
                                 [&](const Batch& batch) { return batch.reference == reference; });
    return it == open_.end() ? nullptr : &*it;
}

const Batch* Batches::of(const Line& line) const {
    if (open_.empty()) return nullptr;
    const auto reference = line.tag("batch");
    return reference ? find(*reference) : nullptr;
}

const Batch* Batches::closed_by(const Line& line) const {
    const std::string_view reference = line.param(0);
    if (line.command() != Command::batch || !reference.starts_with('-')) return nullptr;
    return find(reference.substr(1));
}

std::string_view Batches::type_of(const Line& line) const {
    const Batch* batch = of(line);
    return batch ? std::string_view(batch->type) : std::string_view();
}

bool Batches::is_inside(const Line& line, std::string_view type) const {
    const Batch* batch = of(line);
    for (int depth = 0; batch && depth < kMaxDepth; ++depth) {
        if (batch->type == type) return true;
        batch = find(batch->parent);
    }
    return false;
}

bool Batches::is_history(const Line& line) const {
    const Batch* batch = of(line);
    return batch && batch->history;
}

std::string Batches::label_of(const Line& line) const {
    if (const auto label = line.tag("label")) return *label;
    const Batch* batch = of(line);
    for (int depth = 0; batch && depth < kMaxDepth; ++depth) {
        if (!batch->label.empty()) return batch->label;
        batch = find(batch->parent);
    }
    return {};
}

}  // namespace confab::irc
