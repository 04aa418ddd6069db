#pragma once

#include <gtest/gtest.h>

#include <string>

#include "confab/result.hpp"

namespace confab::test {

/// Refused before it was sent, with the field's name in the error.
template <class T>
void expect_refused(const Result<T>& result, const std::string& field) {
    ASSERT_FALSE(result) << field;
    EXPECT_EQ(result.error().code(), Errc::invalid_argument) << result.error().message();
    EXPECT_EQ(result.error().delivery(), Delivery::not_sent) << field;
    EXPECT_NE(result.error().context().find("`" + field + "`"), std::string::npos)
        << result.error().message();
}

}  // namespace confab::test
