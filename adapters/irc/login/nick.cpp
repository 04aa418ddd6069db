#include "login/nick.hpp"

#include <algorithm>

namespace confab::irc {
namespace {

constexpr std::size_t kSuffixes = 4;  // "nick_", "nick__", ... after the configured alternates
constexpr unsigned kMaxRegains = 10;  // a server or a person that keeps taking it wins in the end
constexpr Duration kAskEvery{60'000};
constexpr Duration kAfterRefusal{30'000};

/// The words of a list, each without "!user@host".
bool lists_nick(std::string_view list, char separator, std::string_view nick, const Isupport& isupport) {
    while (!list.empty()) {
        const std::size_t end = list.find(separator);
        const std::string_view item = list.substr(0, end);
        if (isupport.same(Source::parse(item).nick, nick)) return true;
        if (end == std::string_view::npos) return false;
        list.remove_prefix(end + 1);
    }
    return false;
}

}  // namespace

Nick::Nick(std::string wanted, std::vector<std::string> alternates)
    : wanted_(std::move(wanted)), alternates_(std::move(alternates)), current_(wanted_) {}

std::optional<std::string> Nick::next_alternate(std::size_t max_length) {
    const std::size_t index = next_++;
    if (index < alternates_.size()) {
        current_ = alternates_[index];
        return current_;
    }
    const std::size_t suffix = index - alternates_.size() + 1;
    if (suffix > kSuffixes) return std::nullopt;
    std::string base = wanted_;
    // 9 is the length every server accepts (RFC 1459); before 005 the real limit is not known.
    const std::size_t limit = max_length == 0 ? std::max<std::size_t>(9, base.size() + suffix) : max_length;
    if (base.size() + suffix > limit) base.resize(limit > suffix ? limit - suffix : 1);
    current_ = base + std::string(suffix, '_');
    return current_;
}

std::vector<std::string> Nick::watch(const Isupport& isupport, TimePoint now) {
    watching_ = true;
    monitored_ = isupport.has_monitor();
    if (monitored_) return {build_line("MONITOR", {"+", wanted_})};
    next_question_ = now + kAskEvery;
    return {};
}

std::vector<std::string> Nick::on_free(const Isupport& isupport) {
    if (!watching_ || is_wanted(isupport) || ++attempts_ > kMaxRegains) return {};
    return {build_line("NICK", {wanted_})};
}

void Nick::on_refused(TimePoint now) {
    if (watching_) next_try_ = now + kAfterRefusal;
}

void Nick::on_monitor_full(TimePoint now) {
    if (!watching_ || !monitored_) return;
    monitored_ = false;
    next_question_ = now + kAskEvery;
}

std::vector<std::string> Nick::on_timeout(const Isupport& isupport, TimePoint now) {
    if (now >= next_try_) {
        next_try_ = TimePoint::max();
        return on_free(isupport);
    }
    if (now < next_question_) return {};
    next_question_ = watching_ && attempts_ < kMaxRegains ? now + kAskEvery : TimePoint::max();
    return {build_line("ISON", {wanted_})};
}

std::vector<std::string> Nick::on_line(const Line& line, const Isupport& isupport) {
    if (!watching_) return {};
    if (line.numeric() == 731 && lists_nick(line.last(), ',', wanted_, isupport)) return on_free(isupport);
    if (line.numeric() == 303 && !lists_nick(line.last(), ' ', wanted_, isupport)) return on_free(isupport);
    return {};
}

std::vector<std::string> Nick::on_regained() {
    if (!watching_) return {};
    watching_ = false;
    next_question_ = TimePoint::max();
    next_try_ = TimePoint::max();
    if (monitored_) return {build_line("MONITOR", {"-", wanted_})};
    return {};
}

}  // namespace confab::irc
