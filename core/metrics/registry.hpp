#pragma once
/// The metrics of the process, as Prometheus text.

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "confab/service/metrics.hpp"

namespace confab::core {

class MetricsRegistry final : public Metrics {
public:
    Counter& counter(std::string_view name, std::string_view labels = {}) override;
    Gauge& gauge(std::string_view name, std::string_view labels = {}) override;
    std::string prometheus_text() const override;

private:
    template <class M>
    using Family = std::map<std::string, std::unique_ptr<M>, std::less<>>;  // by labels
    template <class M>
    using Families = std::map<std::string, Family<M>, std::less<>>;  // by name

    mutable std::mutex mutex_;
    Families<Counter> counters_;
    Families<Gauge> gauges_;
};

}  // namespace confab::core
