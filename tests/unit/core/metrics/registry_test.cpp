#include "core/metrics/registry.hpp"

#include <gtest/gtest.h>

namespace confab::test {
namespace {

TEST(Metrics, GiveTheSameObjectForTheSameNameAndLabels) {
    core::MetricsRegistry registry;
    registry.counter("confab_x_total", "host=\"a\"").add(2);
    registry.counter("confab_x_total", "host=\"a\"").add();
    registry.counter("confab_x_total", "host=\"b\"").add();
    registry.gauge("confab_open").set(-4);
    EXPECT_EQ(registry.prometheus_text(),
              "# TYPE confab_x_total counter\n"
              "confab_x_total{host=\"a\"} 3\n"
              "confab_x_total{host=\"b\"} 1\n"
              "# TYPE confab_open gauge\n"
              "confab_open -4\n");
}

}  // namespace
}  // namespace confab::test
