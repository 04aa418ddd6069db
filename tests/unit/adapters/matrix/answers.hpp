#pragma once
/// Short ways to make what a homeserver answers.

#include <gtest/gtest.h>

#include <string>

#include "adapters/matrix/api.hpp"

namespace confab::matrix {

inline json::Document parsed(std::string text) {
    Result<json::Document> document = json::Document::parse(std::move(text));
    EXPECT_TRUE(document) << "the test's JSON is broken: " << document.error().message();
    return std::move(*document);
}

inline Answer answered(int status, std::string body, std::string retry_after = {}) {
    HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    if (!retry_after.empty()) response.headers.add("Retry-After", std::move(retry_after));
    return read_answer(std::move(response), WallTime());
}

inline Answer refused(int status, const std::string& errcode, const std::string& more = {}) {
    return answered(status, R"({"errcode":")" + errcode + R"(","error":"no")" + more + "}");
}

}  // namespace confab::matrix
