#pragma once
/// Our nick: what we asked for, what we got, and how to get the wanted one back.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "confab/task.hpp"
#include "state/isupport.hpp"
#include "wire/line.hpp"

namespace confab::irc {

class Nick {
public:
    Nick(std::string wanted, std::vector<std::string> alternates);

    const std::string& wanted() const { return wanted_; }
    /// What others see; before registration what we asked for last.
    const std::string& current() const { return current_; }
    void set_current(std::string_view nick) { current_ = nick; }
    bool is_wanted(const Isupport& isupport) const { return isupport.same(current_, wanted_); }

    /// The nick is taken or refused during registration: the next one to try; nothing when all were tried.
    std::optional<std::string> next_alternate(std::size_t max_length);

    /// Registered under another nick: lines that make the server tell when the wanted one is free.
    std::vector<std::string> watch(const Isupport& isupport, TimePoint now);
    /// It has become free, by whatever sign.
    std::vector<std::string> on_free(const Isupport& isupport);
    /// The server did not let us change (437: held back after a netsplit, 438: too fast): later again.
    void on_refused(TimePoint now);
    /// The server's list of watched nicks is full (734): ask instead.
    void on_monitor_full(TimePoint now);
    /// Asks again where the server cannot tell by itself (ISON), and tries again after a refusal.
    std::vector<std::string> on_timeout(const Isupport& isupport, TimePoint now);
    TimePoint next_timeout() const { return std::min(next_question_, next_try_); }
    /// 731 (monitored nick is offline) and 303 (ISON reply).
    std::vector<std::string> on_line(const Line& line, const Isupport& isupport);
    /// The wanted nick is ours.
    std::vector<std::string> on_regained();

private:
    std::string wanted_;
    std::vector<std::string> alternates_;
    std::string current_;
    std::size_t next_ = 0;
    unsigned attempts_ = 0;
    bool watching_ = false;
    bool monitored_ = false;
    TimePoint next_question_ = TimePoint::max();
    TimePoint next_try_ = TimePoint::max();
};

}  // namespace confab::irc
