#pragma once
/// Structured logging: a lower-case event phrase and key=value fields.
///
///     ctx.log().info("joined", {{"channel", name}, {"members", count}});
///
/// error: the operator must act; warn: degraded; info: life cycle; debug: per event; trace: wire.
/// Registered secrets are masked by the sink, but do not rely on it.

#include <chrono>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "confab/abi.hpp"

namespace confab::inline v1 {

enum class LogLevel : std::uint8_t { trace, debug, info, warn, error, off };

/// One key=value. Values are text by the time the call returns.
class LogField {
public:
    LogField(std::string_view key_in, std::string_view text) : key(key_in), value(text) {}
    LogField(std::string_view key_in, const char* text) : key(key_in), value(text) {}
    LogField(std::string_view key_in, const std::string& text) : key(key_in), value(text) {}
    LogField(std::string_view key_in, bool flag) : key(key_in), value(flag ? "true" : "false") {}
    template <std::integral T>
    LogField(std::string_view key_in, T number) : key(key_in), value(std::to_string(number)) {}
    LogField(std::string_view key_in, std::chrono::milliseconds span)
        : key(key_in), value(std::to_string(span.count()) + "ms") {}

    std::string_view key;
    std::string value;
};

class CONFAB_API Logger {
public:
    using Fields = std::initializer_list<LogField>;
    virtual ~Logger();
    virtual bool enabled(LogLevel level) const noexcept = 0;
    /// Thread-safe. The message and the fields are escaped: no line break or control character gets out.
    virtual void write(LogLevel level, std::string_view event, const LogField* first, std::size_t count) = 0;

    void trace(std::string_view event, Fields fields = {}) { log(LogLevel::trace, event, fields); }
    void debug(std::string_view event, Fields fields = {}) { log(LogLevel::debug, event, fields); }
    void info(std::string_view event, Fields fields = {}) { log(LogLevel::info, event, fields); }
    void warn(std::string_view event, Fields fields = {}) { log(LogLevel::warn, event, fields); }
    void error(std::string_view event, Fields fields = {}) { log(LogLevel::error, event, fields); }

private:
    void log(LogLevel level, std::string_view event, Fields fields) {
        if (enabled(level)) write(level, event, fields.begin(), fields.size());
    }
};

}  // namespace confab::inline v1
