#pragma once
/// Logging for the whole process: one sink chain, a logger per component, secrets masked before anything is
/// written.

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "confab/option.hpp"
#include "confab/service/logger.hpp"

namespace confab::core {

class LogConfig {
public:
    LogLevel level = LogLevel::info;
    std::string file;     ///< Also written there; empty: standard error only.
    bool console = true;  ///< To standard error.
    bool color = false;   ///< ANSI colours on standard error.
    /// Told of every line, masked, on the thread that logs: for tests.
    std::function<void(LogLevel level, const std::string& line)> tap;
};

/// Owns the sinks. Loggers made by it refer to it: it must live longest.
class LogSystem {
public:
    /// Throws std::runtime_error when the file cannot be opened, with path and reason.
    explicit LogSystem(LogConfig config);
    ~LogSystem();
    LogSystem(const LogSystem&) = delete;
    LogSystem& operator=(const LogSystem&) = delete;

    std::unique_ptr<Logger> logger(std::string name);
    /// Every occurrence of this text (4 characters or more) is written as "***" from now on. Thread-safe.
    void mask(const Secret& secret);

private:
    friend class NamedLogger;
    struct Sinks;
    void write(LogLevel level, std::string_view line);
    std::string masked(std::string line) const;

    LogLevel level_;
    std::function<void(LogLevel, const std::string&)> tap_;
    std::unique_ptr<Sinks> sinks_;
    mutable std::mutex mutex_;
    std::vector<Secret> secrets_;
};

/// "event key=value key="two words"" with control characters escaped, as it stands in the log.
std::string format_fields(std::string_view event, const LogField* first, std::size_t count);

}  // namespace confab::core
