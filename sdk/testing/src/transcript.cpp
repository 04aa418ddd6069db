#include "transcript.hpp"

namespace confab::inline v1::testing {
namespace {

std::string padded(std::string text, std::size_t width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
}

std::string place_name(const ChannelRef& where) {
    const std::string& channel = where.channel.str();
    const std::string name = channel.starts_with('@') ? "private" : channel;
    return where.account.str() == "test" ? name : where.account.str() + " " + name;
}

}  // namespace

void Transcript::line(const std::string& place, const std::string& who, const std::string& text) {
    std::string out = padded(place, 12) + " " + padded(who, 8) + " ";
    const std::string indent(out.size(), ' ');
    for (const char c : text) {
        out += c;
        if (c == '\n') out += indent;
    }
    lines_.push_back(std::move(out));
}

void Transcript::said(const ChannelRef& where, const std::string& who, const std::string& text) {
    names_.insert(who);
    places_[where] = Place();
    line(place_name(where), who, text);
}

void Transcript::answered(const ChannelRef& where, std::string text) {
    line(place_name(where), "confab", text);
    places_[where].answers.push_back(std::move(text));
}

void Transcript::note(const std::string& text) {
    lines_.push_back("-- " + text);
}

std::string_view Transcript::without_address(std::string_view text) const {
    for (const std::string& name : names_)
        if (text.starts_with(name + ": ")) return text.substr(name.size() + 2);
    return text;
}

std::optional<std::string> Transcript::take(const ChannelRef& where, const Pattern& pattern) {
    Place& place = places_[where];
    if (place.taken == place.answers.size())
        return "expected the reply: " + pattern.str() + "\nbut nothing " +
               (place.taken == 0 ? "was said" : "more was said");
    std::string joined;
    for (std::size_t end = place.taken; end < place.answers.size(); ++end) {
        joined += (end == place.taken ? "" : "\n") + place.answers[end];
        if (!pattern.matches(joined) && !pattern.matches(without_address(joined))) continue;
        place.taken = end + 1;
        return std::nullopt;
    }
    return "expected the reply: " + pattern.str() +
           "\n           but it was: " + place.answers[place.taken++];
}

std::optional<std::string> Transcript::rest(const ChannelRef& where) const {
    const auto place = places_.find(where);
    if (place == places_.end() || place->second.taken == place->second.answers.size()) return std::nullopt;
    return "expected no reply\nbut it was: " + place->second.answers[place->second.taken];
}

std::vector<std::string> Transcript::replies(const ChannelRef& where) const {
    const auto place = places_.find(where);
    if (place == places_.end()) return {};
    return std::vector<std::string>(place->second.answers.begin(), place->second.answers.end());
}

std::string Transcript::text() const {
    std::string out;
    for (const std::string& line : lines_) out += "  " + line + "\n";
    return out;
}

void Transcript::log(std::string line) {
    const std::lock_guard lock(mutex_);
    log_.push_back(std::move(line));
}

std::vector<std::string> Transcript::log() const {
    const std::lock_guard lock(mutex_);
    return log_;
}

}  // namespace confab::inline v1::testing
