#pragma once
/// Service: counters and gauges, shared by the whole process and shown as Prometheus text. Names are
/// `confab_<area>_<what>[_total]`. Never put user or channel ids into labels.

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "confab/abi.hpp"

namespace confab::inline v1 {

/// Lives as long as the process: keep the reference. Thread-safe.
class Counter {
public:
    void add(std::uint64_t n = 1) noexcept { value_.fetch_add(n, std::memory_order_relaxed); }
    std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

class Gauge {
public:
    void set(std::int64_t n) noexcept { value_.store(n, std::memory_order_relaxed); }
    void add(std::int64_t n) noexcept { value_.fetch_add(n, std::memory_order_relaxed); }
    std::int64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> value_{0};
};

class CONFAB_API Metrics {
public:
    static constexpr const char* kServiceId = "confab.metrics/1";
    virtual ~Metrics();
    /// `labels` as Prometheus writes them, without braces: `host="api.straico.com"`. The same name and labels
    /// give the same object.
    virtual Counter& counter(std::string_view name, std::string_view labels = {}) = 0;
    virtual Gauge& gauge(std::string_view name, std::string_view labels = {}) = 0;
    virtual std::string prometheus_text() const = 0;
};

}  // namespace confab::inline v1
