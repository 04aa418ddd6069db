#include "talk/multiline.hpp"

#include <algorithm>

namespace confab::irc {

std::deque<Multiline::Part>::iterator Multiline::find(std::string_view reference) {
    return std::find_if(parts_.begin(), parts_.end(),
                        [&](const Part& part) { return part.reference == reference; });
}

void Multiline::open(const Line& line, TimePoint now) {
    const std::string_view reference = line.param(0).substr(1);
    if (const auto known = find(reference); known != parts_.end()) parts_.erase(known);
    if (parts_.size() >= kMaxOpen) return;
    parts_.push_back({std::string(reference), std::string(line.tags_text()), {}, {}, now});
}

bool Multiline::add(const Line& line, const Batches& batches) {
    if (parts_.empty()) return false;
    const Batch* batch = batches.of(line);
    if (!batch || batch->type != kMultiline) return false;
    const auto part = find(batch->reference);
    if (part == parts_.end()) return false;
    const bool first = part->head.empty();
    if (first) {
        part->head = std::string(line.verb()) + " " + std::string(line.param(0));
        if (!line.source_text().empty()) part->head.insert(0, ":" + std::string(line.source_text()) + " ");
    }
    if (part->text.size() + line.last().size() >= kMaxBytes) return true;
    if (!first && !line.tag("draft/multiline-concat")) part->text += '\n';
    part->text += line.last();
    return true;
}

std::optional<std::string> Multiline::close(const Batch& batch) {
    const auto part = find(batch.reference);
    if (part == parts_.end()) return std::nullopt;
    std::string whole = part->tags.empty() ? std::string() : "@" + part->tags + " ";
    const bool is_empty = part->head.empty();
    whole += part->head + " :" + part->text;
    parts_.erase(part);
    if (is_empty) return std::nullopt;
    return whole;
}

bool Multiline::expire(TimePoint now) {
    const std::size_t before = parts_.size();
    while (!parts_.empty() && now - parts_.front().since >= Batches::kLifetime) parts_.pop_front();
    return parts_.size() < before;
}

}  // namespace confab::irc
