#include "core/metrics/registry.hpp"

namespace confab::core {
namespace {

template <class Families>
auto& find_or_make(Families& families, std::string_view name, std::string_view labels) {
    auto family = families.find(name);
    if (family == families.end())
        family = families.emplace(std::string(name), typename Families::mapped_type{}).first;
    auto metric = family->second.find(labels);
    if (metric == family->second.end()) {
        using Metric = typename Families::mapped_type::mapped_type::element_type;
        metric = family->second.emplace(std::string(labels), std::make_unique<Metric>()).first;
    }
    return *metric->second;
}

// Prometheus text format 0.0.4.
template <class Families>
void append(std::string& out, const Families& families, std::string_view type) {
    for (const auto& [name, family] : families) {
        out.append("# TYPE ").append(name).append(" ").append(type).append("\n");
        for (const auto& [labels, metric] : family) {
            out += name;
            if (!labels.empty()) out.append("{").append(labels).append("}");
            out.append(" ").append(std::to_string(metric->value())).append("\n");
        }
    }
}

}  // namespace

Counter& MetricsRegistry::counter(std::string_view name, std::string_view labels) {
    const std::lock_guard lock(mutex_);
    return find_or_make(counters_, name, labels);
}

Gauge& MetricsRegistry::gauge(std::string_view name, std::string_view labels) {
    const std::lock_guard lock(mutex_);
    return find_or_make(gauges_, name, labels);
}

std::string MetricsRegistry::prometheus_text() const {
    const std::lock_guard lock(mutex_);
    std::string out;
    append(out, counters_, "counter");
    append(out, gauges_, "gauge");
    return out;
}

}  // namespace confab::core
