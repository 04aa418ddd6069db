#include "core/log/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>

#include <stdexcept>

namespace confab::core {
namespace {

spdlog::level::level_enum native(LogLevel level) {
    switch (level) {
        case LogLevel::trace:
            return spdlog::level::trace;
        case LogLevel::debug:
            return spdlog::level::debug;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warn:
            return spdlog::level::warn;
        case LogLevel::error:
            return spdlog::level::err;
        case LogLevel::off:
            return spdlog::level::off;
    }
    return spdlog::level::off;
}

bool is_control(unsigned char c) {
    return c < 0x20 || c == 0x7F;
}

// Escapes what could forge a log line or drive a terminal.
void append_escaped(std::string& out, std::string_view text) {
    static constexpr char kHex[] = "0123456789abcdef";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n') {
            out += "\\n";
        } else if (is_control(byte)) {
            out += "\\x";
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        } else {
            if (c == '"') out += '\\';
            out += c;
        }
    }
}

bool needs_quotes(std::string_view text) {
    if (text.empty()) return true;
    for (const char c : text)
        if (c == ' ' || c == '"' || c == '=' || is_control(static_cast<unsigned char>(c))) return true;
    return false;
}

}  // namespace

std::string format_fields(std::string_view event, const LogField* first, std::size_t count) {
    std::string line;
    append_escaped(line, event);
    for (std::size_t i = 0; i < count; ++i) {
        line += ' ';
        line += first[i].key;
        line += '=';
        const bool quoted = needs_quotes(first[i].value);
        if (quoted) line += '"';
        append_escaped(line, first[i].value);
        if (quoted) line += '"';
    }
    return line;
}

struct LogSystem::Sinks {
    explicit Sinks(std::vector<spdlog::sink_ptr> sinks) : logger("confab", sinks.begin(), sinks.end()) {}
    spdlog::logger logger;
};

class NamedLogger final : public Logger {
public:
    NamedLogger(LogSystem& system, std::string name) : system_(system), name_(std::move(name)) {}
    bool enabled(LogLevel level) const noexcept override { return level >= system_.level_; }
    void write(LogLevel level, std::string_view event, const LogField* first, std::size_t count) override {
        system_.write(level, "[" + name_ + "] " + format_fields(event, first, count));
    }

private:
    LogSystem& system_;
    std::string name_;
};

LogSystem::LogSystem(LogConfig config) : level_(config.level), tap_(std::move(config.tap)) {
    std::vector<spdlog::sink_ptr> sinks;
    if (config.console) {
        auto console = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
        console->set_color_mode(config.color ? spdlog::color_mode::always : spdlog::color_mode::never);
        sinks.push_back(std::move(console));
    }
    if (!config.file.empty()) {
        try {
            sinks.push_back(std::make_shared<spdlog::sinks::basic_file_sink_mt>(config.file));
        } catch (const spdlog::spdlog_ex& e) {
            throw std::runtime_error("cannot open the log file " + config.file + ": " + e.what());
        }
    }
    sinks_ = std::make_unique<Sinks>(std::move(sinks));
    sinks_->logger.set_level(native(config.level));
    sinks_->logger.set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %^%-5l%$ %v", spdlog::pattern_time_type::utc);
    sinks_->logger.flush_on(spdlog::level::debug);
}

LogSystem::~LogSystem() = default;

std::unique_ptr<Logger> LogSystem::logger(std::string name) {
    return std::make_unique<NamedLogger>(*this, std::move(name));
}

void LogSystem::mask(const Secret& secret) {
    if (secret.reveal().size() < 4) return;  // masking "a" would eat every line
    const std::lock_guard lock(mutex_);
    secrets_.push_back(secret);
}

std::string LogSystem::masked(std::string line) const {
    const std::lock_guard lock(mutex_);
    for (const Secret& secret : secrets_) {
        for (std::size_t at = line.find(secret.reveal()); at != std::string::npos;
             at = line.find(secret.reveal(), at + 3))
            line.replace(at, secret.reveal().size(), "***");
    }
    return line;
}

void LogSystem::write(LogLevel level, std::string_view line) {
    const std::string text = masked(std::string(line));
    if (tap_) tap_(level, text);
    sinks_->logger.log(native(level), text);
}

}  // namespace confab::core
